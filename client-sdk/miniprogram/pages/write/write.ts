import { operations } from 'yiting-sdk';
import { homeOf } from '../../lib/place';
import { act, base, load, tapped } from '../../lib/screen';

const KEY = 'yiting.draft';

Page({
  data: { ...base, place: '', home: '', title: '', body: '', topic: '', topics: [] as Array<{ id: string; name: string }>, kept: false },
  onLoad() {
    try {
      const { title = '', body = '', topic = '' } = JSON.parse(wx.getStorageSync<string>(KEY) || '{}') as Record<string, string>;
      this.setData({ title, body, topic, kept: !!(title || body) });
    } catch { /* a draft that cannot be read is none */ }
    return load(this, async (known, ask) => {
      const { me } = await ask((options) => known.account.me({}, options));
      const home = homeOf(me);
      if (home) this.setData({ home: home.id, place: home.name, topics: home.topics.map(({ id, name }) => ({ id, name })) });
    });
  },
  /** Kept with every letter: an app can be killed at any time. */
  keep(change: Record<string, string>) {
    this.setData(change);
    const { title, body, topic } = this.data;
    try {
      wx.setStorageSync(KEY, JSON.stringify({ title, body, topic }));
    } catch {
      this.setData({ trouble: '手机存储空间不足，草稿未能保存，请清理后重试。' });
    }
  },
  titled(event: WechatMiniprogram.Input) { this.keep({ title: event.detail.value }); },
  bodied(event: WechatMiniprogram.Input) { this.keep({ body: event.detail.value }); },
  picked(event: WechatMiniprogram.TouchEvent) {
    const { id = '' } = tapped(event);
    this.keep({ topic: this.data.topic === id ? '' : id });
  },
  send() {
    return act(this, async (known) => {
      const { home, title, body, topic } = this.data;
      const draft = known.outbox.add(operations.DraftProposal, { home, title, body, ...(topic ? { topic } : {}) }, `提案：${title}`);
      const handIn = known.outbox.add(operations.SubmitProposal, { proposal: `@${draft.id}:proposal.id` }, `提交：${title}`);
      // From here on the outbox has it; what is on the page is no longer needed.
      wx.removeStorageSync(KEY);
      await known.outbox.flush();
      const left = known.outbox.list();
      const refused = left.find(({ id, refused: why }) => why && (id === draft.id || id === handIn.id));
      if (refused?.refused) {
        this.keep({ title, body, topic });
        known.outbox.drop(draft.id);
        known.outbox.drop(handIn.id);
        this.setData({ trouble: refused.refused.message });
        return;
      }
      const waits = left.some(({ id }) => id === handIn.id);
      wx.showToast({ title: waits ? '已保存，联网后自动提交' : '已提交', icon: waits ? 'none' : 'success' });
      wx.navigateBack();
    });
  },
});
