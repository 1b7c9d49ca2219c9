import { base, go, load, pageOf, tapped, act } from '../../lib/screen';
import { checkList, publishedList, receipts } from '../../lib/receipts';
import { moment } from '../../lib/words';

interface Row { ballot: string; url: string; title: string; at: string; receipt: string; checks: Array<{ good: boolean; text: string }> }

Page({
  data: { ...base, rows: [] as Row[] },
  onShow() {
    // Nothing of this needs a network.
    return load(this, async () => {
      this.setData({ rows: receipts().map(({ ballot, title, at, receipt }) => ({ ballot, title, receipt, at: moment(at), url: pageOf('ballot', ballot), checks: [] })) });
    });
  },
  check(event: WechatMiniprogram.TouchEvent) {
    const { ballot = '' } = tapped(event);
    return act(this, async (known) => {
      let list = await publishedList(ballot);
      if (!list) {
        const { result, ruleDigest } = await known.ballot.ballotPage({ ballot });
        list = result ? await publishedList(ballot, { listPath: result.listPath, ruleDigest }) : undefined;
      }
      const row = this.data.rows.find((one) => one.ballot === ballot);
      const checks = list ? checkList(list, row?.receipt ?? '') : [{ good: true, text: '表决还没有结束，结果公布后再核对。' }];
      this.setData({ rows: this.data.rows.map((one) => (one.ballot === ballot ? { ...one, checks } : one)) });
    });
  },
  copy(event: WechatMiniprogram.TouchEvent) { wx.setClipboardData({ data: tapped(event)['receipt'] ?? '' }); },
  go,
});
