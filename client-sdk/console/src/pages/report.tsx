// The hubs' report in the columns of Chinese hubs, to print and to export.
import { useState } from 'react';
import type { YitingError } from '../../../src/runtime/error';
import { told, useAsk } from '../ask';
import { addressOf, figureText, narrowOf } from '../hub-names';
import { choices, localOf, useSay } from '../language';
import { Answered, Button, Card, Choice, Failure, Head, Scroll } from '../parts/basics';
import { FieldOf } from '../parts/form';
import { Link, narrow as put, usePlace } from '../router';
import { client, now } from '../session/client';
import { download } from '../session/download';
import { useDesk } from '../session/viewer';
import { useDefinitions } from './dashboard';

export function ReportPage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const narrow = narrowOf(query);
  const scope = narrow.area ?? desk.id;
  const today = localOf(now()).slice(0, 10);
  const [from, to] = [narrow.from ?? `${today.slice(0, 4)}-01-01`, narrow.to ?? today];
  const place = useAsk(`area ${scope}`, () => client.staff.places.staffArea({ area: scope }));
  const by = query.get('by') ?? (place.data?.tier === 'DISTRICT' ? 'STREET' : place.data?.tier === 'STREET' ? 'NEIGHBORHOOD' : 'BLOCK');
  const { of, title } = useDefinitions();
  const page = useAsk(place.data ? `report ${scope} ${from} ${to} ${by}` : null, async () => (await client.staff.hub.staffHubReport({ scope, from, to, by: by as 'STREET' })).hubReport);
  const [error, setError] = useState<YitingError>();
  const save = (path: string, ending: string) => { setError(undefined); download(path, `${place.data?.name ?? 'report'}-${from}-${to}.${ending}`).catch((thrown: unknown) => setError(told(thrown))); };
  return (
    <>
      <Head title={say('办理情况报表', 'Report')} over={<><Link to={addressOf('/dashboard', narrow)}>{say('运行总览', 'Dashboard')}</Link> · {place.data?.name} · {from} – {to}</>}>
        {page.data ? <><Button onPress={() => save(page.data?.csv ?? '', 'csv')}>CSV</Button><Button onPress={() => save(page.data?.jsonLines ?? '', 'jsonl')}>JSON Lines</Button><Button look="main" onPress={() => print()}>{say('打印', 'Print')}</Button></> : null}
      </Head>
      <div className="filters no-print">
        <FieldOf field={{ name: 'from', label: say('从', 'From'), kind: 'date' }} value={from} change={(value) => { if (value) put({ from: String(value), to }); }} />
        <FieldOf field={{ name: 'to', label: say('到', 'To'), kind: 'date' }} value={to} change={(value) => { if (value) put({ from, to: String(value) }); }} />
      </div>
      <Choice name={say('按', 'By')} value={by} onChange={(value) => put({ by: value })} of={choices('Tier').filter(({ id }) => ['STREET', 'NEIGHBORHOOD', 'BLOCK'].includes(id))} />
      <Failure error={error} />
      <Answered of={page}>{(report) => (
        <Card><Scroll name={say('报表', 'Report')}><table><caption className="hidden">{say('办理情况', 'Report')}</caption>
          <thead><tr><th scope="col">{say('区域', 'Area')}</th>{report.total.map(({ id }) => <th key={id} scope="col" className="num">{title(id)}</th>)}</tr></thead>
          <tbody>
            <tr className="total"><th scope="row">{say('合计', 'Total')}</th>{report.total.map((one) => <td key={one.id} className="num"><strong>{figureText(one, of(one.id)?.unit)}</strong></td>)}</tr>
            {report.rows.map((row, at) => <tr key={row.area?.id ?? at}><th scope="row">{row.area?.name ?? say('（其他）', '(other)')}</th>{row.figures.map((one) => <td key={one.id} className="num">{row.area && one.value !== null ? <Link to={addressOf(`/figures/${one.id}`, { area: row.area.id, from, to })}>{figureText(one, of(one.id)?.unit)}</Link> : figureText(one, of(one.id)?.unit)}</td>)}</tr>)}
          </tbody></table></Scroll></Card>
      )}</Answered>
    </>
  );
}
