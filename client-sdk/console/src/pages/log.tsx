// The audit log, checked in this browser: entries are hashed again, proven to stand in the tree, and the tree
// is compared with one that was kept earlier.
import { memo, useState } from 'react';
import { usePages } from '../ask';
import { useSay } from '../language';
import { ConsistencyCard, HeadCard } from '../log/head-cards';
import { Inclusion } from '../log/inclusion';
import { leafHash } from '../log/leaf';
import { useWhole } from '../log/use-whole';
import { bare, type Entry } from '../log/whole';
import { Button, Card, Choice, Empty, Failure, Head, Loading, More, Panel, Scroll, Time } from '../parts/basics';
import { FieldOf } from '../parts/form';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';
import { eventName } from '../words';

export function LogPage() {
  const say = useSay();
  const area = useDesk();
  const [only, setOnly] = useState<'all' | 'people'>('all');
  const log = useWhole(area);
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const list = usePages(`log ${area.id}`, async (after) => (await client.record.logEntries({ district: area.id, first: 50, after })).log);
  const shown = list.nodes?.filter(({ kind }) => only === 'all' || /^(membership|person)\./.test(kind));
  const [proving, prove] = useState<number>();
  const [wanted, want] = useState('');
  const code = area.code.slice(0, 6);
  return (
    <>
      <Head title={say('审计日志', 'Audit log')} over={area.name} />
      <div className="halves">
        <HeadCard area={area} log={log} kept={again} />
        <ConsistencyCard area={area} log={log} turn={turn} changed={again} />
      </div>
      <Card title={say('条目', 'Entries')}>
        <div className="filters no-print">
          <form className="inline" onSubmit={(event) => { event.preventDefault(); if (/^\d+$/.test(wanted)) prove(Number(wanted)); }}>
            <FieldOf field={{ name: 'seq', label: say('按序号证明', 'Prove by number'), kind: 'number', least: 0, optional: true }} value={wanted} change={(value) => want(String(value))} />
            <Button type="submit" isDisabled={!/^\d+$/.test(wanted)}>{say('证明', 'Prove')}</Button>
          </form>
        </div>
        <Choice name={say('显示', 'Show')} value={only} onChange={setOnly} of={[{ id: 'all', name: say('全部', 'All') }, { id: 'people', name: say('人员与权限', 'People and roles') }]} />
        <Failure error={list.error} again={list.again} />
        {!list.nodes && !list.error ? <Loading /> : null}
        {shown?.length === 0 ? <Empty>{say('已载入的条目中没有。', 'None among those loaded.')}</Empty> : null}
        {shown?.length ? (
          <Scroll name={say('日志条目', 'Entries')}><table><caption className="hidden">{say('日志条目', 'Entries')}</caption><thead><tr><th scope="col" className="num">#</th><th scope="col">{say('时间', 'When')}</th><th scope="col">{say('事项', 'What')}</th><th scope="col">{say('经手', 'Who')}</th><th scope="col">{say('内容', 'Body')}</th><th scope="col">{say('叶子哈希', 'Leaf')}</th><th scope="col"><span className="hidden">{say('证明', 'Proof')}</span></th></tr></thead>
            <tbody>{shown.map((entry) => <tr key={entry.seq}><td className="num">{entry.seq}</td><td><Time at={entry.at} /></td><th scope="row">{eventName(entry.kind) === entry.kind ? null : <>{eventName(entry.kind)}<br /></>}<code className="small faint">{entry.kind}</code></th><td>{entry.actor?.nickname ?? say('系统', 'the system')}</td>
              <td><details><summary>{say('查看', 'Show')}</summary><pre>{pretty(entry.body)}</pre><p className="small faint">{entry.subject}</p></details></td><td><Leaf code={code} entry={entry} /></td>
              <td><Button look="quiet" aria-label={say(`证明第 ${entry.seq} 条`, `Prove entry ${entry.seq}`)} onPress={() => prove(entry.seq)}>{say('证明', 'Prove')}</Button></td></tr>)}</tbody></table></Scroll>
        ) : null}
        <More list={list} />
      </Card>
      <Panel title={say(`第 ${proving ?? ''} 条的包含证明`, `Inclusion proof of entry ${proving ?? ''}`)} open={proving !== undefined} close={() => prove(undefined)} wide>
        {proving === undefined ? null : <Inclusion key={proving} area={area} log={log} seq={proving} />}
      </Panel>
    </>
  );
}

/** The leaf hash as the server gives it, and whether it is the one of the entry. */
const Leaf = memo(function Leaf({ code, entry }: { code: string; entry: Entry }) {
  const say = useSay();
  return <><code className="small" title={entry.leaf}>{bare(entry.leaf).slice(0, 12)}</code> {leafHash(code, entry) === bare(entry.leaf) ? null : <strong className="wrong">{say('不符', 'differs')}</strong>}</>;
});

function pretty(body: string): string {
  try { return JSON.stringify(JSON.parse(body), null, 1); } catch { return body; }
}
