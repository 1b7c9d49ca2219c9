// The hub's morning: how the area stands, what is red, and where.
import { useState } from 'react';
import { useAsk } from '../ask';
import { Intervals } from '../charts/intervals';
import { Months } from '../charts/months';
import { Survival } from '../charts/survival';
import { TreeMap } from '../charts/treemap';
import { addressOf, type Definition, type Figure, figureText, filterOf, groupName, groupNarrow, type IndicatorId, narrowOf } from '../hub-names';
import { choices, label, number, percent, topicName, useSay } from '../language';
import { Answered, Card, Choice, Head, Scroll, Time } from '../parts/basics';
import { FieldOf } from '../parts/form';
import { Link, narrow as put, usePlace } from '../router';
import { client, now } from '../session/client';
import { useDesk } from '../session/viewer';

const TILES: IndicatorId[] = ['OPEN_NOW', 'OVERDUE_NOW', 'YELLOW_NOW', 'SUPERVISED_NOW', 'CLOSURE_RATE', 'ON_TIME_CLOSURE_RATE', 'SATISFACTION_RATE', 'SUBMITTED', 'ACCEPTED', 'DUPLICATES'];
const COLUMNS: IndicatorId[] = ['SUBMITTED', 'OPEN_NOW', 'YELLOW_NOW', 'OVERDUE_NOW', 'SUPERVISED_NOW', 'CLOSURE_RATE', 'ON_TIME_CLOSURE_RATE', 'SATISFACTION_RATE'];
const RATES: IndicatorId[] = ['ON_TIME_CLOSURE_RATE', 'CLOSURE_RATE', 'SATISFACTION_RATE', 'SCREENING_ON_TIME_RATE', 'ACCEPTANCE_RATE', 'REWORK_RATE'];
const TIMES: IndicatorId[] = ['TIME_TO_CLOSURE', 'TIME_TO_SCREENING', 'TIME_IN_REVIEW', 'TIME_IN_FORMATION', 'TIME_IN_IMPLEMENTATION', 'TIME_IN_EVALUATION'];

export const useDefinitions = () => {
  const say = useSay();
  const all = useAsk('definitions', async () => (await client.staff.hub.staffDefinitions({})).indicatorDefinitions);
  const of = (id: string) => all.data?.find((one) => one.id === id);
  return { all: all.data ?? [], of, title: (id: string) => { const one = of(id); return one ? say(one.titleZh, one.titleEn) : id; } };
};

/** The tier right below, by which an area is divided. */
const below: Record<string, 'STREET' | 'NEIGHBORHOOD' | 'BLOCK'> = { DISTRICT: 'STREET', STREET: 'NEIGHBORHOOD', NEIGHBORHOOD: 'BLOCK' };

export function DashboardPage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const narrow = narrowOf(query);
  const scope = narrow.area ?? desk.id;
  const place = useAsk(`area ${scope}`, () => client.staff.places.staffArea({ area: scope }));
  const by = (query.get('by') ?? below[place.data?.tier ?? desk.tier] ?? 'TOPIC') as 'STREET' | 'TOPIC';
  const rate = (query.get('rate') ?? 'ON_TIME_CLOSURE_RATE') as IndicatorId;
  const time = (query.get('time') ?? 'TIME_TO_CLOSURE') as IndicatorId;
  const { of: definition, title } = useDefinitions();
  const key = JSON.stringify(narrow);
  const filter = filterOf(narrow);
  const page = useAsk(place.data ? `dashboard ${scope} ${by} ${rate} ${key}` : null, async () => (await client.staff.hub.staffDashboard({ scope, filter, by, ids: TILES, groupIds: [...new Set([...COLUMNS, rate])] })).indicators);
  const months = useAsk(`months ${scope} ${key}`, async () => (await client.staff.hub.staffDashboard({ scope, filter, by: 'MONTH', ids: [rate], groupIds: ['SUBMITTED', 'CLOSED', 'LATE_CLOSED'] })).indicators);
  const curve = useAsk(`survival ${scope} ${time} ${key}`, async () => (await client.staff.hub.staffSurvival({ scope, filter, of: time })).indicators.survival);
  const [periods] = useState(() => periodsOf());
  const any = { id: '', name: say('不限', 'Any') };
  const figure = (figures: readonly Figure[], id: IndicatorId) => figures.find((one) => one.id === id);
  return (
    <>
      <Head title={say('运行总览', 'Dashboard')} over={<>{place.data?.parent && scope !== desk.id ? <><Link to={addressOf('/dashboard', { ...narrow, area: place.data.parent.id })}>{place.data.parent.name}</Link> · </> : null}{place.data?.name ?? desk.name}</>}>
        <Link to={addressOf('/report', narrow)} className="button">{say('报表与导出', 'Report and export')}</Link>
        <Link to={addressOf('/what-if', { ...(narrow.area ? { area: narrow.area } : {}) })} className="button">{say('期限推演', 'What if')}</Link>
      </Head>
      <div className="filters no-print">
        <FieldOf field={{ name: 'period', label: say('提交期间', 'Submitted in'), kind: 'select', optional: true, choices: [any, ...periods.map(({ id, name }) => ({ id, name }))] }} value={narrow.from ? `${narrow.from}/${narrow.to ?? ''}` : ''}
          change={(value) => { const [from, to] = String(value).split('/'); put({ from, to }); }} />
        <FieldOf field={{ name: 'topic', label: say('议题', 'Topic'), kind: 'search', optional: true, choices: [any, ...(place.data?.topics ?? []).map((one) => ({ id: one.id, name: topicName(one) }))] }} value={narrow.topic ?? ''} change={(value) => put({ topic: String(value) })} />
        <FieldOf field={{ name: 'blockKind', label: say('小区类型', 'Block kind'), kind: 'select', optional: true, choices: [any, ...choices('BlockKind')] }} value={narrow.blockKind ?? ''} change={(value) => put({ blockKind: String(value) })} />
      </div>
      <Answered of={page}>{(report) => (
        <>
          <ul className="tiles-row" aria-label={say('主要指标', 'Main figures')}>{TILES.map((id) => {
            const one = figure(report.figures, id);
            return one ? <li key={id}><FigureTile figure={one} definition={definition(id)} title={title(id)} to={addressOf(`/figures/${id}`, { ...narrow, area: scope })} /></li> : null;
          })}</ul>
          <p className="small faint">{say('截至', 'As of')} <Time at={report.asOf} /> · {say(`依据日志 ${number(report.logSize)} 条`, `resting on ${number(report.logSize)} entries of the log`)}{report.complete ? '' : ` · ${say('公开部分', 'open figures only')}`}</p>
          <Choice name={say('分组', 'Divided by')} value={by} onChange={(value) => put({ by: value })} of={([['STREET', label('Tier', 'STREET')], ['NEIGHBORHOOD', label('Tier', 'NEIGHBORHOOD')], ['BLOCK_KIND', say('小区类型', 'Block kind')], ['TOPIC', say('议题', 'Topic')], ['UNIT', say('承办单位', 'Unit')], ['MONTH', say('月份', 'Month')], ['TIER', say('办理层级', 'Tier')]] as const).filter(([id]) => id !== 'STREET' || report.area.tier === 'DISTRICT').map(([id, name]) => ({ id, name })) as never} />
          {report.breakdown.some(({ area }) => area) ? (
            <Card title={say('区域', 'Areas')}><TreeMap tiles={report.breakdown.flatMap((group) => {
              const [open, overdue, came] = [figure(group.figures, 'OPEN_NOW')?.value ?? 0, figure(group.figures, 'OVERDUE_NOW')?.value ?? 0, figure(group.figures, 'SUBMITTED')?.value ?? 0];
              return group.area ? [{ id: group.area.id, name: group.area.name, size: came, share: open ? overdue / open : null, to: addressOf('/dashboard', { ...narrow, area: group.area.id }), words: say(`提案 ${came}，在办 ${open}，超期 ${overdue}`, `${came} proposals, ${open} open, ${overdue} overdue`) }] : [];
            })} /></Card>
          ) : null}
          <div className="halves">
            <Card title={say('比较（95% 区间）', 'Comparison, 95 % intervals')} aside={<FieldOf field={{ name: 'rate', label: say('指标', 'Indicator'), kind: 'select', choices: RATES.map((id) => ({ id, name: title(id) })) }} value={rate} change={(value) => put({ rate: String(value) })} />}>
              <Intervals name={title(rate)} whole={figure(report.figures, rate)?.value ?? null} rows={report.breakdown.slice(0, 40).map((group, at) => {
                const one = figure(group.figures, rate);
                const to = groupNarrow(group, { ...narrow, area: scope });
                return { id: String(at), name: groupName(group), value: one?.value ?? null, low: one?.low ?? null, high: one?.high ?? null, of: one?.denominator ?? null, to: to ? addressOf(`/figures/${rate}`, to) : null };
              })} />
            </Card>
            <div className="halves-stack">
              <Card title={say('办理时长（Kaplan-Meier）', 'How long it takes (Kaplan-Meier)')} aside={<FieldOf field={{ name: 'time', label: say('环节', 'Of'), kind: 'select', choices: TIMES.map((id) => ({ id, name: title(id) })) }} value={time} change={(value) => put({ time: String(value) })} />}>
                <Answered of={curve}>{(found) => <Survival curve={found} name={title(time)} />}</Answered>
              </Card>
              <Card title={say('逐月', 'By month')}><Answered of={months}>{(found) => <Months months={found.breakdown.flatMap((group) => (group.month ? [{ month: group.month, came: figure(group.figures, 'SUBMITTED')?.value ?? 0, closed: figure(group.figures, 'CLOSED')?.value ?? 0, late: figure(group.figures, 'LATE_CLOSED')?.value ?? 0 }] : []))} />}</Answered></Card>
            </div>
          </div>
          <Card title={say('明细（每个数字都可点开）', 'Table: every figure opens its cases')}>
            <Scroll name={say('明细', 'Table')}><table><caption className="hidden">{say('分组指标', 'Figures by group')}</caption>
              <thead><tr><th scope="col">{say('分组', 'Group')}</th>{COLUMNS.map((id) => <th key={id} scope="col" className="num">{title(id)}</th>)}</tr></thead>
              <tbody>{report.breakdown.map((group, at) => {
                const to = groupNarrow(group, { ...narrow, area: scope });
                return <tr key={at}><th scope="row">{group.area ? <Link to={addressOf('/dashboard', { ...narrow, area: group.area.id })}>{groupName(group)}</Link> : groupName(group)}</th>{COLUMNS.map((id) => { const one = figure(group.figures, id); const text = figureText(one, definition(id)?.unit); return <td key={id} className="num">{to && one && one.value !== null ? <Link to={addressOf(`/figures/${id}`, to)}>{text}</Link> : text}</td>; })}</tr>;
              })}</tbody></table></Scroll>
          </Card>
        </>
      )}</Answered>
    </>
  );
}

function FigureTile({ figure, definition, title, to }: { figure: Figure; definition: Definition | undefined; title: string; to: string }) {
  const say = useSay();
  const bad = figure.id === 'OVERDUE_NOW' && (figure.value ?? 0) > 0 ? ' red' : figure.id === 'YELLOW_NOW' && (figure.value ?? 0) > 0 ? ' amber' : '';
  return (
    <Link to={to} className={`figure${bad}`}>
      <span className="small">{title}</span>
      <strong>{figureText(figure, definition?.unit)}</strong>
      <span className="small faint">{figure.low !== null && figure.high !== null && definition?.unit === 'SHARE' ? `${percent(figure.low, 0)}–${percent(figure.high, 0)} · n=${figure.denominator}` : definition ? `${say('口径', 'definition')} v${definition.version}` : ''}</span>
    </Link>
  );
}

/** The quarters of this year and the last, by the server's clock. */
function periodsOf() {
  const at = new Date(now());
  const found: Array<{ id: string; name: string }> = [];
  let [year, quarter] = [at.getUTCFullYear(), Math.floor(at.getUTCMonth() / 3)];
  for (let count = 0; count < 6; count += 1) {
    const day = (month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
    found.push({ id: `${day(quarter * 3, 1)}/${day(quarter * 3 + 3, 0)}`, name: `${year} Q${quarter + 1}` });
    quarter -= 1;
    if (quarter < 0) { quarter = 3; year -= 1; }
  }
  return found;
}
