// Reports that are made by themselves every week, month or quarter, and those that were made.
import { useState } from 'react';
import type { YitingError } from '../../../src/runtime/error';
import { told, useAsk, usePages } from '../ask';
import { choices, label, number, useSay } from '../language';
import { Answered, Button, Card, Empty, Failure, Head, Loading, More, Panel, Scroll, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { client } from '../session/client';
import { download } from '../session/download';
import { useDesk } from '../session/viewer';

const ORDER = ['DISTRICT', 'STREET', 'NEIGHBORHOOD', 'BLOCK'];

export function SchedulesPage() {
  const say = useSay();
  const desk = useDesk();
  const place = useAsk(`area ${desk.id}`, () => client.staff.places.staffArea({ area: desk.id }));
  const schedules = useAsk(`schedules ${desk.id}`, async () => (await client.staff.sealed.staffReportSchedules({ scope: desk.id })).reportSchedules);
  const list = usePages(`kept ${desk.id}`, async (after) => (await client.staff.sealed.staffReports({ scope: desk.id, after })).reports);
  const may = place.data?.viewerCan.some(({ action, allowed }) => action === 'schedule_report' && allowed) ?? false;
  const [doing, set] = useState<'new' | { id: string; name: string }>();
  const [error, setError] = useState<YitingError>();
  const fetchOne = (path: string, name: string) => { setError(undefined); download(path, name).catch((thrown: unknown) => setError(told(thrown))); };
  const running = (all: NonNullable<typeof schedules.data>) => all.filter(({ nextAt }) => nextAt);
  const nameOf = (one: { every: string; by: string }) => `${label('ReportEvery', one.every)} · ${say('按', 'by ')}${label('Tier', one.by)}`;
  return (
    <>
      <Head title={say('定期报表', 'Scheduled reports')} over={desk.name}>
        {may ? <Button look="main" onPress={() => set('new')}>{say('新的定期报表', 'New schedule')}</Button> : null}
      </Head>
      <Card title={say('已安排', 'Schedules')}>
        <Answered of={schedules}>{(all) => (running(all).length ? (
          <ul className="plain">{running(all).map((one) => (
            <li key={one.id} className="kept-head"><span><strong>{nameOf(one)}</strong><br /><span className="small faint">{say('下次生成 ', 'next on ')}<Time at={one.nextAt} /> · {one.createdBy.nickname}</span></span>
              {may ? <Button look="quiet" aria-label={say(`停止：${nameOf(one)}`, `Stop: ${nameOf(one)}`)} onPress={() => set({ id: one.id, name: nameOf(one) })}>{say('停止', 'Stop')}</Button> : null}</li>
          ))}</ul>
        ) : <Empty>{say('没有安排定期报表。', 'No report is scheduled.')}</Empty>)}</Answered>
      </Card>
      <Card title={say('已生成的报表', 'Reports that were made')}>
        <Failure error={error} />
        <Failure error={list.error} again={list.again} />
        {!list.nodes && !list.error ? <Loading /> : null}
        {list.nodes?.length === 0 ? <Empty>{say('还没有生成过报表；每期结束后自动生成并保留。', 'None yet: each is made and kept when its period is over.')}</Empty> : null}
        {list.nodes?.length ? (
          <Scroll name={say('已生成的报表', 'Reports that were made')}><table><caption className="hidden">{say('已生成的报表', 'Reports that were made')}</caption>
            <thead><tr><th scope="col">{say('期间', 'Period')}</th><th scope="col">{say('截至', 'As of')}</th><th scope="col" className="num">{say('依据日志', 'Log entries')}</th><th scope="col">{say('下载', 'Download')}</th></tr></thead>
            <tbody>{list.nodes.map((one) => {
              const period = `${one.firstDay} – ${one.lastDay}`;
              const file = `${desk.name}-${one.firstDay}-${one.lastDay}`;
              return (
                <tr key={one.id}><th scope="row">{period}</th><td><Time at={one.asOf} /></td><td className="num">{number(one.logSize)}</td>
                  <td><span className="acts">{([['CSV', one.csv, 'csv'], ['JSON Lines', one.jsonLines, 'jsonl'], [say('打印页', 'Page'), one.page, 'html']] as const).map(([name, path, ending]) => <Button key={ending} look="quiet" aria-label={`${name}, ${period}`} onPress={() => fetchOne(path, `${file}.${ending}`)}>{name}</Button>)}</span></td></tr>
              );
            })}</tbody></table></Scroll>
        ) : null}
        <More list={list} />
      </Card>
      <Panel title={doing === 'new' ? say('新的定期报表', 'New schedule') : say('停止定期报表', 'Stop the schedule')} open={!!doing} close={() => set(undefined)}>
        {doing === 'new' ? (
          <Act draft={`schedule.${desk.id}`} submit={say('安排', 'Schedule')} said={say('已安排', 'Scheduled')} done={() => { set(undefined); schedules.again(); }}
            fields={[{ name: 'every', label: say('周期', 'How often'), kind: 'select', choices: choices('ReportEvery') }, { name: 'by', label: say('按哪一级汇总', 'By the areas of'), kind: 'select', choices: choices('Tier').filter(({ id }) => ORDER.indexOf(id) > ORDER.indexOf(desk.tier)) }]}
            act={(values, key) => client.staff.sealed.staffScheduleReport({ area: desk.id, every: textOf(values, 'every') as 'WEEK', by: textOf(values, 'by') as 'STREET' }, { key })} />
        ) : doing ? (
          <><p>{doing.name}</p><p className="faint">{say('已生成的报表保留。', 'The reports that were made stay.')}</p><Act draft={`unschedule.${doing.id}`} submit={say('停止', 'Stop')} look="danger" said={say('已停止', 'Stopped')} done={() => { set(undefined); schedules.again(); }} fields={[]} act={(_, key) => client.staff.sealed.staffCancelReportSchedule({ schedule: doing.id }, { key })} /></>
        ) : null}
      </Panel>
    </>
  );
}
