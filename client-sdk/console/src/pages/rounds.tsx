// Rounds of an area, and the start of a new one after a template.
import { type ReactNode, useState } from 'react';
import { useAsk, usePages } from '../ask';
import type { StaffTemplateFragment } from '../generated/types';
import { choices, instantOf, label, useSay } from '../language';
import { Answered, Button, Card, Choice, Empty, Failure, Head, Loading, More, Tag, Time } from '../parts/basics';
import { Act, fenOf, FieldOf, textOf, type Value, type Values } from '../parts/form';
import { go, Link, narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function RoundsPage() {
  const say = useSay();
  const area = useDesk();
  const { query } = usePlace();
  const state = query.get('state') ?? 'OPEN';
  const list = usePages(`rounds ${area.id} ${state}`, async (after) => (await client.staff.rounds.staffRounds({ below: area.id, states: state === 'ALL' ? null : [state as 'OPEN'], after })).rounds);
  return (
    <>
      <Head title={say('议事轮次', 'Rounds')} over={area.name}>
        <Link to="/rounds/template" className="button">{say('议事规程', 'Procedures')}</Link>
        <Link to="/rounds/new" className="button main">{say('发起议事', 'Start a round')}</Link>
      </Head>
      <Choice name={say('状态', 'State')} value={state} onChange={(value) => narrow({ state: value })} of={[{ id: 'ALL', name: say('全部', 'All') }, ...choices('RoundState')]} />
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有这样的议事轮次。', 'No such round.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((round) => (
        <li key={round.id} className="case-line">
          <Link to={`/rounds/${round.id}`} className="title">{round.title}</Link>
          <p className="small faint">{round.area.name} · {round.template.name} · <Time at={round.startsAt} style="day" /></p>
          <p className="line"><Tag type="RoundState" value={round.state} />{round.outcome ? <Tag type="RoundVerdict" value={round.outcome.verdict} /> : null}</p>
          <ol className="steps">{round.steps.map((step) => <li key={step.index} className={step.state.toLowerCase()} title={`${label('StepState', step.state)}`}>{step.name}<span className="hidden"> {label('StepState', step.state)}</span></li>)}</ol>
        </li>
      ))}</ul>
      <More list={list} />
    </>
  );
}

type StepPlan = { question?: string; seeds?: string; place?: string; meetsAt?: string; minutes?: string; openSeats?: string; options?: string; budget?: string; notice?: string };
const stepsOf = (values: Values): StepPlan[] => { try { return JSON.parse(String(values['steps'] || '[]')) as StepPlan[]; } catch { return []; } };
const lines = (text: string | undefined) => (text ?? '').split('\n').map((line) => line.trim()).filter(Boolean);

export function StartRoundPage() {
  const say = useSay();
  const area = useDesk();
  const templates = useAsk(`templates ${area.id}`, () => client.staff.rounds.staffTemplates({ area: area.id }));
  const matters = usePages(`matters ${area.id}`, async (after) => (await client.staff.rounds.staffRoundMatters({ area: area.id, after })).proposals);
  const [key, choose] = useState(() => localStorage.getItem('yiting.console.template') ?? '');
  return (
    <>
      <Head title={say('发起议事', 'Start a round')} over={<><Link to="/rounds">{say('议事轮次', 'Rounds')}</Link> · {area.name}</>} />
      <Answered of={templates}>{({ procedureTemplates }) => {
        const template = procedureTemplates.find((one) => one.key === key) ?? procedureTemplates[0];
        return (
          <div className="columns">
            <div className="wide">
              <Card title={say('一、选择议事规程', '1. Choose a procedure')}>
                <div className="tiles" role="group" aria-label={say('议事规程', 'Procedures')}>{procedureTemplates.map((one) => (
                  <Button key={one.key} look={one.key === template?.key ? 'main' : 'plain'} onPress={() => { choose(one.key); localStorage.setItem('yiting.console.template', one.key); }}>
                    <strong>{one.name}</strong><span className="small">{one.steps.map(({ name }) => name).join(' → ')}</span>
                  </Button>
                ))}</div>
              </Card>
              {template ? (
                <Card title={say('二、议题与各步骤', '2. Matters and steps')}>
                  <Act key={template.key} draft={`round.${area.id}.${template.key}`} submit={say('发起议事', 'Start the round')} said={say('议事已发起', 'The round is started')}
                    fields={[{ name: 'title', label: say('名称', 'Title'), kind: 'text', most: 100 }, { name: 'startsAt', label: say('开始时间', 'Starts'), kind: 'minute', optional: true, hint: say('留空即立即开始', 'at once when empty') }]}
                    initial={{ steps: '', proposals: '' }}
                    extra={(values, change) => <Steps template={template} values={values} change={change} matters={matters} />}
                    act={(values, key) => client.staff.rounds.startRound({
                      area: area.id, title: textOf(values, 'title'), template: template.key, ifVersion: template.version,
                      proposals: String(values['proposals'] || '').split(',').filter(Boolean),
                      ...(textOf(values, 'startsAt') ? { startsAt: instantOf(textOf(values, 'startsAt')) } : {}),
                      steps: template.steps.map((_, at) => stepInput(stepsOf(values)[at] ?? {})),
                    }, { key })}
                    done={(result) => go(`/rounds/${(result as { round: { id: string } }).round.id}`)} />
                </Card>
              ) : null}
            </div>
            <aside aria-label={say('规程说明', 'About the procedure')}>{template ? <About of={template} /> : null}</aside>
          </div>
        );
      }}</Answered>
    </>
  );
}

/** What was typed about a step, as the API takes it. */
export function stepInput(plan: StepPlan) {
  return {
    seeds: lines(plan.seeds), listed: [], invited: [], auditors: [], minutes: Number(plan.minutes || 120), seats: 1, minimum: 1, points: 0, hideTurnout: false,
    budgetFen: fenOf(plan.budget ?? ''),
    options: lines(plan.options).map((line) => { const [title = '', cost = ''] = line.split(/[|｜]/); return { title: title.trim(), costFen: fenOf(cost.replace(/[^\d.]/g, '')) }; }),
    ...(plan.question ? { question: plan.question } : {}), ...(plan.place ? { place: plan.place } : {}),
    ...(plan.meetsAt ? { meetsAt: instantOf(plan.meetsAt) } : {}), ...(plan.openSeats ? { openSeats: Number(plan.openSeats) } : {}), ...(plan.notice ? { notice: plan.notice } : {}),
  };
}

function Steps({ template, values, change, matters }: { template: StaffTemplateFragment; values: Values; change(changes: Values): void; matters: { nodes: ReadonlyArray<{ id: string; title: string; number: string | null; home: { name: string } }> | undefined; hasMore: boolean; fetching: boolean; next(): void } }) {
  const say = useSay();
  const chosen = String(values['proposals'] || '').split(',').filter(Boolean);
  const plans = stepsOf(values);
  const put = (at: number, changes: Partial<Record<keyof StepPlan, Value>>) => change({ steps: JSON.stringify(template.steps.map((_, other) => (other === at ? { ...plans[other], ...changes } : plans[other] ?? {}))) });
  return (
    <>
      <fieldset className="rows">
        <legend>{say('所议提案（审议中）', 'Proposals under review')}</legend>
        {matters.nodes?.length === 0 ? <Empty>{say('没有审议中的提案。先受理提案，再发起议事。', 'Nothing is under review. Accept a proposal first.')}</Empty> : null}
        <div className="checks">{matters.nodes?.map((one) => (
          <FieldOf key={one.id} field={{ name: one.id, label: one.title, kind: 'check', hint: `${one.number ?? ''} · ${one.home.name}` }} value={chosen.includes(one.id)} change={(on) => change({ proposals: (on ? [...chosen, one.id] : chosen.filter((id) => id !== one.id)).join(',') })} />
        ))}</div>
        <More list={matters} />
      </fieldset>
      {template.steps.map((step, at) => {
        const plan = plans[at] ?? {};
        const field = (name: keyof StepPlan, text: string, kind: 'text' | 'area' | 'minute' | 'number' | 'yuan', hint?: string) =>
          <FieldOf field={{ name: `${name}${at}`, label: text, kind, optional: true, ...(hint ? { hint } : {}) }} value={plan[name] ?? ''} change={(value) => put(at, { [name]: value })} />;
        return (
          <fieldset key={at} className="rows">
            <legend>{at + 1}. {step.name} · {label('StepKind', step.kind)} · {say(`${step.days} 个工作日`, `${step.days} working days`)}</legend>
            {step.kind === 'CONSULTATION' ? <>{field('question', say('征询问题', 'Question'), 'text', say('留空即用名称', 'the title when empty'))}{field('seeds', say('起始观点', 'Opening statements'), 'area', say('每行一条，最多 140 字', 'one a line, 140 characters at most'))}</> : null}
            {step.kind === 'MEETING' ? <>{field('place', say('地点', 'Place'), 'text')}{field('meetsAt', say('时间', 'When'), 'minute')}{field('minutes', say('时长（分钟）', 'Minutes'), 'number')}{field('openSeats', say('开放席位', 'Open seats'), 'number')}</> : null}
            {step.kind === 'BALLOT' ? <>{field('question', say('表决事项', 'What is voted on'), 'text')}{step.ballotKind === 'YES_NO' ? null : field('options', say('选项', 'Options'), 'area', say('每行一项；预算项目写“名称｜元”', 'one a line; for budgets “title | yuan”'))}{step.ballotKind === 'BUDGET' ? field('budget', say('总预算（元）', 'Budget (yuan)'), 'yuan') : null}</> : null}
            {step.kind === 'PUBLICATION' ? field('notice', say('公示内容', 'Notice'), 'area') : null}
          </fieldset>
        );
      })}
    </>
  );
}

export function About({ of, children }: { of: StaffTemplateFragment; children?: ReactNode }) {
  const say = useSay();
  return (
    <Card title={of.name}>
      <p>{of.about}</p>
      <ol className="chain-list">{of.steps.map((step, at) => (
        <li key={at}><strong>{step.name}</strong><span className="small faint">{label('StepKind', step.kind)} · {say(`${step.days} 个工作日`, `${step.days} working days`)}{step.needs === 'NOTHING' ? '' : ` · ${say('前提：', 'needs: ')}${label('StepNeed', step.needs)}`}{step.electorate ? ` · ${label('ElectorateKind', step.electorate)}` : ''}{step.ballotKind ? ` · ${label('BallotKind', step.ballotKind)}` : ''}{step.secrecy ? ` · ${label('Secrecy', step.secrecy)}` : ''}{step.optional ? say(' · 可跳过', ' · may be skipped') : ''}{step.followUp ? say(' · 交付后', ' · after delivery') : ''}</span>{step.legalBasis ? <span className="small faint">{step.legalBasis}</span> : null}</li>
      ))}</ol>
      <p className="small faint">{of.version ? say(`自定第 ${of.version} 版`, `own, version ${of.version}`) : say('内置', 'built in')} · <code>{of.digest.slice(0, 12)}</code></p>
      {children}
    </Card>
  );
}
