// What other periods would have meant over the last quarter's log.
import { useState } from 'react';
import { useAsk } from '../ask';
import { narrowOf } from '../hub-names';
import { choices, label, number, percent, useSay } from '../language';
import { Answered, Card, Choice, Head, Scroll } from '../parts/basics';
import { FieldOf } from '../parts/form';
import { Link, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

const PERIODS = ['screeningDays', 'reviewDays', 'noticeDays', 'evaluationDays', 'graceDays'] as const;

export function WhatIfPage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const scope = narrowOf(query).area ?? desk.id;
  const [tier, setTier] = useState('NEIGHBORHOOD');
  const [days, set] = useState<Partial<Record<(typeof PERIODS)[number], string>>>({ screeningDays: '3', reviewDays: '' });
  const change = { tier: tier as 'BLOCK', ...Object.fromEntries(PERIODS.flatMap((name) => (days[name] ? [[name, Math.max(1, Math.round(Number(days[name])))]] : []))) };
  const page = useAsk(`what if ${scope} ${JSON.stringify(change)}`, async () => (await client.staff.hub.staffWhatIf({ scope, change })).whatIfSla);
  const names: Record<string, string> = { screeningDays: say('受理', 'Screening'), reviewDays: say('审议', 'Review'), noticeDays: say('公示', 'Notice'), evaluationDays: say('评估', 'Evaluation'), graceDays: say('督办宽限', 'Grace') };
  const delta = (now: number, then: number) => (then === now ? '±0' : then > now ? `+${number(then - now)}` : `−${number(now - then)}`);
  return (
    <>
      <Head title={say('期限推演', 'What if the periods were others')} over={<Link to="/dashboard">{say('运行总览', 'Dashboard')}</Link>} />
      <p className="lead">{say('用上一季度的真实日志重新计算：若期限不同，会有多少环节超期、触发督办。假定人员办理速度不变。', 'The last quarter’s log counted again under other periods. People are taken to have worked as they did.')}</p>
      <Choice name={say('层级', 'Tier')} value={tier} onChange={setTier} of={choices('Tier').filter(({ id }) => ['DISTRICT', 'STREET', 'NEIGHBORHOOD', 'BLOCK'].includes(id))} />
      <div className="row">{PERIODS.map((name) => <FieldOf key={name} field={{ name, label: `${names[name]}${say('（工作日）', ', working days')}`, kind: 'number', optional: true, least: 1, hint: say('留空为现行', 'as now when empty') }} value={days[name] ?? ''} change={(value) => set((before) => ({ ...before, [name]: String(value) }))} />)}</div>
      <Answered of={page}>{(outcome) => (
        <Card title={`${outcome.firstDay} – ${outcome.lastDay}`}>
          <Scroll name={say('推演结果', 'Outcome')}><table><caption className="hidden">{say('推演结果', 'Outcome')}</caption>
            <thead><tr><th scope="col">{say('环节', 'Link')}</th><th scope="col" className="num">{say('件次', 'Stays')}</th><th scope="col" className="num">{say('超期：现行', 'Overdue now')}</th><th scope="col" className="num">{say('推演', 'then')}</th><th scope="col" className="num">{say('变化', 'change')}</th><th scope="col" className="num">{say('督办：现行', 'Supervised now')}</th><th scope="col" className="num">{say('推演', 'then')}</th></tr></thead>
            <tbody>{outcome.links.map((one) => <tr key={one.link}><th scope="row">{label('Link', one.link)}</th><td className="num">{number(one.stays)}</td><td className="num">{number(one.late)}</td><td className="num"><strong>{number(one.lateThen)}</strong></td><td className="num">{delta(one.late, one.lateThen)}</td><td className="num">{number(one.pastGrace)}</td><td className="num"><strong>{number(one.pastGraceThen)}</strong></td></tr>)}</tbody></table></Scroll>
          <p>{say('办结', 'Closed')} {number(outcome.closed)} · {say('按时办结：现行', 'on time now')} <strong>{percent(outcome.closed ? outcome.onTime / outcome.closed : null)}</strong> → {say('推演', 'then')} <strong>{percent(outcome.closed ? outcome.onTimeThen / outcome.closed : null)}</strong></p>
        </Card>
      )}</Answered>
    </>
  );
}
