import { privacy } from 'yiting-sdk';
import { entriesOf, verifyBallot, type Published } from 'yiting-sdk/verify';
import { server } from './client';

/** What a voter holds in hand: it is kept on this phone and nowhere else. */
export interface Receipt {
  readonly ballot: string;
  readonly title: string;
  readonly receipt: string;
  /** When it was given, RFC 3339. */
  readonly at: string;
}

const KEY = 'yiting.receipts';
const listKey = (ballot: string) => `yiting.list.${ballot}`;

/** The receipts on this phone, the newest first. */
export function receipts(): Receipt[] {
  try {
    return JSON.parse(wx.getStorageSync<string>(KEY) || '[]') as Receipt[];
  } catch {
    return [];
  }
}

export const receiptOf = (ballot: string) => receipts().find((known) => known.ballot === ballot)?.receipt ?? '';

/** Keeps a receipt in the place of an earlier one; throws where the phone is full. */
export function keepReceipt(receipt: Receipt) {
  wx.setStorageSync(KEY, JSON.stringify([receipt, ...receipts().filter(({ ballot }) => ballot !== receipt.ballot)]));
}

/** A published list with the digest of the rule, as the phone read it before. */
interface KeptList { readonly published: Published; readonly ruleDigest: string }

/** The published list of a ballot: from the network, and kept here for a check without one. */
export async function publishedList(ballot: string, found?: { listPath: string; ruleDigest: string }): Promise<KeptList | undefined> {
  const kept = wx.getStorageSync<string>(listKey(ballot));
  if (kept) return JSON.parse(kept) as KeptList;
  if (!found) return undefined;
  const published = await new Promise<Published>((resolve, reject) => {
    wx.request({
      url: server() + found.listPath,
      success: ({ data, statusCode }) => {
        if (statusCode !== 200) { reject(privacy.explain({ errMsg: `status ${statusCode}` })); return; }
        resolve((typeof data === 'string' ? JSON.parse(data) : data) as Published);
      },
      fail: (failed) => reject(privacy.explain(failed)),
    });
  });
  const list = { published, ruleDigest: found.ruleDigest };
  // A full phone, or a list of a whole district, is read anew each time.
  try { wx.setStorageSync(listKey(ballot), JSON.stringify(list)); } catch { /* it was only to save a way */ }
  return list;
}

/** What the check of a list and a receipt says; the server is not asked and need not be believed. */
export function checkList({ published, ruleDigest }: KeptList, receipt: string): Array<{ good: boolean; text: string }> {
  const checked = verifyBallot(published, ruleDigest);
  const lines = [{
    good: checked.ok,
    text: !checked.ok ? `核对不符：${checked.fault?.[0] ?? ''}` : checked.recounted ? '已在本机重新计票，与公布结果一致。' : '名单、规则与摘要一致；此类选票请用公开程序重新计票。',
  }];
  if (receipt) {
    const counted = entriesOf(published.list, receipt).length > 0;
    lines.push({ good: counted, text: counted ? '您的票在公布的名单中。' : '名单中没有这张凭据对应的票，请联系居委会。' });
  }
  return lines;
}
