// The audit log, checked in this browser: each leaf is hashed again, and the root compared.
import { useState } from 'react';
import { leafHash } from '../log/leaf';
import { useAsk, usePages } from '../ask';
import { number, useSay } from '../language';
import { Answered, Button, Card, Choice, Copyable, Empty, Failure, Head, Loading, Scroll, More, Time } from '../parts/basics';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';
import { eventName } from '../words';

export function LogPage() {
  const say = useSay();
  const area = useDesk();
  const [only, setOnly] = useState<'all' | 'people'>('all');
  const head = useAsk(`head ${area.id}`, async () => (await client.record.logHead({ district: area.id })).logHead);
  const list = usePages(`log ${area.id}`, async (after) => (await client.record.logEntries({ district: area.id, first: 50, after })).log);
  const shown = list.nodes?.filter(({ kind }) => only === 'all' || /^(membership|person)\./.test(kind));
  const [checked, setChecked] = useState<Map<number, boolean>>(new Map());
  const check = () => setChecked(new Map(list.nodes?.map((entry) => [entry.seq, leafHash(area.code.slice(0, 6), entry) === entry.leaf])));
  const wrong = [...checked].filter(([, good]) => !good);
  return (
    <>
      <Head title={say('审计日志', 'Audit log')} over={area.name}><Button look="main" onPress={check}>{say('核对已载入的条目', 'Check what is loaded')}</Button></Head>
      <Card title={say('默克尔树', 'Merkle tree')}>
        <Answered of={head}>{(now) => (now ? <p>{say(`共 ${number(now.size)} 条，根：`, `${number(now.size)} entries, root: `)}<Copyable text={now.root} /></p> : <Empty>—</Empty>)}</Answered>
        {checked.size ? <p role="status">{wrong.length ? say(`有 ${wrong.length} 条与其哈希不符：${wrong.map(([seq]) => seq).join('、')}`, `${wrong.length} do not match their hash: ${wrong.map(([seq]) => seq).join(', ')}`) : say(`已在本机重新计算 ${checked.size} 条的哈希，全部相符。`, `${checked.size} leaves hashed again here; all match.`)}</p> : null}
      </Card>
      <Choice name={say('显示', 'Show')} value={only} onChange={setOnly} of={[{ id: 'all', name: say('全部', 'All') }, { id: 'people', name: say('人员与权限', 'People and roles') }]} />
      <Card>
        <Failure error={list.error} again={list.again} />
        {!list.nodes && !list.error ? <Loading /> : null}
        {shown?.length === 0 ? <Empty>{say('已载入的条目中没有。', 'None among those loaded.')}</Empty> : null}
        {shown?.length ? (
          <Scroll name={say('日志条目', 'Entries')}><table><caption className="hidden">{say('日志条目', 'Entries')}</caption><thead><tr><th scope="col" className="num">#</th><th scope="col">{say('时间', 'When')}</th><th scope="col">{say('事项', 'What')}</th><th scope="col">{say('经手', 'Who')}</th><th scope="col">{say('内容', 'Body')}</th><th scope="col">{say('叶子哈希', 'Leaf')}</th></tr></thead>
            <tbody>{shown.map((entry) => <tr key={entry.seq}><td className="num">{entry.seq}</td><td><Time at={entry.at} /></td><th scope="row">{eventName(entry.kind) === entry.kind ? null : <>{eventName(entry.kind)}<br /></>}<code className="small faint">{entry.kind}</code></th><td>{entry.actor?.nickname ?? say('系统', 'the system')}</td>
              <td><details><summary>{say('查看', 'Show')}</summary><pre>{pretty(entry.body)}</pre><p className="small faint">{entry.subject}</p></details></td><td><code className="small" title={entry.leaf}>{entry.leaf.slice(0, 12)}</code> {checked.has(entry.seq) ? (checked.get(entry.seq) ? '✓' : '✗') : ''}</td></tr>)}</tbody></table></Scroll>
        ) : null}
        <More list={list} />
      </Card>
    </>
  );
}

function pretty(body: string): string {
  try { return JSON.stringify(JSON.parse(body), null, 1); } catch { return body; }
}
