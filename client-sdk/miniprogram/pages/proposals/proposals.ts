import { homeOf } from '../../lib/place';
import { base, load } from '../../lib/screen';
import { card } from '../../lib/words';

const TITLES: Record<string, string> = { mine: '我的提案', followed: '我关注的提案', around: '邻居在提' };

Page({
  data: { ...base, kind: 'mine', rows: [] as Array<ReturnType<typeof card>>, end: null as string | null },
  onLoad({ kind = 'mine' }: Record<string, string | undefined>) {
    this.setData({ kind });
    wx.setNavigationBarTitle({ title: TITLES[kind] ?? '提案' });
  },
  onShow() { return this.refresh(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() { return this.read(); },
  /** The first page, or the next one. */
  read(after?: string) {
    return load(this, async (known, ask) => {
      const { kind } = this.data;
      const filter: { mine?: boolean; followed?: boolean; home?: string } = {};
      if (kind === 'around') {
        const home = homeOf((await ask((options) => known.account.me({}, options))).me);
        if (!home) { this.setData({ rows: [] }); return; }
        filter.home = home.id;
      } else filter[kind === 'followed' ? 'followed' : 'mine'] = true;
      const orderBy = kind === 'around' ? 'NEWEST' as const : 'TOUCHED' as const;
      const { proposals: { nodes, pageInfo } } = await ask((options) => known.proposal.proposals(after ? { filter, orderBy, after } : { filter, orderBy }, options));
      this.setData({ rows: [...(after ? this.data.rows : []), ...nodes.map(card)], end: pageInfo.hasNextPage ? pageInfo.endCursor : null });
    });
  },
  onReachBottom() {
    const { end, busy } = this.data;
    if (!end || busy) return undefined;
    this.setData({ busy: true });
    return this.read(end).then(() => this.setData({ busy: false }));
  },
});
