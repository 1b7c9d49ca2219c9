import { act, base, load, words } from '../../lib/screen';
import { scan } from '../../lib/scan';

/** The code in what a household's letter shows: alone, or in the scene of its mini-program code. */
const codeIn = (text: string) => decodeURIComponent(text.replace(/^.*[?&]scene=/, '')).replace(/^h:/, '').trim();

Page({
  data: { ...base, code: '', places: [] as string[], done: '' },
  onLoad({ code = '' }: Record<string, string | undefined>) { this.setData({ code: decodeURIComponent(code) }); },
  onShow() { return this.refresh(); },
  refresh() {
    return load(this, async (known, ask) => {
      const { me } = await ask((options) => known.account.me({}, options));
      this.setData({ places: me?.residences.map((area) => `${area.parent?.name ?? ''} ${area.name}`.trim()) ?? [] });
    });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ code: event.detail.value }); },
  scan() {
    scan().then((found) => {
      if (!found) return;
      this.setData({ code: codeIn(found.words ?? found.path ?? '') });
      void this.redeem();
    }, (thrown: unknown) => this.setData({ trouble: words(thrown) }));
  },
  redeem() {
    return act(this, async (known) => {
      const before = this.data.places;
      await known.account.redeemInvitation({ code: this.data.code.trim() });
      this.setData({ code: '' });
      wx.showToast({ title: '已核实' });
      await this.refresh();
      this.setData({ done: this.data.places.find((place) => before.indexOf(place) < 0) ?? this.data.places[0] ?? '' });
    });
  },
  home() { wx.switchTab({ url: '/pages/home/home' }); },
});
