import { operations, type Client, type MergeChoice } from 'yiting-sdk';
import { act, base, go, keep, listen, load, mays, pageOf, tapped } from '../../lib/screen';
import { card, day, label, meetingLine, moment, roundLine, yuan } from '../../lib/words';

const LINKS = ['SUBMISSION', 'REVIEW', 'FORMATION', 'IMPLEMENTATION', 'EVALUATION'];
const TASKS: Record<string, string> = { open: '进行中', done: '已完成', cancelled: '已取消' };

/** What residents do with words of their own: the rule engine's action, what stands on the button, what is asked. */
const ACTS = [
  { name: 'object', label: '提出异议', asks: '请说明异议的理由' },
  { name: 'appeal', label: '对不予受理提出申诉', asks: '请说明申诉的理由' },
  { name: 'withdraw', label: '撤回提案', asks: '请说明撤回的原因' },
  { name: 'reopen', label: '要求重新办理', asks: '请说明还有什么没有办好' },
];

interface CommentRow { id: string; by: string; initial: string; at: string; text: string; reason: string; appeals: boolean; photos: Photo[] }
interface Photo { id: string; url: string; small: string; waits: string }
type Nodes = Awaited<ReturnType<Client['proposal']['proposalComments']>>['comments']['nodes'];
const pictures = (known: Client, photos: ReadonlyArray<{ id: string; url: string; thumbnailUrl: string; state: string }>): Photo[] => photos.map(({ id, url, thumbnailUrl, state }) => ({
  id, url: known.file(url), small: known.file(thumbnailUrl), waits: state === 'VISIBLE' ? '' : label('PhotoState', state),
}));
const rows = (known: Client, nodes: Nodes): CommentRow[] => nodes.map(({ id, author, createdAt, text, reason, viewerCan, photos }) => {
  const by = author.nickname ?? '居民';
  return { id, by, initial: by.slice(0, 1), at: moment(createdAt), text: text ?? '（内容待审核或已隐藏）', reason: reason ?? '', appeals: viewerCan.some(({ action, allowed }) => action === 'appeal_comment' && allowed), photos: pictures(known, photos) };
});

Page({
  data: {
    ...base, id: '', p: undefined as undefined | Record<string, any>, steps: [] as unknown[], comments: [] as CommentRow[], end: null as string | null, words: '', acts: [] as typeof ACTS,
    choices: ['FOLLOW', 'STAY', 'WITHDRAW'].map((value) => ({ value, name: label('MergeChoice', value) })),
  },
  stop: undefined as undefined | (() => void),
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh('live'); };
      return known.watch.proposalChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh(by?: unknown) {
    return load(this, async (known, ask) => {
      const page = await ask((options) => known.proposal.proposalPage({ proposal: this.data.id }, options));
      const can = mays(page.viewerCan);
      const refusal = page.viewerSupports ? undefined : page.viewerCan.find(({ action }) => action === 'support')?.reason;
      const now = LINKS.indexOf(page.link);
      this.setData({
        p: {
          ...card(page), number: page.number, by: page.assisted ? `${page.proponent.nickname ?? '居民'}（代录）` : page.proponent.nickname ?? '居民', at: day(page.createdAt), body: page.body, photos: pictures(known, page.photos),
          link: label('Link', page.link), missing: page.missing, answer: page.answer?.text, resolution: page.resolution?.text,
          tasks: page.tasks.map((task) => ({ id: task.id, title: task.title, unit: task.unit?.name, due: day(`${task.due}T00:00:00+08:00`), budget: yuan(task.budgetFen), state: TASKS[task.state], last: task.milestones[task.milestones.length - 1]?.text ?? '', photos: pictures(known, task.milestones[task.milestones.length - 1]?.photos ?? []) })),
          custody: page.custody.map((step, index) => ({ index, where: step.area.name, at: moment(step.at), reason: step.reason ?? '' })),
          merged: page.mergedInto && { url: pageOf('proposal', page.mergedInto.id), title: page.mergedInto.title },
          rounds: page.rounds.map((round) => ({ ...roundLine(round), url: pageOf('round', round.id) })),
          meetings: page.meetings.map((meeting) => ({ ...meetingLine(meeting), url: pageOf('meeting', meeting.id) })),
          opinions: page.opinions.filter(({ state }) => state === 'PUBLISHED').map(({ id, name, field, organisation, question, opinion, interests, publishedAt }) => ({
            id, name, who: `${field} · ${organisation}`, question, opinion, interests: interests || '无', at: day(publishedAt),
          })),
          ratings: page.ratings.count ? `${page.ratings.count} 人评分${page.ratings.mean === null ? '' : `，平均 ${page.ratings.mean.toFixed(1)} 分`}` : '',
          supports: page.viewerSupports, follows: page.viewerFollows, rating: page.viewerRating, can, why: refusal && refusal.code !== 'WRONG_STATE' ? refusal.message : '', supportable: page.viewerSupports || can['support'] || (!!refusal && refusal.code !== 'WRONG_STATE'),
        },
        steps: LINKS.map((name, at) => ({ name: label('Link', name), at: at < now || page.state === 'CLOSED' ? 'done' : at === now ? 'now' : 'todo' })),
        acts: ACTS.filter(({ name }) => can[name]),
        comments: rows(known, page.comments.nodes), end: page.comments.pageInfo.hasNextPage ? page.comments.pageInfo.endCursor : null,
      });
    }, by);
  },
  /** Comments beyond the first page. */
  more() {
    const { end, id } = this.data;
    if (!end) return undefined;
    return act(this, async (known) => {
      const { comments } = await known.proposal.proposalComments({ proposal: id, after: end });
      this.setData({ comments: [...this.data.comments, ...rows(known, comments.nodes)], end: comments.pageInfo.hasNextPage ? comments.pageInfo.endCursor : null });
    });
  },
  /** Does what is undone by being tapped again, also without a network. */
  toggle(what: 'supports' | 'follows', [on, off]: [keyof typeof operations, keyof typeof operations], names: [string, string]) {
    return act(this, async (known) => {
      const given = this.data.p?.[what] as boolean;
      const done = await keep(known, operations[given ? off : on], { proposal: this.data.id }, `${names[given ? 1 : 0]}：${this.data.p?.['title']}`);
      if (done === 'done') await this.refresh();
    });
  },
  support() { return this.toggle('supports', ['SupportProposal', 'RevokeSupport'], ['附议', '撤回附议']); },
  follow() { return this.toggle('follows', ['FollowProposal', 'UnfollowProposal'], ['关注', '取消关注']); },
  rate() { wx.navigateTo({ url: `${pageOf('rate', this.data.id)}&score=${this.data.p?.['rating'] ?? 0}` }); },
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
  /** Looks closely at the picture that was tapped, and at those beside it. */
  look(event: WechatMiniprogram.TouchEvent) {
    const { url = '', urls } = event.currentTarget.dataset as { url?: string; urls?: Photo[] };
    wx.previewImage({ urls: (urls ?? []).map((photo) => photo.url), current: url });
  },
  edit() { wx.navigateTo({ url: pageOf('write', this.data.id) }); },
  history() { wx.navigateTo({ url: pageOf('history', this.data.id) }); },
  /** Against the hiding of an own comment, once, to the tier above. */
  appeal(event: WechatMiniprogram.TouchEvent) {
    const { comment = '' } = tapped(event);
    wx.showModal({
      title: '请说明申诉的理由', editable: true,
      success: ({ confirm, content }) => {
        if (!confirm) return;
        void act(this, async (known) => {
          await known.proposal.appealComment({ proposal: this.data.id, comment, reason: content });
          await this.refresh();
        });
      },
    });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ words: event.detail.value }); },
  /** What is said is kept until the server has it, so that a tunnel swallows nothing. */
  say() {
    return act(this, async (known) => {
      const done = await keep(known, operations.CommentOnProposal, { proposal: this.data.id, text: this.data.words }, `评论：${this.data.words.slice(0, 12)}`);
      this.setData({ words: '' });
      if (done === 'done') await this.refresh();
    });
  },
  onShareAppMessage() { return { title: this.data.p?.['title'] as string, path: pageOf('proposal', this.data.id) }; },
  go,
});
