// The platform's own procedures: a copy of one that stands, changed and published as a new version.
import { useState } from 'react';
import { useAsk } from '../ask';
import { choices, label, useSay } from '../language';
import { Answered, Button, Card, Empty, Head } from '../parts/basics';
import { Act, FieldOf, textOf, type Value, type Values } from '../parts/form';
import { Link } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';
import { About } from './rounds';

interface Step {
  nameZh: string; nameEn: string; days: string; kind: string; needs: string; optional: boolean; followUp: boolean;
  electorate: string; ballotKind: string; secrecy: string; legalBasis: string; meetingKind: string; least: string; quorum: string;
}
const EMPTY: Step = { nameZh: '', nameEn: '', days: '5', kind: 'CONSULTATION', needs: 'NOTHING', optional: false, followUp: false, electorate: 'RESIDENTS', ballotKind: 'YES_NO', secrecy: 'VERIFIABLE', legalBasis: '', meetingKind: 'MEETING', least: '0', quorum: '' };
const stepsOf = (values: Values): Step[] => JSON.parse(String(values['steps'] || '[]')) as Step[];

export function TemplatePage() {
  const say = useSay();
  const area = useDesk();
  const page = useAsk(`templates ${area.id}`, () => client.staff.rounds.staffTemplates({ area: area.id }));
  const [from, copy] = useState<string>();
  return (
    <>
      <Head title={say('议事规程', 'Procedures')} over={<><Link to="/rounds">{say('议事轮次', 'Rounds')}</Link> · {area.name}</>} />
      <Answered of={page}>{({ procedureTemplates, viewerCan }) => {
        const may = viewerCan.find(({ action }) => action === 'edit_procedures');
        const source = procedureTemplates.find(({ key }) => key === from);
        const steps: Step[] = source ? source.steps.map((step) => ({
          ...EMPTY, nameZh: step.name, nameEn: step.name, days: String(step.days), kind: step.kind, needs: step.needs, optional: step.optional, followUp: step.followUp,
          electorate: step.electorate ?? 'RESIDENTS', ballotKind: step.ballotKind ?? 'YES_NO', secrecy: step.secrecy ?? 'VERIFIABLE', legalBasis: step.legalBasis ?? '', meetingKind: step.meetingKind ?? 'MEETING', least: String(step.leastAttendance ?? 0), quorum: step.quorumPercent === null ? '' : String(step.quorumPercent),
        })) : [EMPTY];
        return (
          <>
            {may?.allowed ? null : <p className="note">{may?.reason?.message}</p>}
            <div className="grid-list">{procedureTemplates.map((one) => <About key={one.key} of={one}>{may?.allowed ? <Button onPress={() => copy(one.key)}>{one.version ? say('修改为新版本', 'Change it') : say('以此为底稿', 'Start from this')}</Button> : null}</About>)}</div>
            {may?.allowed && source ? (
              <Card title={say('编辑规程', 'Edit')}>
                <Act key={source.key} draft={`template.${area.id}.${source.key}`} submit={say('发布规程', 'Publish')} said={say('规程已发布', 'Published')} done={() => { copy(undefined); page.again(); }}
                  fields={[
                    { name: 'key', label: say('代号', 'Key'), kind: 'text', hint: say('小写字母、数字和连字符', 'small letters, digits and hyphens') },
                    { name: 'nameZh', label: say('中文名称', 'Chinese name'), kind: 'text', most: 60 }, { name: 'nameEn', label: say('英文名称', 'English name'), kind: 'text', most: 60 },
                    { name: 'aboutZh', label: say('中文说明', 'About, in Chinese'), kind: 'area', rows: 2 }, { name: 'aboutEn', label: say('英文说明', 'About, in English'), kind: 'area', rows: 2 },
                  ]}
                  initial={{ key: source.version ? source.key : `${source.key}-own`, nameZh: source.name, nameEn: source.name, aboutZh: source.about, aboutEn: source.about, steps: JSON.stringify(steps) }}
                  extra={(values, change) => <Steps values={values} change={change} />}
                  act={(values, key) => client.staff.rounds.publishProcedureTemplate({
                    area: area.id, key: textOf(values, 'key'), nameZh: textOf(values, 'nameZh'), nameEn: textOf(values, 'nameEn'), aboutZh: textOf(values, 'aboutZh'), aboutEn: textOf(values, 'aboutEn'), retired: false,
                    steps: stepsOf(values).map((step) => ({
                      nameZh: step.nameZh, nameEn: step.nameEn, days: Number(step.days), needs: step.needs as 'QUORUM', optional: step.optional, followUp: step.followUp, publication: step.kind === 'PUBLICATION',
                      ...(step.kind === 'CONSULTATION' ? { consultation: { electorate: step.electorate as 'OWNERS', moderatedBefore: false, residentsState: true, ...(step.quorum ? { quorumPercent: Number(step.quorum) } : {}) } } : {}),
                      ...(step.kind === 'MEETING' ? { meeting: { kind: step.meetingKind as 'HEARING', leastAttendance: Number(step.least || 0) } } : {}),
                      ...(step.kind === 'BALLOT' ? { ballot: { kind: step.ballotKind as 'SCORE', electorate: step.electorate as 'OWNERS', secrecy: step.secrecy as 'OPEN', legalBasis: step.legalBasis, matter: 'ORDINARY' as const } } : {}),
                    })),
                  }, { key })} />
              </Card>
            ) : may?.allowed ? <Empty>{say('选择一个规程作为底稿。', 'Choose one to start from.')}</Empty> : null}
          </>
        );
      }}</Answered>
    </>
  );
}

function Steps({ values, change }: { values: Values; change(changes: Values): void }) {
  const say = useSay();
  const steps = stepsOf(values);
  const put = (next: Step[]) => change({ steps: JSON.stringify(next) });
  const set = (at: number, name: keyof Step, value: Value) => put(steps.map((one, other) => (other === at ? { ...one, [name]: value } : one)));
  return (
    <>
      {steps.map((step, at) => {
        const field = (name: keyof Step, text: string, kind: 'text' | 'number' | 'check' | 'select' | 'area', of?: ReadonlyArray<{ id: string; name: string }>, optional = false) =>
          <FieldOf field={{ name: `${name}${at}`, label: text, kind, optional, ...(of ? { choices: of } : {}) }} value={step[name]} change={(value) => set(at, name, value)} />;
        return (
          <fieldset key={at} className="rows">
            <legend>{say(`第 ${at + 1} 步`, `Step ${at + 1}`)} · {label('StepKind', step.kind)}</legend>
            <div className="row">{field('nameZh', say('中文名称', 'Chinese name'), 'text')}{field('nameEn', say('英文名称', 'English name'), 'text')}{field('kind', say('方式', 'Kind'), 'select', choices('StepKind'))}{field('days', say('工作日', 'Working days'), 'number')}{field('needs', say('前提', 'Needs'), 'select', choices('StepNeed'))}</div>
            <div className="row">
              {step.kind === 'MEETING' ? <>{field('meetingKind', say('会议类型', 'Meeting'), 'select', choices('MeetingKind'))}{field('least', say('最少到场', 'Least attendance'), 'number')}</> : null}
              {step.kind === 'CONSULTATION' ? <>{field('electorate', say('参与人', 'Who'), 'select', choices('ElectorateKind'))}{field('quorum', say('最低参与（%）', 'Quorum, %'), 'number', undefined, true)}</> : null}
              {step.kind === 'BALLOT' ? <>{field('electorate', say('选民', 'Electorate'), 'select', choices('ElectorateKind'))}{field('ballotKind', say('表决方式', 'Kind of ballot'), 'select', choices('BallotKind'))}{field('secrecy', say('保密', 'Secrecy'), 'select', choices('Secrecy'))}{field('legalBasis', say('依据', 'Basis'), 'text')}</> : null}
            </div>
            <div className="acts">{field('optional', say('主任可跳过', 'May be skipped'), 'check')}{field('followUp', say('交付后进行', 'After delivery'), 'check')}{steps.length > 1 ? <Button look="quiet" onPress={() => put(steps.filter((_, other) => other !== at))}>{say('删除此步', 'Remove')}</Button> : null}</div>
          </fieldset>
        );
      })}
      <Button onPress={() => put([...steps, EMPTY])}>{say('增加步骤', 'Add a step')}</Button>
    </>
  );
}
