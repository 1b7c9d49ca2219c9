import { act, base, listen, load, tapped } from '../../lib/screen';

Page({
  data: { ...base, rows: [] as Array<{ id: string; label: string; why: string; refused: boolean }> },
  stop: undefined as undefined | (() => void),
  onShow() {
    this.stop = listen((known) => known.outbox.on(() => { void this.refresh(); }));
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  refresh() {
    // What waits stands on the phone.
    return load(this, async (known) => {
      this.setData({ rows: known.outbox.list().map(({ id, label, refused }) => ({ id, label, why: refused?.message ?? '联网后自动送出', refused: !!refused })) });
    });
  },
  flush() {
    return act(this, async (known) => {
      await known.outbox.flush();
      await this.refresh();
    });
  },
  /** Sends what was refused once more, such as after a rule's time has come. */
  retry(event: WechatMiniprogram.TouchEvent) {
    const { id = '' } = tapped(event);
    return act(this, async (known) => {
      await known.outbox.retry(id);
      await this.refresh();
    });
  },
  drop(event: WechatMiniprogram.TouchEvent) {
    const { id = '', label = '' } = tapped(event);
    wx.showModal({
      title: '删除', content: `“${label}”将不再送出。`,
      success: ({ confirm }) => {
        if (!confirm) return;
        void act(this, async (known) => {
          known.outbox.drop(id);
          await this.refresh();
        });
      },
    });
  },
});
