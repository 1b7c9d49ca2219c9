import { operations, type MergeChoice } from 'yiting-sdk';
import { act, base, listen, load, tapped, words } from '../../lib/screen';
import { card, day, label, moment, yuan } from '../../lib/words';

const LINKS = ['SUBMISSION', 'REVIEW', 'FORMATION', 'IMPLEMENTATION', 'EVALUATION'];
const TASKS: Record<string, string> = { open: '进行中', done: '已完成', cancelled: '已取消' };

/** What residents do with words of their own: the rule engine's action, what stands on the button, what is asked. */
const ACTS = [
  { name: 'object', label: '提出异议', asks: '请说明异议的理由' },
  { name: 'appeal', label: '对不予受理提出申诉', asks: '请说明申诉的理由' },
  { name: 'withdraw', label: '撤回提案', asks: '请说明撤回的原因' },
  { name: 'reopen', label: '要求重新办理', asks: '请说明还有什么没有办好' },
];

Page({
  data: {
    ...base, id: '', p: undefined as undefined | Record<string, any>, steps: [] as unknown[], comments: [] as unknown[], words: '', acts: [] as typeof ACTS,
    choices: ['FOLLOW', 'STAY', 'WITHDRAW'].map((value) => ({ value, name: label('MergeChoice', value) })),
  },
  stop: undefined as undefined | (() => void),
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh(); };
      return known.watch.proposalChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  refresh() {
    return load(this, async (known) => {
      const page = await known.proposal.proposalPage({ proposal: this.data.id }, { offline: true });
      const can: Record<string, boolean> = {};
      page.viewerCan.forEach(({ action, allowed }) => { can[action] = allowed; });
      const refusal = page.viewerSupports ? undefined : page.viewerCan.find(({ action }) => action === 'support')?.reason;
      const now = LINKS.indexOf(page.link);
      this.setData({
        p: {
          ...card(page), number: page.number, by: page.assisted ? `${page.proponent.nickname ?? '居民'}（代录）` : page.proponent.nickname ?? '居民', at: day(page.createdAt), body: page.body,
          link: label('Link', page.link), missing: page.missing, answer: page.answer?.text, resolution: page.resolution?.text,
          tasks: page.tasks.map((task) => ({ id: task.id, title: task.title, unit: task.unit?.name, due: task.due, budget: yuan(task.budgetFen), state: TASKS[task.state] })),
          custody: page.custody.map((step) => ({ where: step.area.name, at: moment(step.at), reason: step.reason ?? '' })),
          supports: page.viewerSupports, follows: page.viewerFollows, rating: page.viewerRating, can, why: refusal?.message ?? '',
        },
        steps: LINKS.map((name, at) => ({ name: label('Link', name), at: at < now || page.state === 'CLOSED' ? 'done' : at === now ? 'now' : 'todo' })),
        acts: ACTS.filter(({ name }) => can[name]),
        comments: page.comments.nodes.map((comment) => ({ id: comment.id, by: comment.author.nickname ?? '居民', at: moment(comment.createdAt), text: comment.text ?? '（内容待审核或已隐藏）' })),
      });
    });
  },
  support() {
    return act(this, async (known) => {
      const input = { proposal: this.data.id };
      await (this.data.p?.['supports'] ? known.proposal.revokeSupport(input) : known.proposal.supportProposal(input));
      await this.refresh();
    });
  },
  follow() {
    return act(this, async (known) => {
      const input = { proposal: this.data.id };
      await (this.data.p?.['follows'] ? known.proposal.unfollowProposal(input) : known.proposal.followProposal(input));
      await this.refresh();
    });
  },
  rate(event: WechatMiniprogram.TouchEvent) {
    const score = Number(tapped(event)['score']);
    return act(this, async (known) => {
      await known.proposal.rateProposal({ proposal: this.data.id, score });
      await this.refresh();
    });
  },
  choose(event: WechatMiniprogram.TouchEvent) {
    const choice = tapped(event)['value'] as MergeChoice;
    return act(this, async (known) => {
      await known.proposal.chooseAfterMerge({ proposal: this.data.id, choice });
      await this.refresh();
    });
  },
  speak(event: WechatMiniprogram.TouchEvent) {
    const { name = '', asks = '' } = tapped(event);
    wx.showModal({
      title: asks, editable: true,
      success: ({ confirm, content }) => {
        if (!confirm) return;
        const input = { proposal: this.data.id, text: content };
        void act(this, async (known) => {
          const { objectToProposal, appealDecline, withdrawProposal, reopenProposal } = known.proposal;
          const ways: Record<string, typeof objectToProposal> = { object: objectToProposal, appeal: appealDecline, withdraw: withdrawProposal, reopen: reopenProposal };
          await ways[name]?.(input);
          await this.refresh();
        });
      },
    });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ words: event.detail.value }); },
  /** What is said is kept until the server has it, so that a tunnel swallows nothing. */
  say() {
    return act(this, async (known) => {
      const entry = known.outbox.add(operations.CommentOnProposal, { proposal: this.data.id, text: this.data.words }, `评论：${this.data.words.slice(0, 12)}`);
      await known.outbox.flush();
      const left = known.outbox.list().find(({ id }) => id === entry.id);
      if (left?.refused) {
        known.outbox.drop(entry.id);
        this.setData({ trouble: left.refused.message });
        return;
      }
      this.setData({ words: '' });
      if (left) wx.showToast({ title: '已保存，联网后自动发表', icon: 'none' });
      else await this.refresh();
    }).catch((thrown) => this.setData({ trouble: words(thrown) }));
  },
});
