// A round while it runs: its steps, their turnout, and what staff may do to each.
import { useState } from 'react';
import { useAsk, useLive } from '../ask';
import type { StaffRoundQuery } from '../generated/types';
import { label, number, percent, useSay } from '../language';
import { Answered, Button, Card, Facts, Head, Panel, Tag, Time } from '../parts/basics';
import { Act, type Field, textOf } from '../parts/form';
import { Meter } from '../parts/meter';
import { Link } from '../router';
import { client } from '../session/client';
import { stepInput } from './rounds';
import { STAFF, useViewer } from '../session/viewer';

type Round = Extract<NonNullable<StaffRoundQuery['node']>, { title: string }>;
type Step = Round['steps'][number];

export function RoundPage({ id }: { id: string }) {
  const say = useSay();
  const { desk, holds } = useViewer();
  const page = useAsk(`round ${id}`, () => client.staff.rounds.staffRound({ round: id }) as Promise<Round>);
  useLive((listener) => client.staff.rounds.staffRoundChanged({ id }, listener), id, page.again);
  const [doing, set] = useState<{ action: string; step?: Step }>();
  const done = () => { set(undefined); page.again(); };
  return (
    <Answered of={page}>{(round) => (
      <>
        <Head title={round.title} over={<><Link to="/rounds">{say('议事轮次', 'Rounds')}</Link> · {round.area.name} · {round.template.name}</>}>
          <a className="button quiet" href={`/r/${round.id}`} target="_blank" rel="noreferrer">{say('公开页', 'Public page')}</a>
          {holds(...STAFF) && round.area.id === desk?.area.id ? <Link to={`/codes?for=${round.id}`} className="button quiet">{say('小程序码', 'Code')}</Link> : null}
          {round.viewerCan.some(({ action, allowed }) => action === 'cancel_round' && allowed) ? <Button look="danger" onPress={() => set({ action: 'cancel_round' })}>{say('终止议事', 'Call off')}</Button> : null}
        </Head>
        <div className="status"><Tag type="RoundState" value={round.state} />{round.outcome ? <><Tag type="RoundVerdict" value={round.outcome.verdict} /><span className="faint small"><Time at={round.outcome.at} /></span></> : null}{round.reason ? <span>{round.reason}</span> : null}</div>
        <div className="columns">
          <div className="wide"><ol className="plain step-list">{round.steps.map((step) => <li key={step.index}><StepCard step={step} begin={(action) => set({ action, step })} /></li>)}</ol></div>
          <aside aria-label={say('所议提案', 'Proposals')}>
            <Card title={say('所议提案', 'Proposals')}><ul className="plain">{round.proposals.map((one) => <li key={one.id}><Link to={`/cases/${one.id}`}>{one.title}</Link> <Tag type="State" value={one.state} />{round.outcome?.adopted.some(({ id: adopted }) => adopted === one.id) ? <Tag value="ADOPTED" text={say('通过', 'adopted')} /> : null}</li>)}</ul></Card>
          </aside>
        </div>
        <Panel title={titleOf(doing?.action, say)} open={!!doing} close={() => set(undefined)}>{doing ? <Deed round={round} doing={doing} done={done} /> : null}</Panel>
      </>
    )}</Answered>
  );
}

const titleOf = (action: string | undefined, say: ReturnType<typeof useSay>) => ({
  cancel_round: say('终止议事', 'Call the round off'), plan_round_step: say('调整步骤', 'Plan the step anew'),
  publish_round_notice: say('发布公示', 'Publish the notice'), skip_round_step: say('跳过步骤', 'Skip the step'),
}[action ?? ''] ?? '');

function Deed({ round, doing: { action, step }, done }: { round: Round; doing: { action: string; step?: Step }; done(): void }) {
  const say = useSay();
  const words: Field = { name: 'text', label: action === 'publish_round_notice' ? say('公示内容', 'Notice') : say('理由', 'Reason'), kind: 'area', most: 4000 };
  const common = { draft: `round.${round.id}.${action}.${step?.index ?? ''}`, submit: titleOf(action, say), said: say('已完成', 'Done'), done } as const;
  const { rounds } = client.staff;
  if (action === 'cancel_round') return <Act {...common} look="danger" fields={[words]} act={(values, key) => rounds.cancelRound({ round: round.id, reason: textOf(values, 'text') }, { key })} />;
  if (!step) return null;
  if (action === 'plan_round_step') {
    const fields: Field[] = step.kind === 'MEETING' ? [
      { name: 'place', label: say('地点', 'Place'), kind: 'text', optional: true }, { name: 'meetsAt', label: say('时间', 'When'), kind: 'minute', optional: true }, { name: 'openSeats', label: say('开放席位', 'Open seats'), kind: 'number', optional: true },
    ] : step.kind === 'PUBLICATION' ? [{ name: 'notice', label: say('公示内容', 'Notice'), kind: 'area' }] : [
      { name: 'question', label: say('问题', 'Question'), kind: 'text', optional: true },
      step.kind === 'CONSULTATION' ? { name: 'seeds', label: say('起始观点，每行一条', 'Opening statements, one a line'), kind: 'area', optional: true } : { name: 'options', label: say('选项，每行一项', 'Options, one a line'), kind: 'area', optional: true },
    ];
    return <Act {...common} fields={fields} initial={{ question: step.question ?? '', place: step.place ?? '', notice: step.notice ?? '', options: step.options.map(({ title, costFen }) => (costFen ? `${title}｜${costFen / 100}` : title)).join('\n') }}
      act={(values, key) => rounds.planRoundStep({ round: round.id, step: step.index, plan: stepInput(Object.fromEntries(fields.map(({ name }) => [name, textOf(values, name)]))) }, { key })} />;
  }
  return <Act {...common} fields={[words]} act={(values, key) => {
    const input = { round: round.id, step: step.index, text: textOf(values, 'text') };
    return action === 'skip_round_step' ? rounds.skipRoundStep(input, { key }) : rounds.publishRoundNotice(input, { key });
  }} />;
}

function StepCard({ step, begin }: { step: Step; begin(action: string): void }) {
  const say = useSay();
  const can = ['plan_round_step', 'publish_round_notice', 'skip_round_step'].filter((action) => step.viewerCan.some((one) => one.action === action && one.allowed));
  const { consultation, meeting, ballot } = step;
  return (
    <Card tone={step.state === 'OPEN' ? 'calm' : undefined as never} title={<>{step.index + 1}. {step.name}</>} aside={<Tag type="StepState" value={step.state} />}>
      <Facts of={[
        [say('方式', 'Kind'), label('StepKind', step.kind)],
        step.openedAt ? [say('开始', 'Opened'), <Time at={step.openedAt} />] : [say('工作日', 'Working days'), step.days],
        step.endsAt ? [say('截止', 'Ends'), <Time at={step.endsAt} />] : null,
        step.quorumReached === null ? null : [say('人数', 'Quorum'), step.quorumReached ? say('达到', 'reached') : say('不足', 'not reached')],
      ]} />
      {step.question ? <p>{step.question}</p> : null}
      {step.notice ? <p className="text">{step.notice}</p> : null}
      {consultation ? <p><Link to={`/consultations/${consultation.id}`} className="button">{say('查看观点与群体', 'Statements and groups')}</Link> <Tag type="ConsultationState" value={consultation.state} /> {consultation.electorateSize ? <span className="faint small">{say(`应征询 ${number(consultation.electorateSize)} 人`, `${number(consultation.electorateSize)} may speak`)}</span> : null}</p> : null}
      {meeting ? <p><Link to={`/meetings/${meeting.id}`} className="button">{meeting.title}</Link> <Tag type="MeetingState" value={meeting.state} /> <span className="faint small"><Time at={meeting.startsAt} /> · {meeting.place} · {say(`报名 ${meeting.counts.signedUp}，到场 ${meeting.counts.attended}`, `${meeting.counts.signedUp} signed up, ${meeting.counts.attended} came`)}</span></p> : null}
      {ballot ? (
        <>
          <p><Link to={`/ballots/${ballot.id}`} className="button">{ballot.title}</Link> <Tag type="BallotState" value={ballot.state} />{ballot.result ? <Tag type="RoundVerdict" value={ballot.result.verdict} /> : null}</p>
          {ballot.turnout !== null && ballot.electorateSize ? <Meter name={say('投票率', 'Turnout')} value={ballot.turnout} of={ballot.electorateSize} text={`${number(ballot.turnout)} / ${number(ballot.electorateSize)} · ${percent(ballot.turnout / ballot.electorateSize)}`} /> : null}
        </>
      ) : null}
      {step.adopted?.length ? <p className="small">{say('通过：', 'Adopted: ')}{step.adopted.map(({ title }) => title).join('、')}</p> : null}
      {can.length ? <div className="acts">{can.map((action) => <Button key={action} onPress={() => begin(action)}>{titleOf(action, say)}</Button>)}</div> : null}
    </Card>
  );
}
