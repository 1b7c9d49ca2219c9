import { hex, sha256, utf8, uuid } from './bytes';
import type { BallotList, Choice, Outcome, Rule, Share } from './list';
import { schulze } from './schulze';

/** The sign of a/b - c/d, exactly (Euclid): nothing is multiplied, so nothing is rounded. */
export function compare(a: number, b: number, c: number, d: number): number {
  for (let sign = 1; ; sign = -sign) {
    const left = Math.floor(a / b);
    const right = Math.floor(c / d);
    if (left !== right) return sign * Math.sign(left - right);
    const restLeft = a % b;
    const restRight = c % d;
    if (!restLeft || !restRight) return sign * (Math.sign(restLeft) - Math.sign(restRight));
    [a, b, c, d] = [b, restLeft, d, restRight];
  }
}

const reaches = (part: number, whole: number, { part: above, of, bound }: Share) => {
  if (!whole) return false;
  const found = compare(part, whole, above, of);
  return bound === 'AT_LEAST' ? found >= 0 : found > 0;
};

const HALF: Share = { part: 1, of: 2, bound: 'MORE_THAN' };
const TWO_THIRDS: Share = { part: 2, of: 3, bound: 'AT_LEAST' };
const THREE_QUARTERS: Share = { part: 3, of: 4, bound: 'AT_LEAST' };

function quorate({ quorum }: Rule, cast: number, electorate: number): boolean {
  if (quorum === 'none') return true;
  return 'count' in quorum ? cast >= quorum.count : reaches(cast, electorate, quorum.share);
}

/** Whether a choice fits the paper, in its one form: sets sorted, each option once. */
function fits(rule: Rule, choice: Choice): boolean {
  const named = (options: readonly string[], sorted: boolean) => options.length > 0 && options.length <= rule.most
    && options.every((id, at) => rule.options.some((option) => option.id === id)
      && options.indexOf(id) === at && (!sorted || at === 0 || (options[at - 1] as string) < id));
  if (rule.kind === 'yes_no') return 'answer' in choice && ['YES', 'NO', 'ABSTAIN'].indexOf(choice.answer) >= 0;
  const { points = 0 } = rule;
  if (rule.kind === 'budget' && points) {
    return 'points' in choice && named(choice.points.map(({ option }) => option), true) && choice.points.every((given) => Number.isInteger(given.points) && given.points > 0)
      && choice.points.reduce((sum, given) => sum + given.points, 0) <= points;
  }
  if (rule.kind === 'approval' || rule.kind === 'budget') return 'options' in choice && named(choice.options, true);
  if (rule.kind === 'score') {
    return 'scores' in choice && named(choice.scores.map(({ option }) => option), true)
      && choice.scores.every(({ score }) => Number.isInteger(score) && score >= 0 && score <= 5);
  }
  return 'order' in choice && named(choice.order, false);
}

/** Positions of the options in the order by which ties go: SHA-256 of id and tree head. */
function tieOrder({ rule, tree_head: { size, root } }: BallotList): number[] {
  const head = utf8(`${size}:${root}`);
  const keys = rule.options.map(({ id }, at) => ({ at, key: hex(sha256(uuid(id), head)) }));
  keys.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at));
  const position: number[] = [];
  keys.forEach(({ at }, place) => { position[at] = place; });
  return position;
}

const divisor = (a: number, b: number): number => (b ? divisor(b, a % b) : a);

/** A fraction in its lowest terms, as the server writes it. */
function fraction(above: number, below: number): string {
  const common = divisor(above, below) || 1;
  return below === common ? String(above / common) : `${above / common}/${below / common}`;
}

/** Counts a list by its rule; nothing for kinds that are not counted here. Throws for a vote that is not sound. */
export function count(list: BallotList): Outcome | undefined {
  const { rule, electorate } = list;
  const sealed = rule.secrecy === 'sealed';
  const votes = sealed ? list.choices.map((choice) => ({ choice, area: 0 }))
    : list.entries.map(({ choice, area }) => ({ choice: choice as Choice, area }));
  votes.forEach(({ choice }, at) => { if (!fits(rule, choice)) throw new Error(`vote ${at} does not fit the ballot paper`); });
  const outcome = {
    verdict: 'NOT_ADOPTED' as Outcome['verdict'], turnout: votes.length, electorate: electorate.votes, winners: [] as string[],
    options: rule.options.map(({ id }) => ({
      id, votes: 0, mean: null as string | null, won: false, why_zh: null, why_en: null, greedy: null,
    })),
    yes_no: null as unknown, owners: null as unknown, order: null as string[] | null, pairwise: null as number[][] | null, stages: null,
  };
  if (rule.kind === 'yes_no') {
    const weights = { yes: [0, 0], no: [0, 0], abstain: [0, 0] } as Record<string, [number, number]>;
    for (const { choice, area } of votes) {
      const side = weights[('answer' in choice ? choice.answer : '').toLowerCase()] as [number, number];
      side[0] += 1;
      side[1] += area;
    }
    const { yes, no, abstain } = weights as { yes: [number, number]; no: [number, number]; abstain: [number, number] };
    outcome.yes_no = { yes: yes[0], no: no[0], abstain: abstain[0] };
    if (rule.electorate !== 'owners') {
      outcome.verdict = !quorate(rule, votes.length, electorate.votes) ? 'NO_QUORUM'
        : reaches(yes[0], yes[0] + no[0], rule.threshold) ? 'ADOPTED' : 'NOT_ADOPTED';
      return outcome;
    }
    const both = (share: Share, part: number[], whole: number[]) => part.every((value, at) => reaches(value, whole[at] as number, share));
    const present = [0, 1].map((at) => (yes[at] as number) + (no[at] as number) + (abstain[at] as number));
    // Civil Code art. 278: participation by area and number first, then consent among those taking part.
    outcome.verdict = !both(TWO_THIRDS, present, [electorate.votes, electorate.area]) ? 'NO_QUORUM'
      : both(rule.matter === 'GRAVE' ? THREE_QUARTERS : HALF, yes, present) ? 'ADOPTED' : 'NOT_ADOPTED';
    const weight = ([number, area]: number[]) => ({ area, number });
    outcome.owners = { all: weight([electorate.votes, electorate.area]), yes: weight(yes), no: weight(no), abstain: weight(abstain) };
    return outcome;
  }
  const place = tieOrder(list);
  const at = (id: string) => rule.options.findIndex((option) => option.id === id);
  const all = rule.options.map((_, option) => option);
  let elected: number[];
  if (rule.kind === 'approval') {
    votes.forEach(({ choice }) => ('options' in choice ? choice.options : []).forEach((id) => { (outcome.options[at(id)] as { votes: number }).votes += 1; }));
    const given = (option: number) => (outcome.options[option] as { votes: number }).votes;
    elected = all.sort((a, b) => given(b) - given(a) || (place[a] as number) - (place[b] as number))
      .slice(0, rule.seats).filter((option) => given(option) > 0);
  } else if (rule.kind === 'score') {
    const sums = all.map(() => 0);
    const counts = all.map(() => 0);
    votes.forEach(({ choice }) => ('scores' in choice ? choice.scores : []).forEach(({ option, score }) => {
      sums[at(option)] = (sums[at(option)] as number) + score;
      counts[at(option)] = (counts[at(option)] as number) + 1;
    }));
    const counted = (option: number) => (counts[option] as number) >= Math.max(rule.minimum, 1);
    const better = (a: number, b: number) => {
      const [x, y] = [counts[a] as number, counts[b] as number];
      if (!x || !y) return Math.sign(y) - Math.sign(x);
      return compare(sums[b] as number, y, sums[a] as number, x);
    };
    elected = all.sort((a, b) => Number(counted(b)) - Number(counted(a)) || better(a, b) || (place[a] as number) - (place[b] as number))
      .filter(counted).slice(0, rule.seats);
    outcome.options.forEach((option, number) => {
      option.votes = counts[number] as number;
      option.mean = option.votes ? fraction(sums[number] as number, option.votes) : null;
    });
  } else if (rule.kind === 'ranked_one') {
    const orders = votes.map(({ choice }) => ('order' in choice ? choice.order : []).map(at));
    orders.forEach(([first = 0]) => { (outcome.options[first] as { votes: number }).votes += 1; });
    const { order, pairwise } = schulze(all.length, orders, place);
    elected = votes.length ? order.slice(0, 1) : [];
    outcome.order = order.map((option) => (rule.options[option] as { id: string }).id);
    outcome.pairwise = pairwise;
  } else {
    return undefined;
  }
  if (!quorate(rule, votes.length, electorate.votes)) outcome.verdict = 'NO_QUORUM';
  else {
    outcome.winners = elected.map((option) => (rule.options[option] as { id: string }).id);
    if (elected.length) outcome.verdict = 'ADOPTED';
  }
  outcome.options.forEach((option) => { option.won = outcome.winners.indexOf(option.id) >= 0; });
  return outcome;
}
