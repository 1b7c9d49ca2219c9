import type { Client } from 'yiting-sdk';
import { homeOf, neighborhoodOf } from '../../lib/place';
import { base, go, load, pageOf, tapped } from '../../lib/screen';
import { label, meetingLine, moment, roundLine } from '../../lib/words';

interface Row { url: string; kind: string; icon: string; title: string; desc: string; state: string; tone: string }
interface Part { rows: Row[]; end: string | null }

/** How each list is read, a page at a time. */
const LISTS: Record<string, (known: Client, below: string, after?: string) => Promise<Part>> = {
  rounds: async (known, below, after) => part((await known.round.rounds(from(below, after), kept)).rounds, (round) => {
    const { id, title, now, state, tone } = roundLine(round);
    return { url: pageOf('round', id), kind: 'round', icon: 'steps', title, desc: now, state, tone };
  }),
  meetings: async (known, below, after) => part((await known.meeting.meetings(from(below, after), kept)).meetings, (meeting) => {
    const { id, title, kind, when, place, state, tone } = meetingLine(meeting);
    return { url: pageOf('meeting', id), kind: 'meeting', icon: 'meet', title, desc: `${kind} · ${when} · ${place}`, state, tone };
  }),
  ballots: async (known, below, after) => part((await known.ballot.ballots(from(below, after), kept)).ballots, (ballot) => ({
    url: pageOf('ballot', ballot.id), kind: 'ballot', icon: 'vote', title: ballot.title, desc: `${label('BallotKind', ballot.kind)} · ${moment(ballot.closesAt)}截止`,
    state: ballot.viewerHasVoted && ballot.state === 'OPEN' ? '已投' : label('BallotState', ballot.state), tone: ballot.state === 'OPEN' ? 'open' : ballot.state === 'CLOSED' ? 'done' : 'over',
  })),
  consultations: async (known, below, after) => part((await known.consultation.consultations(from(below, after), kept)).consultations, (consultation) => ({
    url: pageOf('consultation', consultation.id), kind: 'consultation', icon: 'talk', title: consultation.question, desc: `${moment(consultation.closesAt)}截止`,
    state: label('ConsultationState', consultation.state), tone: consultation.state === 'OPEN' ? 'open' : consultation.state === 'CLOSED' ? 'done' : 'over',
  })),
};
const kept = { offline: true };
const from = (below: string, after?: string) => (after ? { below, after } : { below });

function part<T>({ nodes, pageInfo }: { nodes: readonly T[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }, row: (node: T) => Row): Part {
  return { rows: nodes.map(row), end: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

Page({
  data: {
    ...base, place: '', below: '', chosen: 'rounds', rows: [] as Row[], end: null as string | null,
    segments: [{ name: 'rounds', title: '议事' }, { name: 'meetings', title: '会议' }, { name: 'ballots', title: '表决' }, { name: 'consultations', title: '征询' }],
  },
  onShow() { return this.refresh(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() {
    return load(this, async (known, ask) => {
      const { me } = await ask((options) => known.account.me({}, options));
      const home = homeOf(me);
      this.setData({ place: home?.name ?? '', below: home ? neighborhoodOf(home) : '' });
      if (!home) return;
      const { chosen } = this.data;
      const { rows, end } = await (LISTS[chosen] as (typeof LISTS)[string])(known, this.data.below);
      if (chosen === this.data.chosen) this.setData({ rows, end });
    });
  },
  choose(event: WechatMiniprogram.TouchEvent) {
    const { name = 'rounds' } = tapped(event);
    if (name === this.data.chosen) return undefined;
    this.setData({ chosen: name, rows: [], end: null, loading: true });
    return this.refresh();
  },
  /** The next page, when somebody comes to the end of this one. */
  onReachBottom() {
    const { end, chosen, below } = this.data;
    if (!end || this.data.busy) return undefined;
    this.setData({ busy: true });
    return load(this, async (known) => {
      const more = await (LISTS[chosen] as (typeof LISTS)[string])(known, below, end);
      if (chosen === this.data.chosen) this.setData({ rows: [...this.data.rows, ...more.rows], end: more.end });
    }).then(() => this.setData({ busy: false }));
  },
  verify() { wx.navigateTo({ url: '/pages/verify/verify' }); },
  go,
});
