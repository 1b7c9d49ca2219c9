import { privacy } from 'yiting-sdk';
import { choose, chosen, classes } from '../../lib/look';
import { act, base, load, tapped, words } from '../../lib/screen';
import { label, moment } from '../../lib/words';

Page({
  data: {
    ...base, name: '', places: '', code: '', isLarge: false, isContrast: false,
    waiting: [] as Array<{ id: string; label: string; why: string; refused: boolean }>,
    notices: [] as Array<{ id: string; proposal: string; title: string; at: string; state: string; read: boolean }>,
  },
  onShow() { return this.refresh(); },
  refresh() {
    const { large, contrast } = chosen();
    this.setData({ isLarge: large, isContrast: contrast });
    return load(this, async (known) => {
      this.setData({
        waiting: known.outbox.list().map(({ id, label: what, refused }) => ({ id, label: what, why: refused?.message ?? '联网后自动送出', refused: !!refused })),
      });
      const { me } = await known.account.me({}, { offline: true });
      this.setData({ name: me?.person.nickname ?? '微信用户', places: me?.residences.map((area) => `${area.parent?.name ?? ''} ${area.name}`).join('，') || '尚未核实住址' });
      const inbox = (await known.account.inbox({}, { offline: true })).me?.inbox.nodes ?? [];
      this.setData({
        notices: inbox.map(({ id, proposal, createdAt, read }) => ({
          id, read, proposal: proposal?.id ?? '', title: proposal?.title ?? '提案有新进展', at: moment(createdAt), state: proposal ? label('State', proposal.state) : '',
        })),
      });
      const unread = inbox.filter(({ read }) => !read).map(({ id }) => id);
      if (unread.length) await known.account.markNoticesRead({ ids: unread });
    });
  },
  large() { this.look({ large: !this.data.isLarge, contrast: this.data.isContrast }); },
  contrast() { this.look({ large: this.data.isLarge, contrast: !this.data.isContrast }); },
  look(wanted: { large: boolean; contrast: boolean }) {
    choose(wanted);
    this.setData({ isLarge: wanted.large, isContrast: wanted.contrast, look: classes() });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ code: event.detail.value }); },
  redeem() {
    return act(this, async (known) => {
      await known.account.redeemInvitation({ code: this.data.code });
      this.setData({ code: '' });
      wx.showToast({ title: '已核实' });
      await this.refresh();
    });
  },
  flush() {
    return act(this, async (known) => {
      await known.outbox.flush();
      await this.refresh();
    });
  },
  drop(event: WechatMiniprogram.TouchEvent) {
    const { id = '' } = tapped(event);
    return act(this, async (known) => {
      if (known.outbox.list().some((entry) => entry.id === id && entry.refused)) known.outbox.drop(id);
      await this.refresh();
    });
  },
  go(event: WechatMiniprogram.TouchEvent) {
    const { proposal } = tapped(event);
    if (proposal) wx.navigateTo({ url: `/pages/proposal/proposal?id=${encodeURIComponent(proposal)}` });
  },
  guide() { privacy.open().catch((thrown) => this.setData({ trouble: words(thrown) })); },
  close() {
    wx.showModal({
      title: '注销账号', content: '您的姓名、手机号和微信标识将被抹去，无法恢复。您说过的话以匿名留在记录中。',
      success: ({ confirm }) => {
        if (!confirm) return;
        void act(this, async (known) => {
          await known.closeAccount();
          wx.reLaunch({ url: '/pages/home/home' });
        });
      },
    });
  },
});
