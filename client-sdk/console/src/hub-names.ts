// Names of groups and figures, and the addresses of what stands behind them.
import type { StaffDashboardQuery, StaffDefinitionsQuery, StaffFigureFragment } from './generated/types';
import { label, number, percent, say, topicName } from './language';

export type Group = StaffDashboardQuery['indicators']['breakdown'][number];
export type Figure = StaffFigureFragment;
export type Definition = StaffDefinitionsQuery['indicatorDefinitions'][number];
export type IndicatorId = Figure['id'];

/** What narrows the figures, as it stands in the address. */
export interface Narrow { area?: string; topic?: string; blockKind?: string; unit?: string; tier?: string; from?: string; to?: string }

export const narrowOf = (query: URLSearchParams): Narrow => Object.fromEntries(['area', 'topic', 'blockKind', 'unit', 'tier', 'from', 'to'].flatMap((name) => { const value = query.get(name); return value ? [[name, value]] : []; }));

/** The same as the API takes it. */
export function filterOf({ topic, blockKind, unit, tier, from, to }: Narrow) {
  return { ...(topic ? { topic } : {}), ...(blockKind ? { blockKind } : {}), ...(unit ? { unit } : {}), ...(tier ? { tier } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) } as never;
}

export const addressOf = (path: string, narrow: Narrow) => `${path}?${new URLSearchParams(Object.entries(narrow).filter(([, value]) => value) as Array<[string, string]>)}`;

/** What a group is called. */
export function groupName(group: Group): string {
  if (group.area) return group.area.name;
  if (group.topic) return topicName(group.topic);
  if (group.blockKind) return label('BlockKind', group.blockKind);
  if (group.unit) return group.unit.name;
  if (group.tier) return label('Tier', group.tier);
  return group.month ?? say('（未归类）', '(none)');
}

/** What a group narrows the whole to; null for those that nothing names. */
export function groupNarrow(group: Group, whole: Narrow): Narrow | null {
  if (group.area) return { ...whole, area: group.area.id };
  if (group.topic) return { ...whole, topic: group.topic.id };
  if (group.blockKind) return { ...whole, blockKind: group.blockKind };
  if (group.unit) return { ...whole, unit: group.unit.id };
  if (group.tier) return { ...whole, tier: group.tier };
  if (!group.month) return null;
  const [year = 0, month = 0] = group.month.split('-').map(Number);
  return { ...whole, from: `${group.month}-01`, to: `${group.month}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}` };
}

/** A figure in words. */
export function figureText(figure: Figure | undefined, unit: Definition['unit'] | undefined): string {
  if (!figure) return '—';
  if (figure.withheld) return say('不足五人', 'under five');
  if (figure.value === null) return '—';
  if (unit === 'SHARE') return percent(figure.value);
  if (unit === 'DAYS') return `${figure.value.toFixed(1)} ${say('天', 'd')}`;
  return unit === 'CASES_PER_PERSON' ? figure.value.toFixed(1) : number(figure.value);
}
