// Months whose figures are sealed, and what was stated beside them later.
import { useState } from 'react';
import { useAsk, usePages } from '../ask';
import { type Figure, figureText, type IndicatorId } from '../hub-names';
import { localOf, number, useSay } from '../language';
import { Button, Card, Choice, Empty, Failure, Head, Loading, More, Panel, Scroll, Tag, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { Link } from '../router';
import { client, now } from '../session/client';
import { save } from '../session/download';
import { useDesk } from '../session/viewer';
import { useDefinitions } from './dashboard';

const MAIN: IndicatorId[] = ['SUBMITTED', 'ACCEPTED', 'CLOSED', 'CLOSURE_RATE', 'ON_TIME_CLOSURE_RATE', 'SATISFACTION_RATE', 'DUPLICATES', 'TIME_TO_CLOSURE'];

export function MonthsPage() {
  const say = useSay();
  const desk = useDesk();
  const { of, title } = useDefinitions();
  const [reach, setReach] = useState<'main' | 'all'>('main');
  const [sealing, set] = useState(false);
  const place = useAsk(`area ${desk.id}`, () => client.staff.places.staffArea({ area: desk.id }));
  const list = usePages(`sealed ${desk.id}`, async (after) => (await client.staff.sealed.staffSealedMonths({ scope: desk.id, after })).sealedMonths);
  const may = place.data?.viewerCan.some(({ action, allowed }) => action === 'seal_month' && allowed) ?? false;
  const told = list.nodes?.[0]?.figures.map(({ id }) => id) ?? [];
  const columns = reach === 'all' ? told : MAIN.filter((id) => told.includes(id));
  const text = (figures: readonly Figure[], id: IndicatorId) => figureText(figures.find((one) => one.id === id), of(id)?.unit);
  const csv = () => {
    const rows = list.nodes?.flatMap((month) => [{ what: '', at: month.sealedAt, late: '', ...month }, ...month.restatements.map((one) => ({ ...one, what: String(one.number), at: one.statedAt, late: String(one.lateEntries), month: month.month }))]) ?? [];
    const lines = [['month', 'restatement', 'stated_at', 'late_entries', 'log_size', ...told.map((id) => id.toLowerCase())], ...rows.map((row) => [row.month, row.what, row.at, row.late, String(row.logSize), ...told.map((id) => { const one = row.figures.find((figure) => figure.id === id); return one?.value === null || one?.value === undefined ? '' : String(one.value); })])];
    save(`\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`, `${desk.code}-sealed.csv`, 'text/csv');
  };
  return (
    <>
      <Head title={say('封存月份', 'Sealed months')} over={desk.name}>
        {list.nodes?.length ? <><Button onPress={csv}>CSV</Button><Button onPress={() => print()}>{say('打印', 'Print')}</Button></> : null}
        {may ? <Button look="main" onPress={() => set(true)}>{say('封存一个月', 'Seal a month')}</Button> : null}
      </Head>
      <p className="lead">{say('一个月的数据封存后不再改动；其后补记的事项或更正的日历若改变了数字，另列更正，与原数并存。无人封存的，月末后第十日自动封存。', 'A sealed month is never changed. Where entries that came late or a corrected calendar would give other figures, they are stated beside it. What nobody seals is sealed by the clock ten days after the month.')}</p>
      <Choice name={say('指标', 'Indicators')} value={reach} onChange={setReach} of={[{ id: 'main', name: say('主要指标', 'Main') }, { id: 'all', name: say('全部指标', 'All') }]} />
      <Card>
        <Failure error={list.error} again={list.again} />
        {!list.nodes && !list.error ? <Loading /> : null}
        {list.nodes?.length === 0 ? <Empty>{say('还没有封存的月份。', 'No month is sealed yet.')}</Empty> : null}
        {list.nodes?.length ? (
          <Scroll name={say('封存月份', 'Sealed months')}><table><caption className="hidden">{say('封存月份及更正', 'Sealed months and restatements')}</caption>
            <thead><tr><th scope="col">{say('月份', 'Month')}</th><th scope="col">{say('封存', 'Sealed')}</th>{columns.map((id) => <th key={id} scope="col" className="num">{title(id)}</th>)}</tr></thead>
            {list.nodes.map((month) => (
              <tbody key={month.month}>
                <tr><th scope="row">{month.month}</th><td className="small stated"><Time at={month.sealedAt} /><br /><span className="faint">{month.sealedBy?.nickname ?? say('自动', 'by the clock')} · {say(`日志 ${number(month.logSize)} 条`, `${number(month.logSize)} entries`)}</span></td>{columns.map((id) => <td key={id} className="num">{text(month.figures, id)}</td>)}</tr>
                {month.restatements.map((one, at) => {
                  const before = at ? month.restatements[at - 1] ?? month : month;
                  return (
                    <tr key={one.number} className="restated"><th scope="row"><Tag value="PENDING" text={say(`更正 ${one.number}`, `Restatement ${one.number}`)} /></th>
                      <td className="small stated"><Time at={one.statedAt} /><br /><span className="faint">{one.lateEntries ? say(`迟到的日志 ${number(one.lateEntries)} 条`, `${number(one.lateEntries)} late entries`) : say('日历或期限更正', 'calendar or periods corrected')}</span></td>
                      {columns.map((id) => { const [old, fresh] = [text(before.figures, id), text(one.figures, id)]; return <td key={id} className="num">{old === fresh ? <span className="faint">{fresh}</span> : <strong>{fresh}<span className="hidden">{say(`，原为 ${old}`, `, was ${old}`)}</span></strong>}</td>; })}</tr>
                  );
                })}
              </tbody>
            ))}
          </table></Scroll>
        ) : null}
        <More list={list} />
      </Card>
      <p className="small faint">{say('口径见', 'For definitions see the')} <Link to="/dashboard">{say('运行总览', 'dashboard')}</Link>{say('；更正行中的粗体为改变了的数字。', '; in rows of restatements what changed is bold.')}</p>
      <Panel title={say('封存一个月', 'Seal a month')} open={sealing} close={() => set(false)}>
        <p className="faint">{say('封存不可撤销。只能封存已经结束的月份。', 'Sealing cannot be undone. Only months that are over can be sealed.')}</p>
        <Act draft={`seal.${desk.id}`} submit={say('封存', 'Seal')} look="danger" said={say('已封存', 'Sealed')} done={() => { set(false); list.again(); }}
          fields={[{ name: 'month', label: say('月份', 'Month'), kind: 'select', choices: lastMonths().filter((month) => !list.nodes?.some((one) => one.month === month)).map((id) => ({ id, name: id })) }]}
          act={(values, key) => client.staff.sealed.staffSealMonth({ district: desk.id, month: textOf(values, 'month') }, { key })} />
      </Panel>
    </>
  );
}

/** The twelve months that are over, the last first, by the server's clock. */
function lastMonths(): string[] {
  const [year = 0, month = 0] = localOf(now()).split('-').map(Number);
  return Array.from({ length: 12 }, (_, back) => new Date(Date.UTC(year, month - 2 - back, 1)).toISOString().slice(0, 7));
}
