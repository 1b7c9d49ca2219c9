import { hex, sha256, unhex, utf8, uuid } from './bytes';
import { canonical, digest } from './canonical';
import { count } from './count';
import type { BallotList, Choice, Entry, Outcome, Published } from './list';
import { leafHash, rootOf } from './merkle';

/** What a check of a published list found. */
export interface Checked {
  /** All that was checked is right. */
  readonly ok: boolean;
  /** What is wrong, for people: Chinese, English. */
  readonly fault?: readonly [string, string];
  /** Whether the votes were counted again; kinds that are not counted here are only checked in form. */
  readonly recounted: boolean;
  readonly outcome?: Outcome;
}

const wrong = (zh: string, en: string): Checked => ({ ok: false, fault: [zh, en], recounted: false });
const FIELDS = 'ballot,choices,electorate,entries,paper_votes,rule,tree_head,version';

/** The leaf of an entry in the tree over a list, hexadecimal. */
export const entryLeaf = (entry: Entry): string => hex(leafHash(utf8(canonical(entry))));

/**
 * Checks a published list: its digests, order and form, and counts it again. `ruleDigest` is what the
 * ballot showed from its announcement on; without it nobody can tell whether the rule is the same.
 */
export function verifyBallot(published: Published, ruleDigest?: string): Checked {
  const { list, result } = published;
  try {
    if (list.version !== 1 || Object.keys(list).sort().join() !== FIELDS) return wrong('公布名单的格式无法识别。', 'The list has a form that is not known here.');
    if (digest(list) !== published.list_digest) return wrong('名单与其摘要不符。', 'The list does not match its digest.');
    if (hex(rootOf(list.entries.map((entry) => unhex(entryLeaf(entry))))) !== published.root) return wrong('选票与默克尔树根不符。', 'The ballots do not match the root.');
    if (digest(result) !== published.result_digest) return wrong('结果与其摘要不符。', 'The result does not match its digest.');
    if (ruleDigest && digest(list.rule) !== ruleDigest) return wrong('规则与公告时不同。', 'The rule is not the one that was announced.');
    const sealed = list.rule.secrecy === 'sealed';
    const open = list.rule.secrecy === 'open';
    for (let at = 0; at < list.entries.length; at += 1) {
      const entry = list.entries[at] as Entry;
      const before = list.entries[at - 1];
      if (before && before.mark >= entry.mark) return wrong('选票顺序有误或重复。', 'Ballots are out of order or stand twice.');
      const fits = (entry.choice === undefined) === sealed && (entry.commitment !== undefined) === sealed;
      if (!fits || (!open && (entry.voter !== undefined || entry.paper))) return wrong('选票内容与保密方式不符。', 'A ballot does not fit the secrecy.');
    }
    if (list.choices.length !== (sealed ? list.entries.length : 0)) return wrong('选票内容与保密方式不符。', 'A ballot does not fit the secrecy.');
    if (list.entries.length > list.electorate.votes) return wrong('选票多于应有票数。', 'There are more ballots than votes.');
    const outcome = count(list);
    if (outcome && canonical(outcome) !== canonical(result)) return wrong('重新计票的结果与公布的不同。', 'Counting again gives another result.');
    return { ok: true, recounted: !!outcome, outcome: outcome ?? result };
  } catch (thrown) {
    return wrong('公布名单无法核对。', `The list cannot be checked: ${String(thrown)}`);
  }
}

/** How a list shows a receipt: a vote for several units has one mark for each, numbered from 0. */
export function receiptMark(ballot: string, receipt: string, number = 0): string {
  return hex(sha256(utf8('yiting/ballot/receipt/v1\0'), uuid(ballot), utf8(receipt.trim()), utf8(`/${number}`)));
}

/** The entries that belong to a receipt; none when it was replaced by a later vote, or is another ballot's. */
export function entriesOf(list: BallotList, receipt: string): Entry[] {
  const found: Entry[] = [];
  for (let number = 0; number < 64; number += 1) {
    const mark = receiptMark(list.ballot, receipt, number);
    const entry = list.entries.find((known) => known.mark === mark);
    if (!entry) break;
    found.push(entry);
  }
  return found;
}

/** Whether what opens a sealed choice opens its commitment; for auditors. */
export function opens(entry: Entry, salt: string, choice: Choice): boolean {
  return hex(sha256(utf8('yiting/ballot/choice/v1\0'), unhex(salt), unhex(entry.mark), utf8(canonical(choice)))) === entry.commitment;
}

/** Whether a text was committed to in the log under a salt. */
export function verifyText(commitment: string, salt: string, text: string): boolean {
  return hex(sha256(utf8('yiting/text/v1\0'), unhex(salt), utf8(text))) === commitment;
}
