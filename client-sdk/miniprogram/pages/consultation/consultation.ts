import type { StatementVote } from 'yiting-sdk';
import { act, base, listen, load, tapped } from '../../lib/screen';
import { label, moment } from '../../lib/words';

/** Pixels by which a finger must move sideways. */
const SWIPE = 60;

Page({
  data: {
    ...base, id: '', c: undefined as undefined | Record<string, unknown>, statement: null as null | { id: string; text: string | null }, voted: 0, total: 0, own: '',
    result: undefined as undefined | Record<string, unknown>,
  },
  from: 0,
  stop: undefined as undefined | (() => void),
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh(); };
      return known.watch.consultationChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  refresh() {
    return load(this, async (known) => {
      const page = await known.consultation.consultationPage({ consultation: this.data.id });
      const can = (action: string) => page.viewerCan.some((offer) => offer.action === action && offer.allowed);
      this.setData({
        c: { question: page.question, state: label('ConsultationState', page.state), until: moment(page.closesAt), open: page.state === 'OPEN', states: can('add_statement') },
        result: page.result && {
          participants: page.result.participants, words: page.result.words,
          groups: page.result.groups.map((group, index) => ({ index, name: `群体${'甲乙丙丁戊'[index] ?? index + 1}`, size: group.size, words: group.words })),
        } || undefined,
      });
      // Who is in the middle of a statement keeps it: only what is empty is filled.
      if (!this.data.statement) this.next(page.next);
    });
  },
  next({ statement, voted, total }: { statement: { id: string; text: string | null } | null; voted: number; total: number }) {
    this.setData({ statement, voted, total });
  },
  vote(event: WechatMiniprogram.TouchEvent) { return this.give(tapped(event)['vote'] as StatementVote); },
  begin(event: WechatMiniprogram.TouchEvent) { this.from = event.touches[0]?.clientX ?? 0; },
  end(event: WechatMiniprogram.TouchEvent) {
    const moved = (event.changedTouches[0]?.clientX ?? 0) - this.from;
    return Math.abs(moved) < SWIPE ? undefined : this.give(moved > 0 ? 'AGREE' : 'DISAGREE');
  },
  give(vote: StatementVote) {
    return act(this, async (known) => {
      const { statement, id } = this.data;
      if (!statement) return;
      await known.consultation.voteOnStatements({ consultation: id, votes: [{ statement: statement.id, vote }] });
      this.next((await known.consultation.nextStatement({ consultation: id })).next);
    });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ own: event.detail.value }); },
  say() {
    return act(this, async (known) => {
      await known.consultation.addStatement({ consultation: this.data.id, text: this.data.own });
      this.setData({ own: '' });
      wx.showToast({ title: '已提出' });
    });
  },
});
