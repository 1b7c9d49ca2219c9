import type { InboxQuery } from 'yiting-sdk';
import { client } from '../../lib/client';
import { lacking, learn, remind } from '../../lib/messages';
import { base, go, load, pageOf } from '../../lib/screen';
import { happened, moment } from '../../lib/words';

interface Row { id: string; url: string; title: string; what: string; at: string; read: boolean }

const rows = (page: NonNullable<InboxQuery['me']>['inbox'] | undefined): Row[] => (page?.nodes ?? []).map(({ id, kind, proposal, createdAt, read }) => ({
  id, read, url: proposal ? pageOf('proposal', proposal.id) : '', title: proposal?.title ?? '内容已不可见', what: happened(kind), at: moment(createdAt),
}));

Page({
  data: { ...base, notices: [] as Row[], end: null as string | null, kinds: '' },
  /** What was new when this visit began stays marked until it ends, however often it is read anew. */
  fresh: [] as string[],
  onShow() { return this.refresh(); },
  onHide() { this.fresh = []; },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() {
    return load(this, async (known, ask) => {
      const page = (await ask((options) => known.account.inbox({}, options))).me?.inbox;
      // Seen once, they are read; without a network that is told the next time.
      const unread = (page?.nodes ?? []).filter(({ read }) => !read).map(({ id }) => id);
      this.fresh = [...this.fresh, ...unread];
      this.setData({ notices: rows(page).map((row) => ({ ...row, read: this.fresh.indexOf(row.id) < 0 })), end: page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null });
      if (unread.length && !this.data.since) known.account.markNoticesRead({ ids: unread }).catch(() => {});
      this.setData({ kinds: lacking(await learn(known).catch(() => [])) });
    });
  },
  onReachBottom() {
    const { end } = this.data;
    if (!end || this.data.busy) return undefined;
    this.setData({ busy: true });
    return load(this, async (known) => {
      const page = (await known.account.inbox({ after: end })).me?.inbox;
      this.setData({ notices: [...this.data.notices, ...rows(page)], end: page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null });
    }).then(() => this.setData({ busy: false }));
  },
  /** One acceptance is one message more; WeChat asks only in the tap itself. */
  remind() {
    return remind(client(), ['ANSWER', 'PROGRESS', 'ROUND', 'BALLOT', 'RATING']).then(async () => {
      await (await client()).outbox.flush();
      await this.refresh();
    });
  },
  go,
});
