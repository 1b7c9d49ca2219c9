// Periods and thresholds of each tier, with their history; the working days.
import { useState } from 'react';
import { useAsk } from '../ask';
import { choices, instantOf, label, localOf, useSay } from '../language';
import { Answered, Button, Card, Choice, Head, Panel, Scroll, Tag, Time } from '../parts/basics';
import { Act, type Field, FieldOf, numberOf, textOf } from '../parts/form';
import { client, now } from '../session/client';
import { useDesk, useViewer } from '../session/viewer';

type Tier = 'DISTRICT' | 'STREET' | 'NEIGHBORHOOD' | 'BLOCK';

export function SettingsPage() {
  const say = useSay();
  const desk = useDesk();
  const { holds } = useViewer();
  const place = useAsk(`area ${desk.id}`, () => client.staff.places.staffArea({ area: desk.id }));
  const line = place.data ? [place.data, place.data.parent, place.data.parent?.parent, place.data.parent?.parent?.parent] : [];
  const district = line.find((one) => one?.tier === 'DISTRICT');
  const [tier, setTier] = useState<Tier>(['DISTRICT', 'STREET', 'NEIGHBORHOOD', 'BLOCK'].includes(desk.tier) ? desk.tier as Tier : 'NEIGHBORHOOD');
  const [day, setDay] = useState(() => localOf(now()).slice(0, 10));
  const rules = useAsk(district ? `rules ${district.id} ${tier} ${day}` : null, () => client.record.rules({ district: district?.id ?? '', tier, day }));
  const [doing, set] = useState<'profile' | 'day'>();
  const admin = holds('administrator');
  const names: Array<readonly [keyof NonNullable<typeof rules.data>['profiles'][number], string]> = [
    ['screeningDays', say('受理期限（工作日）', 'Screening, working days')], ['reviewDays', say('审议期限（工作日）', 'Review, working days')], ['noticeDays', say('公示期（工作日）', 'Public notice, working days')],
    ['evaluationDays', say('评估期（工作日）', 'Evaluation, working days')], ['graceDays', say('督办宽限（工作日）', 'Grace before supervision, working days')], ['objectionThreshold', say('异议人数', 'Objections leading back')],
    ['supportThreshold', say('附议门槛', 'Supports taking up')], ['satisfactionThresholdPercent', say('满意率下限（%）', 'Least satisfaction, %')], ['minRatings', say('最少评价数', 'Least ratings')],
    ['openProposalsLimit', say('每人在办提案上限', 'Open proposals a person')], ['maxReworks', say('返工上限', 'Most reworks')],
  ];
  const fields: Field[] = [{ name: 'effectiveFrom', label: say('生效时间', 'In force from'), kind: 'minute', hint: say('已在途的事项仍按原期限', 'what is under way keeps its periods') }, ...names.map(([name, text]) => ({ name: String(name), label: text, kind: 'number' as const, least: 0, optional: true }))];
  return (
    <>
      <Head title={say('规则与期限', 'Rules and periods')} over={district?.name}>
        {admin ? <><Button onPress={() => set('day')}>{say('调整工作日', 'Correct a day')}</Button><Button look="main" onPress={() => set('profile')}>{say('发布新版本', 'Publish a version')}</Button></> : null}
      </Head>
      <Choice name={say('层级', 'Tier')} value={tier} onChange={setTier} of={choices('Tier').filter(({ id }) => ['DISTRICT', 'STREET', 'NEIGHBORHOOD', 'BLOCK'].includes(id)) as never} />
      <Answered of={rules}>{({ profiles, isWorkingDay }) => {
        const inForce = [...profiles].reverse().find(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now());
        return (
          <>
            <Card title={say('各版本', 'Versions')}>
              <Scroll name={say('期限与门槛的各版本', 'Versions of periods and thresholds')}><table className="fit"><caption className="hidden">{say('期限与门槛的各版本', 'Versions of periods and thresholds')}</caption>
                <thead><tr><th scope="col">{say('项目', 'Setting')}</th>{profiles.map((one) => <th key={one.version} scope="col" className="num">{say(`第 ${one.version} 版`, `v${one.version}`)}<br /><span className="small faint">{Date.parse(one.effectiveFrom) <= 0 ? say('自始', 'from the beginning') : <Time at={one.effectiveFrom} style="day" />}</span>{one === inForce ? <><br /><Tag value="OPEN" text={say('现行', 'in force')} /></> : null}</th>)}</tr></thead>
                <tbody>{names.map(([name, text]) => <tr key={String(name)}><th scope="row">{text}</th>{profiles.map((one, at) => { const changed = at > 0 && profiles[at - 1]?.[name] !== one[name]; return <td key={one.version} className="num">{changed ? <strong>{one[name] ?? '—'}</strong> : one[name] ?? '—'}</td>; })}</tr>)}</tbody></table></Scroll>
            </Card>
            <Card title={say('工作日', 'Working days')}><div className="inline"><FieldOf field={{ name: 'day', label: say('日期', 'Day'), kind: 'date' }} value={day} change={(value) => { if (value) setDay(String(value)); }} /><Tag value={isWorkingDay ? 'OPEN' : 'WAITING'} text={isWorkingDay ? say('工作日', 'working day') : say('休息日', 'free')} /></div></Card>
            <Panel title={doing === 'day' ? say('调整工作日', 'Correct a day') : `${say('发布新版本', 'Publish a version')} · ${label('Tier', tier)}`} open={!!doing} close={() => set(undefined)}>
              {doing === 'profile' && district ? <Act draft={`profile.${district.id}.${tier}`} submit={say('发布', 'Publish')} said={say('已发布', 'Published')} fields={fields} initial={Object.fromEntries(names.map(([name]) => [name, inForce?.[name] === null || inForce === undefined ? '' : String(inForce[name])]))} done={() => { set(undefined); rules.again(); }}
                act={(values, key) => client.record.publishProfile({ district: district.id, tier, effectiveFrom: instantOf(textOf(values, 'effectiveFrom')), ...Object.fromEntries(names.flatMap(([name]) => { const value = numberOf(values, String(name)); return value === undefined ? [] : [[name, value]]; })) }, { key })} /> : null}
              {doing === 'day' && district ? <Act draft={`day.${district.id}`} submit={say('调整', 'Correct')} said={say('已调整', 'Corrected')} fields={[{ name: 'day', label: say('日期', 'Day'), kind: 'date' }, { name: 'working', label: say('改为', 'It is'), kind: 'select', choices: [{ id: 'yes', name: say('工作日', 'a working day') }, { id: 'no', name: say('休息日', 'free') }, { id: 'restore', name: say('按国家日历', 'as in the national calendar') }] }]} initial={{ day }} done={() => { set(undefined); rules.again(); }}
                act={(values, key) => client.record.correctCalendar({ district: district.id, day: textOf(values, 'day'), working: values['working'] === 'restore' ? null : values['working'] === 'yes' }, { key })} /> : null}
            </Panel>
          </>
        );
      }}</Answered>
      <p className="small faint">{say(`现在是 ${new Date(now()).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' })}`, `It is ${new Date(now()).toLocaleString('en', { timeZone: 'Asia/Shanghai' })} in Shanghai`)}</p>
    </>
  );
}
