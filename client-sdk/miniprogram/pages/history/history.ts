import { base, load } from '../../lib/screen';
import { happened, moment } from '../../lib/words';

const RUNS: Record<string, string> = { '=': 'kept', '+': 'added', '-': 'gone' };

interface Version { number: number; at: string; title: string; runs: Array<{ index: number; kind: string; text: string }> }

/** What happened to a proposal, as it stands in the log, and how its text changed. */
Page({
  data: { ...base, id: '', rows: [] as Array<{ seq: number; what: string; at: string; who: string }>, versions: [] as Version[] },
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() { return this.refresh(); },
  refresh() {
    return load(this, async (known, ask) => {
      const { timeline, versions } = await ask((options) => known.proposal.proposalHistory({ proposal: this.data.id }, options));
      this.setData({
        rows: timeline.map(({ seq, kind, at, actor }) => ({ seq, what: happened(kind), at: moment(at), who: actor?.nickname ?? '' })).reverse(),
        versions: versions.map(({ number, title, createdAt, changes }) => ({ number, title, at: moment(createdAt), runs: changes.map(({ kind, text }, index) => ({ index, kind: RUNS[kind] ?? 'kept', text })) })),
      });
    });
  },
});
