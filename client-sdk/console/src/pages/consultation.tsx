// A consultation as staff watch it: statements to check and to seed, votes, groups.
import { useState } from 'react';
import { useAsk, useLive } from '../ask';
import { OpinionMap, VoteBar } from '../charts/opinions';
import type { StaffConsultationQuery } from '../generated/types';
import { label, number, percent, useLanguage, useSay } from '../language';
import { Answered, Button, Card, Choice, Empty, Facts, Head, Panel, Tag, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { Link } from '../router';
import { client } from '../session/client';

type Consultation = Extract<NonNullable<StaffConsultationQuery['node']>, { question: string }>;
type Line = Consultation['statements']['nodes'][number];

export function ConsultationPage({ id }: { id: string }) {
  const say = useSay();
  const { language } = useLanguage();
  const page = useAsk(`consultation ${id}`, () => client.staff.voices.staffConsultation({ consultation: id }) as Promise<Consultation>);
  useLive((listener) => client.watch.consultationChanged({ id }, listener), id, page.again);
  const [doing, set] = useState<{ action: 'check' | 'hide' | 'seed' | 'cancel'; line?: Line }>();
  const [show, setShow] = useState<'PENDING' | 'VISIBLE' | 'HIDDEN'>('VISIBLE');
  const done = () => { set(undefined); page.again(); };
  return (
    <Answered of={page}>{(of) => {
      const can = (action: string) => of.viewerCan.some((one) => one.action === action && one.allowed);
      const votes = new Map(of.result?.statements.map((one) => [one.number, one]));
      const pending = of.statements.nodes.filter(({ state }) => state === 'PENDING').length;
      const shown = of.statements.nodes.filter(({ state }) => state === show)
        .sort((a, b) => (votes.get(String(b.number))?.consensus ?? -1) - (votes.get(String(a.number))?.consensus ?? -1));
      return (
        <>
          <Head title={of.question} over={<><Link to="/rounds">{say('议事', 'Rounds')}</Link> · {of.area.name}</>}>
            {can('seed_statement') ? <Button look="main" onPress={() => set({ action: 'seed' })}>{say('添加观点', 'Add a statement')}</Button> : null}
            {can('cancel') ? <Button look="danger" onPress={() => set({ action: 'cancel' })}>{say('终止征询', 'Call off')}</Button> : null}
          </Head>
          <div className="status"><Tag type="ConsultationState" value={of.state} /><span className="faint small"><Time at={of.opensAt} /> – <Time at={of.closesAt} /></span></div>
          <div className="columns">
            <div className="wide">
              <Card title={say('观点', 'Statements')} aside={<Choice name={say('状态', 'State')} value={show} onChange={setShow} of={[{ id: 'VISIBLE', name: label('StatementState', 'VISIBLE') }, { id: 'PENDING', name: `${label('StatementState', 'PENDING')}${pending ? ` ${pending}` : ''}` }, { id: 'HIDDEN', name: label('StatementState', 'HIDDEN') }]} />}>
                {shown.length ? null : <Empty>{say('没有观点。', 'No statements.')}</Empty>}
                <ul className="plain">{shown.map((line) => {
                  const vote = votes.get(String(line.number));
                  return (
                    <li key={line.id} className="statement">
                      <p><span className="num faint">{line.number}</span> {line.text ?? say('（已隐藏）', '(hidden)')} {line.seed ? <Tag value="OPEN" text={say('工作人员', 'staff')} /> : null}</p>
                      {line.reason ? <p className="small faint">{line.reason}</p> : null}
                      {vote ? <><VoteBar {...vote} /><p className="small faint">{say(`赞成 ${told(vote.agree)} · 跳过 ${told(vote.pass)} · 反对 ${told(vote.disagree)}`, `agree ${told(vote.agree)} · pass ${told(vote.pass)} · disagree ${told(vote.disagree)}`)}{vote.consensus === null ? '' : ` · ${say('共识 ', 'consensus ')}${percent(vote.consensus, 0)}`}</p></> : null}
                      {can('moderate_statements') ? <div className="acts">{line.state === 'PENDING' ? <Button onPress={() => set({ action: 'check', line })}>{say('审核', 'Check')}</Button> : null}{line.state === 'VISIBLE' ? <Button look="quiet" onPress={() => set({ action: 'hide', line })}>{say('隐藏', 'Hide')}</Button> : null}</div> : null}
                    </li>
                  );
                })}</ul>
              </Card>
            </div>
            <aside aria-label={say('结果', 'Result')}>
              <Card title={of.result?.last ? say('最终结果', 'Final result') : say('实时结果', 'Live result')}>
                {of.result ? (
                  <>
                    <p>{language === 'en' ? of.result.wordsEn : of.result.words}</p>
                    <OpinionMap json={of.result.json} />
                    <ul className="plain">{of.result.groups.map((group) => <li key={group.words} className="small">{language === 'en' ? group.wordsEn : group.words}</li>)}</ul>
                    <p className="small faint">{say(`至少 ${number(of.result.participants)} 人参与；人数以五人为一档，每格不少于五人。`, `At least ${number(of.result.participants)} took part; counts are in steps of five.`)}<br /><Time at={of.result.computedAt} /> · {of.result.algorithm} · <code>{of.result.digest.slice(0, 12)}</code></p>
                  </>
                ) : <Empty>{of.resultsLive ? say('参与人数还不足以形成结果。', 'Too few took part for a result so far.') : say('结果在截止后公布。', 'Results come after closing.')}</Empty>}
              </Card>
              <Card title={say('规则', 'Rules')}><Facts of={[
                [say('谁可参与', 'Who'), label('ElectorateKind', of.electorateKind)], of.electorateSize ? [say('人数', 'People'), number(of.electorateSize)] : null,
                [say('居民可提观点', 'Residents state'), of.residentsState ? '✓' : '—'], [say('先审后发', 'Checked first'), of.moderatedBefore ? '✓' : '—'], [say('公布票据', 'Votes published'), of.publishesVotes ? '✓' : '—'],
              ]} />{of.publishesVotes && of.state === 'CLOSED' ? <a href={`/export/consultations/${of.id}.csv`} download>{say('下载不含姓名的投票', 'Votes without names')}</a> : null}</Card>
            </aside>
          </div>
          <Panel title={{ check: say('审核观点', 'Check the statement'), hide: say('隐藏观点', 'Hide the statement'), seed: say('添加观点', 'Add a statement'), cancel: say('终止征询', 'Call off') }[doing?.action ?? 'seed']} open={!!doing} close={() => set(undefined)}>
            {doing ? <Deed of={of} doing={doing} done={done} /> : null}
          </Panel>
        </>
      );
    }}</Answered>
  );
}

const told = (count: number | null) => (count === null ? '—' : `${number(count)}`);

function Deed({ of, doing: { action, line }, done }: { of: Consultation; doing: { action: 'check' | 'hide' | 'seed' | 'cancel'; line?: Line }; done(): void }) {
  const say = useSay();
  const { consultation } = client;
  const draft = `consultation.${of.id}.${action}.${line?.id ?? ''}`;
  const reason = { name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000 } as const;
  if (action === 'seed') return <Act draft={draft} submit={say('添加', 'Add')} done={done} fields={[{ name: 'text', label: say('观点', 'Statement'), kind: 'area', most: 140 }]} act={(values, key) => consultation.seedStatement({ consultation: of.id, text: textOf(values, 'text') }, { key })} />;
  if (action === 'cancel' || !line) return <Act draft={draft} submit={say('终止', 'Call off')} look="danger" done={done} fields={[reason]} act={(values, key) => consultation.cancelConsultation({ consultation: of.id, reason: textOf(values, 'reason') }, { key })} />;
  if (action === 'hide') return <><p>{line.text}</p><Act draft={draft} submit={say('隐藏', 'Hide')} look="danger" done={done} fields={[reason]} act={(values, key) => consultation.hideStatement({ statement: line.id, reason: textOf(values, 'reason') }, { key })} /></>;
  return <><p>{line.text}</p><Act draft={draft} submit={say('提交审核结果', 'Decide')} done={done} fields={[{ name: 'approve', label: say('决定', 'Decision'), kind: 'select', choices: [{ id: 'yes', name: say('公开', 'Show') }, { id: 'no', name: say('不公开', 'Hide') }] }, reason]} act={(values, key) => consultation.checkStatement({ statement: line.id, approve: values['approve'] === 'yes', reason: textOf(values, 'reason') }, { key })} /></>;
}
