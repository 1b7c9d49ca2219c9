// What happened, as it stands in the log, and how the text changed.
import { useState } from 'react';
import { useAsk } from '../ask';
import { useSay } from '../language';
import { Answered, Card, Choice, Time } from '../parts/basics';
import { client } from '../session/client';
import { eventName, minor } from '../words';

export function History({ id, version }: { id: string; version: number }) {
  const say = useSay();
  const history = useAsk(`history ${id} ${version}`, () => client.proposal.proposalHistory({ proposal: id }));
  const [all, set] = useState<'main' | 'all'>('main');
  return (
    <Card title={say('经过', 'Timeline')} aside={<Choice name={say('显示', 'Show')} value={all} onChange={set} of={[{ id: 'main', name: say('要点', 'Main') }, { id: 'all', name: say('全部', 'All') }]} />}>
      <Answered of={history}>{({ timeline, versions }) => (
        <>
          <ol className="timeline">
            {timeline.filter(({ kind }) => all === 'all' || !minor(kind)).map((entry) => (
              <li key={entry.seq}><Time at={entry.at} /><strong>{eventName(entry.kind)}</strong><span className="faint">{entry.actor?.nickname ?? say('系统计时', 'the clock')}</span><code className="faint small" title={say('日志叶子哈希', 'leaf hash in the log')}>#{entry.seq}</code></li>
            ))}
          </ol>
          {versions.length > 1 ? (
            <details><summary>{say(`文本共有 ${versions.length} 个版本`, `${versions.length} versions of the text`)}</summary>
              {versions.map((one) => (
                <div key={one.number} className="diff"><p className="faint small">{say(`第 ${one.number} 版`, `Version ${one.number}`)} · <Time at={one.createdAt} /></p>
                  <p className="text">{one.changes.map((run, at) => (run.kind === 'added' ? <ins key={at}>{run.text}</ins> : run.kind === 'removed' ? <del key={at}>{run.text}</del> : <span key={at}>{run.text}</span>))}</p>
                </div>
              ))}
            </details>
          ) : null}
        </>
      )}</Answered>
    </Card>
  );
}
