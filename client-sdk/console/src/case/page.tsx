// The page of a case: what it is, where it stands, and everything that may be done to it now.
import { useState } from 'react';
import { useAsk, useLive } from '../ask';
import { label, money, number, percent, topicName, useSay, when } from '../language';
import { Answered, Button, Card, Empty, Facts, Head, Loading, Panel, Scroll, Tag, Time } from '../parts/basics';
import { ClockBadge } from '../parts/clock';
import { Act } from '../parts/form';
import { Gallery } from '../parts/photos';
import { toast } from '../parts/toast';
import { go, Link } from '../router';
import { client } from '../session/client';
import { word } from '../words';
import { type Case, deedOf, type More, offers } from './actions';
import { Comments } from './comments';
import { History } from './history';
import { Plan } from './plan';
import { Reviews } from './reviews';
import { Way } from './way';
import { STAFF, useViewer } from '../session/viewer';

export function CasePage({ id }: { id: string }) {
  const page = useAsk(`case ${id}`, () => client.proposal.proposalPage({ proposal: id, comments: 50 }));
  const more = useAsk(`case more ${id}`, () => client.staff.case.staffCase({ proposal: id }));
  const again = () => { page.again(); more.again(); };
  const say = useSay();
  const version = page.data?.version;
  useLive((listener) => client.watch.proposalChanged({ id }, {
    next(data) {
      const { version: newer } = data.proposalChanged;
      if (version !== undefined && newer > version) { toast(say('此件刚被更新', 'This case has just changed')); listener.next(data); }
    },
    again: listener.again,
  }), `${id} ${version}`, again);
  return <Answered of={page}>{(of) => <Found of={of} more={more.data} again={again} />}</Answered>;
}

function Found({ of, more, again }: { of: Case; more: More | undefined; again(): void }) {
  const say = useSay();
  const { desk, holds } = useViewer();
  const [doing, set] = useState<string>();
  const { allowed, refused } = offers(of);
  const deed = doing ? deedOf(doing, of, more) : undefined;
  const [main, ...others] = allowed;
  const begin = (action: string) => { if (action === 'merge') go(`/cases/${of.id}/merge`); else set(action); };
  const title = allowed.find(({ action }) => action === doing)?.title ?? '';
  return (
    <article className="case">
      <Head title={of.title} over={<>{of.number ?? say('未编号', 'no number')} · {of.home.name} · {topicName(of.topic) || say('未定议题', 'no topic yet')}</>}>
        {holds(...STAFF) && of.custodian.id === desk?.area.id ? <Link to={`/codes?for=${of.id}`} className="button quiet">{say('小程序码', 'Code')}</Link> : null}
        {of.number ? <a className="button quiet" href={`/p/${of.number}`} target="_blank" rel="noreferrer">{say('公开页', 'Public page')}</a> : null}
      </Head>
      <div className="status">
        <Tag type="State" value={of.state} /><ClockBadge of={of.clock} />
        {of.suspended ? <Tag value="PENDING" text={say('已暂停', 'Suspended')} /> : null}
        {of.requestPending ? <Tag value="PENDING" text={say('有申请待答复', 'A request waits')} /> : null}
        {of.deliveryPending ? <Tag value="PENDING" text={say('待核验交付', 'A delivery waits')} /> : null}
        {!of.checked ? <Tag value="PENDING" text={say('文本待审核', 'Text to be checked')} /> : null}
        {of.supervisions.some(({ answeredAt }) => !answeredAt) ? <Tag value="PENDING" text={say('督办中', 'Under supervision')} /> : null}
      </div>
      <Way of={of} />
      <div className="columns">
        <div className="wide">
          <Card title={say('提案内容', 'The proposal')}>
            <p className="text">{of.body}</p>
            <Gallery photos={of.photos} />
            <Facts of={[
              [say('提案人', 'Proponent'), <>{of.proponent.nickname}{of.assisted ? say('（工作人员代录）', ' (recorded by staff)') : ''}</>],
              [say('附议', 'Supports'), number(of.supportCount)],
              of.submittedAt ? [say('提交', 'Handed in'), <Time at={of.submittedAt} />] : null,
              [say('现办理平台', 'In custody of'), <>{of.custodian.name} · {label('Tier', of.custodian.tier)}</>],
            ]} />
            {of.missing ? <p className="note">{say('请补充：', 'Missing: ')}{of.missing}</p> : null}
          </Card>
          {of.answer ? <Card title={say('书面答复', 'Written answer')}><p className="text">{of.answer.text}</p><p className="faint small">{when(of.answer.decidedAt)}{of.answer.declineReason ? ` · ${label('DeclineReason', of.answer.declineReason)}` : ''} · {say('公开：', 'public from ')}{when(of.answer.publishAt)}</p></Card> : null}
          {of.mergedInto ? <Card><p>{say('已合并到 ', 'Merged into ')}<Link to={`/cases/${of.mergedInto.id}`}>{of.mergedInto.number} {of.mergedInto.title}</Link></p></Card> : null}
          {of.resolution ? (
            <Card title={say('决议与方案', 'Resolution and plan')}>
              <p className="text">{of.resolution.text}</p>
              <p className="faint small"><Time at={of.resolution.formedAt} /> · {of.resolution.direct ? say('直接办理', 'handled directly') : say('经议事形成', 'by a round')} · {say(`异议 ${of.resolution.objections} 人`, `${of.resolution.objections} objections`)}</p>
              <Tasks of={of} />
            </Card>
          ) : null}
          <Comments of={of} again={again} />
          <History id={of.id} version={of.version} />
        </div>
        <aside aria-label={say('办理', 'Handling')}>
          <Card title={say('办理', 'Act')}>
            {main ? <Button look="main" onPress={() => begin(main.action)}>{main.title}</Button> : <Empty>{say('当前没有可办理的事项。', 'There is nothing for you to do now.')}</Empty>}
            <div className="stack">{others.map(({ action, title: text }) => <Button key={action} onPress={() => begin(action)}>{text}</Button>)}</div>
            {refused.length ? (
              <details><summary>{say('为何不能进行其他操作', 'Why not other things')}</summary>
                <dl className="why">{refused.map(({ action, title: text, reason }) => <div key={action}><dt>{text}</dt><dd>{reason?.message}</dd></div>)}</dl>
              </details>
            ) : null}
          </Card>
          <Card title={say('期限', 'Periods')}>
            <Facts of={[
              of.clock?.dueAt ? [say(`${label('Link', of.link)}期限`, `${label('Link', of.link)} due`), <Time at={of.clock.dueAt} />] : null,
              of.windows.resubmit ? [say('补充截止', 'Resubmit until'), <Time at={of.windows.resubmit} />] : null,
              of.windows.appeal ? [say('申诉截止', 'Appeal until'), <Time at={of.windows.appeal} />] : null,
              of.windows.notice ? [say('公示截止', 'Notice until'), <Time at={of.windows.notice} />] : null,
              of.windows.evaluation ? [say('评价截止', 'Rating until'), <Time at={of.windows.evaluation} />] : null,
              of.windows.mergeChoice ? [say('合并选择截止', 'Choice until'), <Time at={of.windows.mergeChoice} />] : null,
              of.windows.reopen ? [say('可重新办理至', 'Reopen until'), <Time at={of.windows.reopen} />] : null,
              [say('返工 / 重办', 'Reworks / reopenings'), `${of.reworks} / ${of.reopenings}`],
            ]} />
          </Card>
          {of.ratings.count ? <Card title={say('居民评价', 'Ratings')}><Facts of={[[say('人数', 'People'), of.ratings.count], [say('满意率', 'Satisfied'), percent(of.ratings.satisfactionRate)], [say('平均分', 'Mean'), of.ratings.mean?.toFixed(1) ?? '—']]} />{of.supervisorCheck ? <p className="note">{say('监督员核查：', 'Supervisor: ')}{of.supervisorCheck}</p> : null}</Card> : null}
          {of.supervisions.length ? <Card title={say('督办', 'Supervisions')}><ul className="plain">{of.supervisions.map((one) => <li key={one.id}><strong>{one.area.name}</strong> · {label('Link', one.link)} · {word(one.cause)}<br /><span className="faint small"><Time at={one.openedAt} /> {one.answeredAt ? say('已答复', 'answered') : say('待答复', 'waits for an answer')}</span></li>)}</ul></Card> : null}
          <Reviews of={of} more={more} again={again} />
          {more?.rounds.length ? <Card title={say('议事轮次', 'Rounds')}><ul className="plain">{more.rounds.map((round) => <li key={round.id}><Link to={`/rounds/${round.id}`}>{round.title}</Link> <Tag type="RoundState" value={round.state} /></li>)}</ul></Card> : null}
          {more?.notes.length ? <Card title={say('内部备注', 'Notes among staff')}><ul className="plain">{more.notes.map((note) => <li key={note.createdAt}><p className="text">{note.text}</p><span className="faint small">{note.author.nickname} · <Time at={note.createdAt} /></span></li>)}</ul></Card> : null}
        </aside>
      </div>
      <Panel title={title} open={!!deed} close={() => set(undefined)} wide={!!deed?.plan}>
        {deed && doing && !more ? <Loading /> : null}
        {deed && doing && more ? (
          <>
            {deed.hint ? <p className="faint">{deed.hint}</p> : null}
            <Act key={doing} draft={`case.${of.id}.${doing}`} fields={deed.fields} submit={title} look={deed.look ?? 'main'} act={deed.act} said={say(`已${title}：${of.title}`, `${title}: done`)}
              {...(deed.initial ? { initial: deed.plan ? { plan: '', ...deed.initial } : deed.initial } : {})}
              {...(deed.plan ? { extra: (values, change) => <Plan values={values} change={change} units={more.custodian.units} /> } : {})}
              done={() => { set(undefined); again(); }} />
          </>
        ) : null}
      </Panel>
    </article>
  );
}

function Tasks({ of }: { of: Case }) {
  const say = useSay();
  if (!of.tasks.length) return null;
  return (
    <Scroll name={say('任务', 'Tasks')}><table>
      <caption className="hidden">{say('任务', 'Tasks')}</caption>
      <thead><tr><th scope="col">{say('任务', 'Task')}</th><th scope="col">{say('承办单位', 'Unit')}</th><th scope="col">{say('期限', 'Due')}</th><th scope="col" className="num">{say('支出 / 预算', 'Spent / budget')}</th><th scope="col">{say('状态', 'State')}</th></tr></thead>
      <tbody>{of.tasks.map((task) => (
        <tr key={task.id}>
          <th scope="row">{task.title}{task.milestones.map((one) => <span key={one.at} className="milestone small faint">{when(one.at, 'day')} {one.text}<Gallery photos={one.photos} /></span>)}</th>
          <td>{task.unit?.name ?? '—'}</td><td className="one-line">{task.due}</td><td className="num">{money(task.spentFen)} / {money(task.budgetFen)}</td><td className="one-line">{word(task.state)}</td>
        </tr>
      ))}</tbody>
    </table></Scroll>
  );
}
