import { act, base, load, words } from '../../lib/screen';
import { scan } from '../../lib/scan';

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
    scan().then(async (found) => {
      if (!found) return;
      await act(this, async (known) => {
        // The letter's mini-program code is looked up; anything else is taken as the printed code.
        const scene = /[?&]scene=([^&]+)/.exec(found.path ?? '')?.[1];
        const code = scene ? (await known.place.codeLanding({ scene: decodeURIComponent(scene) })).codeLanding.invitation : found.words;
        this.setData(code ? { code } : { trouble: '这不是邀请信上的码，请扫居委会给您家的信。' });
      });
      if (this.data.code && !this.data.trouble) await this.redeem();
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
