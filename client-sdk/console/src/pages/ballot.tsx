// A ballot: its rule, its turnout, paper votes by two of the staff, its result.
import { useState } from 'react';
import { useAsk, useLive } from '../ask';
import type { StaffBallotQuery } from '../generated/types';
import { choices, label, money, number, percent, useSay } from '../language';
import { Answered, Button, Card, Copyable, Empty, Facts, Head, Panel, Tag, Time } from '../parts/basics';
import { Act, type Field, textOf } from '../parts/form';
import { Meter } from '../parts/meter';
import { Link } from '../router';
import { client } from '../session/client';

type Ballot = Extract<NonNullable<StaffBallotQuery['node']>, { title: string }>;

export function BallotPage({ id }: { id: string }) {
  const say = useSay();
  const page = useAsk(`ballot ${id}`, () => client.staff.ballots.staffBallot({ ballot: id }) as Promise<Ballot>);
  useLive((listener) => client.watch.ballotChanged({ id }, listener), id, page.again);
  const [doing, set] = useState<'paper' | 'confirm' | 'cancel'>();
  const [made, setMade] = useState<{ kind: 'paper' | 'receipt'; text: string }>();
  return (
    <Answered of={page}>{(of) => {
      const can = (action: string) => of.viewerCan.some((one) => one.action === action && one.allowed);
      return (
        <>
          <Head title={of.title} over={<><Link to="/ballots">{say('表决', 'Ballots')}</Link> · {of.area.name}</>}>
            {can('enter_paper_vote') ? <><Button look="main" onPress={() => set('paper')}>{say('录入纸质票', 'Enter a paper vote')}</Button><Button onPress={() => set('confirm')}>{say('复核纸质票', 'Confirm paper votes')}{of.waitingPapers.length ? ` (${number(of.waitingPapers.length)})` : ''}</Button></> : null}
            {can('cancel_ballot') ? <Button look="danger" onPress={() => set('cancel')}>{say('取消表决', 'Call off')}</Button> : null}
          </Head>
          <div className="status"><Tag type="BallotState" value={of.state} />{of.result ? <Tag type="RoundVerdict" value={of.result.verdict} /> : null}<span className="faint small"><Time at={of.opensAt} /> – <Time at={of.closesAt} /></span>{of.reason ? <span>{of.reason}</span> : null}</div>
          {made ? <Card tone="calm"><p>{made.kind === 'paper' ? say('纸质票已录入，由另一位工作人员在本页复核后才计票。', 'Entered. It counts once a colleague confirms it on this page.') : <>{say('已计票。请把回执交给选民：', 'It counts. Hand the voter this receipt:')} <Copyable text={made.text} /></>}</p></Card> : null}
          <div className="columns">
            <div className="wide">
              {of.result ? <Result of={of} /> : (
                <Card title={say('投票情况', 'Turnout')}>
                  {of.turnout !== null && of.electorateSize ? <Meter name={say('已投', 'Votes cast')} value={of.turnout} of={of.electorateSize} text={`${number(of.turnout)} / ${number(of.electorateSize)} · ${percent(of.turnout / of.electorateSize)}`} /> : <p className="faint">{say('投票人数在截止后公布。', 'The turnout is hidden until closing.')}</p>}
                  {of.options.length ? <ol className="plain">{of.options.map((option) => <li key={option.id}>{option.title}{option.costFen ? ` · ${money(option.costFen)}` : ''}</li>)}</ol> : null}
                  <p className="small faint">{say('结果在截止前对所有人保密。', 'Results are hidden from everybody until closing.')}</p>
                </Card>
              )}
            </div>
            <aside aria-label={say('规则', 'Rule')}>
              <Card title={say('规则（公告后不可更改）', 'Rule, fixed since the announcement')}><Facts of={[
                [say('方式', 'Kind'), label('BallotKind', of.kind)], [say('选民', 'Electorate'), label('ElectorateKind', of.electorateKind)], [say('保密', 'Secrecy'), label('Secrecy', of.secrecy)],
                of.kind === 'RANKED_SEATS' ? [say('名额', 'Seats'), of.seats] : null, of.budgetFen ? [say('预算', 'Budget'), money(of.budgetFen)] : null, [say('依据', 'Basis'), of.legalBasis],
                of.electorateSize ? [say('应投', 'Votes to be had'), number(of.electorateSize)] : null, [say('规则摘要', 'Digest of the rule'), <code className="small">{of.ruleDigest.slice(0, 16)}</code>],
              ]} />{of.auditorsReady === false ? <p className="note">{say('监票人尚未交齐密钥。', 'The auditors’ keys are not complete.')}</p> : null}</Card>
              {of.proposals.length ? <Card title={say('所涉提案', 'Proposals')}><ul className="plain">{of.proposals.map((one) => <li key={one.id}><Link to={`/cases/${one.id}`}>{one.title}</Link></li>)}</ul></Card> : null}
            </aside>
          </div>
          <Panel title={{ paper: say('录入纸质票', 'Enter a paper vote'), confirm: say('复核纸质票', 'Confirm paper votes'), cancel: say('取消表决', 'Call off') }[doing ?? 'paper']} open={!!doing} close={() => set(undefined)}>
            {doing === 'paper' ? <Paper of={of} done={(paper) => { set(undefined); setMade({ kind: 'paper', text: paper }); page.again(); }} /> : null}
            {doing === 'confirm' ? <Confirm of={of} done={(receipt) => { set(undefined); setMade({ kind: 'receipt', text: receipt }); page.again(); }} /> : null}
            {doing === 'cancel' ? <Act draft={`ballot.${id}.cancel`} submit={say('取消表决', 'Call off')} look="danger" fields={[{ name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000 }]} act={(values, key) => client.ballot.cancelBallot({ ballot: id, reason: textOf(values, 'reason') }, { key })} done={() => { set(undefined); page.again(); }} /> : null}
          </Panel>
        </>
      );
    }}</Answered>
  );
}

/** The paper votes that wait: whoever has the paper in hand confirms what a colleague entered. */
function Confirm({ of, done }: { of: Ballot; done(receipt: string): void }) {
  const say = useSay();
  const others = of.waitingPapers.filter((one) => !one.viewerEntered);
  const own = of.waitingPapers.length - others.length;
  const note = own ? <p className="small faint">{say(`另有 ${number(own)} 张由您录入，须由同事复核。`, `${number(own)} more were entered by you: a colleague has to confirm them.`)}</p> : null;
  if (!others.length) return <><Empty>{say('没有等您复核的纸质票。', 'No paper vote waits for you.')}</Empty>{note}</>;
  const name = (one: (typeof others)[number]) => `${one.voter.nickname ?? one.voter.id} · ${say('录入：', 'entered by ')}${one.enteredBy.nickname ?? '—'}`;
  return (
    <Act draft={`ballot.${of.id}.confirm`} submit={say('复核计票', 'Confirm')} fields={[{ name: 'paper', label: say('等待复核', 'Waiting'), kind: 'search', choices: others.map((one) => ({ id: one.paper, name: name(one) })) }]}
      act={(values, key) => client.ballot.confirmPaperVote({ paper: textOf(values, 'paper') }, { key })}
      done={(result) => done((result as { receipt: string | null }).receipt ?? '—')}>{note}</Act>
  );
}

/** A vote as it stands on paper, by the kind of the ballot. */
function Paper({ of, done }: { of: Ballot; done(paper: string): void }) {
  const say = useSay();
  const options = of.options.map(({ id, title }) => ({ id, name: title }));
  const voter: Field = { name: 'voter', label: say('选民', 'Voter'), kind: 'person', area: of.area.id };
  const marks: Field[] = of.kind === 'YES_NO' ? [{ name: 'answer', label: say('选择', 'Choice'), kind: 'select', choices: choices('BallotAnswer') }]
    : of.kind === 'APPROVAL' || of.kind === 'BUDGET' ? options.map(({ id, name }) => ({ name: id, label: name, kind: 'check' as const }))
      : options.map(({ id, name }) => ({ name: id, label: of.kind === 'SCORE' ? say(`${name}（分）`, `${name} (score)`) : say(`${name}（名次）`, `${name} (rank)`), kind: 'number' as const, least: of.kind === 'SCORE' ? 0 : 1, optional: true }));
  return (
    <Act draft={`ballot.${of.id}.paper`} secret submit={say('录入', 'Enter')} fields={[voter, ...marks]}
      act={(values, key) => {
        const input = { ballot: of.id, voter: textOf(values, 'voter') };
        const given = options.filter(({ id }) => textOf(values, id) !== '').map(({ id }) => ({ option: id, score: Number(textOf(values, id)) }));
        if (of.kind === 'YES_NO') return client.ballot.enterPaperVote({ ...input, answer: String(values['answer']) as 'YES' }, { key });
        if (of.kind === 'APPROVAL' || of.kind === 'BUDGET') return client.ballot.enterPaperVote({ ...input, options: options.filter(({ id }) => values[id] === true).map(({ id }) => id) }, { key });
        if (of.kind === 'SCORE') return client.ballot.enterPaperVote({ ...input, scores: given }, { key });
        return client.ballot.enterPaperVote({ ...input, order: given.sort((a, b) => a.score - b.score).map(({ option }) => option) }, { key });
      }}
      done={(result) => done((result as { paper: string }).paper)} />
  );
}

export function Result({ of }: { of: Ballot }) {
  const say = useSay();
  const { result } = of;
  if (!result) return null;
  const most = Math.max(1, ...result.options.map(({ votes }) => votes));
  return (
    <Card title={say('结果', 'Result')} aside={<Tag type="RoundVerdict" value={result.verdict} />}>
      <Meter name={say('投票率', 'Turnout')} value={result.turnout} of={result.electorate} text={`${number(result.turnout)} / ${number(result.electorate)} · ${percent(result.electorate ? result.turnout / result.electorate : null)}`} />
      {result.yes !== null ? <><Meter name={label('BallotAnswer', 'YES')} value={result.yes} of={result.turnout} text={number(result.yes)} tone="good" /><Meter name={label('BallotAnswer', 'NO')} value={result.no ?? 0} of={result.turnout} text={number(result.no ?? 0)} tone="bad" /><Meter name={label('BallotAnswer', 'ABSTAIN')} value={result.abstain ?? 0} of={result.turnout} text={number(result.abstain ?? 0)} /></> : null}
      {result.options.length ? <ul className="plain">{result.options.map((one) => (
        <li key={one.option}><Meter name={`${one.won ? '★ ' : ''}${of.options.find(({ id }) => id === one.option)?.title ?? ''}`} value={one.votes} of={most} text={`${number(one.points ?? one.votes)}${one.mean ? ` · ${say('均分', 'mean')} ${one.mean}` : ''}`} {...(one.won ? { tone: 'good' as const } : {})} />{one.why ? <p className="small faint">{one.why}</p> : null}</li>
      ))}</ul> : null}
      <p className="small faint">{say('公布清单：', 'Published list: ')}<a href={result.listPath} download>{result.listPath}</a> · {say('摘要', 'digest')} <code>{result.listDigest.slice(0, 16)}</code>；{say('任何人可用 yiting tally verify 重新计票。', 'anybody can count it again with “yiting tally verify”.')}</p>
    </Card>
  );
}
