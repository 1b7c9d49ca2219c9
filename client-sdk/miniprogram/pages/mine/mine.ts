import { homeOf } from '../../lib/place';
import { follow } from '../../lib/scan';
import { act, base, go, load, words } from '../../lib/screen';

const LEVELS = ['未核实住址', '已绑定手机号', '已核实住户', '已核实业主'];

Page({
  data: { ...base, name: '', initial: '', level: '', places: '', waiting: 0, refused: 0, verified: false, unbound: false },
  onShow() { return this.refresh(); },
  refresh() {
    return load(this, async (known, ask) => {
      const list = known.outbox.list();
      this.setData({ waiting: list.length, refused: list.filter(({ refused }) => refused).length });
      const { me } = await ask((options) => known.account.me({}, options));
      const name = me?.person.nickname ?? '微信用户';
      this.setData({
        name, initial: name.slice(0, 1), level: LEVELS[me?.level ?? 0] ?? '', verified: !!homeOf(me), unbound: !!me && me.level === 0,
        places: me?.residences.map((area) => `${area.parent?.name ?? ''} ${area.name}`.trim()).join('，') || '尚未核实住址',
      });
    });
  },
  /** The number comes from WeChat by a code, and never passes through this app. */
  phone(event: WechatMiniprogram.CustomEvent<{ code?: string }>) {
    const { code } = event.detail;
    if (!code) return undefined;
    return act(this, async (known) => {
      const { joined } = await known.account.bindPhone({ code });
      wx.showToast({ title: joined ? '已绑定，并找到了您的登记' : '已绑定' });
      await this.refresh();
    });
  },
  scan() { follow().catch((thrown) => this.setData({ trouble: words(thrown) })); },
  go,
});
