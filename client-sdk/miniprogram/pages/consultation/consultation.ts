import type { StatementVote } from 'yiting-sdk';
import { act, base, listen, load, may, tapped, whyNot } from '../../lib/screen';
import { label, moment } from '../../lib/words';

/** Pixels by which a finger must move sideways. */
const SWIPE = 60;

interface Bar { number: string; text: string; agree: number; disagree: number; pass: number; told: boolean }

Page({
  data: {
    ...base, id: '', c: undefined as undefined | Record<string, unknown>, statement: null as null | { id: string; text: string | null }, voted: 0, total: 0, own: '',
    result: undefined as undefined | Record<string, unknown>, bars: [] as Bar[],
  },
  from: 0,
  stop: undefined as undefined | (() => void),
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  /** Results come while they are looked at; after a gap all is read again. */
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh('live'); };
      return known.watch.consultationChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  refresh(by?: unknown) {
    return load(this, async (known, ask) => {
      const page = await ask((options) => known.consultation.consultationPage({ consultation: this.data.id }, options));
      const { result } = page;
      this.setData({
        c: {
          question: page.question, state: label('ConsultationState', page.state), until: moment(page.closesAt), open: page.state === 'OPEN', states: may(page.viewerCan, 'add_statement'), tone: page.state === 'OPEN' ? 'open' : page.state === 'CLOSED' ? 'done' : 'over',
          votes: may(page.viewerCan, 'vote'), why: page.state === 'OPEN' ? whyNot(page.viewerCan, 'vote') : '', reason: page.reason ?? '', live: page.resultsLive,
        },
        result: result ? {
          participants: result.participants, words: result.words, last: result.last, at: moment(result.computedAt),
          groups: result.groups.map((group, index) => ({ index, name: `群体${'甲乙丙丁戊'[index] ?? index + 1}`, size: group.size, words: group.words })),
        } : undefined,
      });
      // Who is in the middle of a statement keeps it: only what is empty is filled.
      if (may(page.viewerCan, 'vote') && !this.data.statement) this.next((await ask((options) => known.consultation.nextStatement({ consultation: this.data.id }, options))).next);
      if (result?.statements.length) {
        const { statements } = await ask((options) => known.consultation.statements({ consultation: this.data.id, states: ['VISIBLE'] }, options));
        const texts = new Map(statements.nodes.map(({ number, text }) => [String(number), text ?? '']));
        this.setData({
          bars: result.statements.filter(({ number }) => texts.has(number)).sort((one, other) => (other.consensus ?? 0) - (one.consensus ?? 0)).slice(0, 8).map(({ number, agree, disagree, pass }) => {
            const all = (agree ?? 0) + (disagree ?? 0) + (pass ?? 0) || 1;
            const share = (count: number | null) => Math.round(((count ?? 0) * 100) / all);
            return { number, text: texts.get(number) ?? '', agree: share(agree), disagree: share(disagree), pass: share(pass), told: agree !== null };
          }),
        });
      }
    }, by);
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
