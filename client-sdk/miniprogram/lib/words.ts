import { labels } from 'yiting-sdk/texts';

/** A moment as people here read it, in Beijing's time, whatever the phone is set to. */
export function moment(text: string | null | undefined): string {
  if (!text) return '';
  const at = new Date(Date.parse(text) + 8 * 3_600_000);
  const two = (value: number) => `0${value}`.slice(-2);
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

export const day = (text: string | null | undefined) => moment(text).split(' ')[0] ?? '';

/** Fen as yuan. */
export const yuan = (fen: number) => `${(fen / 100).toFixed(fen % 100 ? 2 : 0)}元`;

/** What a value of an enum is called. */
export function label(kind: keyof typeof labels, value: string): string {
  const known = labels[kind] as Record<string, readonly [string, string]>;
  return known[value]?.[0] ?? value;
}

/** What a clock says. */
export function clockWords(clock: { colour: string; status: string; dueAt: string | null } | null) {
  if (!clock) return undefined;
  if (clock.status !== 'RUNNING' || !clock.dueAt) return { colour: 'grey', text: label('ClockStatus', clock.status) };
  return { colour: clock.colour.toLowerCase(), text: `${clock.colour === 'RED' ? '已超期，应于' : '须于'}${day(clock.dueAt)}前办理` };
}

interface CardOf {
  readonly id: string; readonly number: string | null; readonly title: string; readonly state: string; readonly supportCount: number; readonly commentCount: number;
  readonly custodian: { readonly name: string; readonly tier: string }; readonly topic: { readonly name: string } | null;
  readonly clock: { colour: string; status: string; dueAt: string | null } | null;
}

/** A proposal as a card shows it. */
export const card = (proposal: CardOf) => ({
  id: proposal.id,
  title: proposal.title,
  state: label('State', proposal.state),
  tone: proposal.state === 'CLOSED' ? 'done' : ['DECLINED', 'WITHDRAWN', 'NOT_ADOPTED', 'MERGED'].indexOf(proposal.state) >= 0 ? 'over' : 'open',
  where: proposal.custodian.name,
  topic: proposal.topic?.name ?? '',
  support: proposal.supportCount,
  comments: proposal.commentCount,
  clock: clockWords(proposal.clock),
});
