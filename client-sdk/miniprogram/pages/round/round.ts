import { base, go, listen, load, pageOf } from '../../lib/screen';
import { label, moment, roundLine, yuan } from '../../lib/words';

interface Step { index: number; name: string; kind: string; state: string; said: string; when: string; question: string; notice: string; place: string; options: string; quorum: string; url: string; open: boolean; button: string }

const BUTTONS: Record<string, [string, string]> = { CONSULTATION: ['去表态', '看征询结果'], BALLOT: ['去投票', '看表决结果'], MEETING: ['报名与签到', '看会议与纪要'] };

Page({
  data: { ...base, id: '', r: undefined as undefined | Record<string, any>, steps: [] as Step[] },
  stop: undefined as undefined | (() => void),
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh('live'); };
      return known.watch.roundChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh(by?: unknown) {
    return load(this, async (known, ask) => {
      const page = await ask((options) => known.round.roundPage({ round: this.data.id }, options));
      const { template, outcome } = page;
      this.setData({
        r: {
          ...roundLine(page), area: page.area.name, reason: page.reason ?? '', template: template.name, about: template.about, digest: template.digest,
          proposals: page.proposals.map(({ id, number, title, state }) => ({ url: pageOf('proposal', id), number: number ?? '', title, state: label('State', state) })),
          outcome: outcome && { verdict: label('RoundVerdict', outcome.verdict), at: moment(outcome.at), adopted: outcome.adopted.map(({ title }) => title).join('、') },
        },
        steps: page.steps.map((step) => {
          const { consultation, meeting, ballot, kind, state } = step;
          const url = consultation ? pageOf('consultation', consultation.id) : meeting ? pageOf('meeting', meeting.id) : ballot ? pageOf('ballot', ballot.id) : '';
          const open = state === 'OPEN';
          const ends = step.endsAt ? moment(step.endsAt) : '';
          return {
            index: step.index, name: step.name, kind: label('StepKind', kind), state, said: label('StepState', state), url, open, button: url ? BUTTONS[kind]?.[open ? 0 : 1] ?? '' : '',
            when: state === 'WAITING' ? `为期 ${step.days} 个工作日${step.followUp ? '，落实完成后开始' : ''}` : step.openedAt ? `${moment(step.openedAt)} 至 ${ends}` : '',
            question: step.question ?? '', notice: step.notice ?? '', place: meeting ? `${moment(meeting.startsAt)} · ${meeting.place}` : step.place ?? '',
            options: step.options.map(({ title, costFen }) => (costFen ? `${title}（${yuan(costFen)}）` : title)).join('、'),
            quorum: step.quorumReached === null ? '' : step.quorumReached ? '参与人数达到要求' : '参与人数不足',
          };
        }),
      });
    }, by);
  },
  onShareAppMessage() { return { title: this.data.r?.['title'] as string, path: pageOf('round', this.data.id) }; },
  go,
});
