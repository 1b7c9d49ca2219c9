import { operations } from 'yiting-sdk';
import { client } from '../../lib/client';
import { learn, remind } from '../../lib/messages';
import { homeOf } from '../../lib/place';
import { act, base, load, tapped } from '../../lib/screen';

interface Draft { title: string; body: string; topic: string }

/** Writes a proposal, or with `id` changes one: a draft, or one that was sent back for what is missing. */
Page({
  data: { ...base, id: '', returned: false, missing: '', place: '', home: '', title: '', body: '', topic: '', topics: [] as Array<{ id: string; name: string }>, kept: false },
  onLoad({ id = '' }: Record<string, string | undefined>) {
    this.setData({ id: decodeURIComponent(id) });
    try {
      const { title = '', body = '', topic = '' } = JSON.parse(wx.getStorageSync<string>(this.key()) || '{}') as Partial<Draft>;
      this.setData({ title, body, topic, kept: !!(title || body) });
    } catch { /* a draft that cannot be read is none */ }
    return this.refresh();
  },
  /** Where what is written is kept until it is handed in. */
  key() { return this.data.id ? `yiting.draft.${this.data.id}` : 'yiting.draft'; },
  refresh() {
    return load(this, async (known, ask) => {
      learn(known).catch(() => {});
      const { me } = await ask((options) => known.account.me({}, options));
      const home = homeOf(me);
      if (home) this.setData({ home: home.id, place: home.name, topics: home.topics.map(({ id, name }) => ({ id, name })) });
      const { id, kept } = this.data;
      if (!id) return;
      const page = await ask((options) => known.proposal.proposalPage({ proposal: id }, options));
      this.setData({ home: page.home.id, place: page.home.name, returned: page.state === 'RETURNED', missing: page.missing ?? '', ...(kept ? {} : { title: page.title, body: page.body, topic: page.topic?.id ?? '' }) });
    });
  },
  /** Kept with every letter: an app can be killed at any time. */
  keep(change: Partial<Draft>) {
    this.setData(change);
    const { title, body, topic } = this.data;
    try {
      wx.setStorageSync(this.key(), JSON.stringify({ title, body, topic }));
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
    // WeChat asks only in the tap itself.
    void remind(client(), ['ANSWER', 'PROGRESS', 'RATING']);
    return act(this, async (known) => {
      const { id, home, title, body, topic, returned } = this.data;
      const about = topic ? { topic } : {};
      const add = known.outbox.add;
      const entries = returned ? [add(operations.ResubmitProposal, { proposal: id, title, body }, `补充：${title}`)] : [
        id ? add(operations.EditProposal, { proposal: id, title, body, ...about }, `修改：${title}`) : add(operations.DraftProposal, { home, title, body, ...about }, `提案：${title}`),
      ];
      if (!returned) entries.push(add(operations.SubmitProposal, { proposal: id || `@${entries[0]?.id}:proposal.id` }, `提交：${title}`));
      // From here on the outbox has it; what is on the page is no longer needed.
      wx.removeStorageSync(this.key());
      await known.outbox.flush();
      const ours = entries.map((entry) => entry.id);
      const left = known.outbox.list().filter((entry) => ours.indexOf(entry.id) >= 0);
      const refused = left.find((entry) => entry.refused)?.refused;
      if (refused) {
        this.keep({ title, body, topic });
        ours.reverse().forEach((entry) => known.outbox.drop(entry));
        this.setData({ trouble: refused.message });
        return;
      }
      wx.showToast({ title: left.length ? '已保存，联网后自动提交' : '已提交', icon: left.length ? 'none' : 'success' });
      wx.navigateBack();
    });
  },
});
