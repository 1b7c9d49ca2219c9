// The proof that an entry stands in the log: made from the entries read here, checked by the SDK's verifier.
import { useEffect, useState } from 'react';
import { verifyInclusion } from '../../../src/verify/merkle';
import { told } from '../ask';
import type { YitingError } from '../../../src/runtime/error';
import { number, useSay } from '../language';
import { Button, Copyable, Facts, Failure, Loading, Progress, Time, Verdict } from '../parts/basics';
import { save } from '../session/download';
import type { Place } from '../session/viewer';
import { eventName } from '../words';
import { leafHash } from './leaf';
import type { LogState } from './use-whole';
import type { Entry, Head } from './whole';

interface Proven { readonly entry: Entry; readonly leaf: string; readonly head: Head; readonly path: string[]; readonly good: boolean }

export function Inclusion({ area, log, seq }: { area: Place; log: LogState; seq: number }) {
  const say = useSay();
  const code = area.code.slice(0, 6);
  const [proven, set] = useState<Proven>();
  const [outside, setOutside] = useState<number>();
  const [error, setError] = useState<YitingError>();
  async function prove() {
    setError(undefined);
    try {
      const ready = await log.ready();
      if (!ready) return;
      const { head, whole } = ready;
      if (seq >= head.size) { setOutside(head.size); return; }
      const entry = await whole.entry(seq);
      if (!entry) throw new Error(say(`日志没有给出第 ${seq} 条`, `the log does not give entry ${seq}`));
      const leaf = leafHash(code, entry);
      const path = whole.tree.inclusion(seq, head.size);
      set({ entry, leaf, head, path, good: verifyInclusion(leaf, seq, head.size, path, head.root) });
    } catch (thrown) { setError(told(thrown)); }
  }
  useEffect(() => { void prove(); return log.stop; }, [seq]);
  if (outside !== undefined) return <Verdict good={false}><p>{say(`日志只有 ${number(outside)} 条，序号从 0 起，没有第 ${seq} 条。`, `The log has ${number(outside)} entries, counted from 0; there is no entry ${seq}.`)}</p></Verdict>;
  if (!proven) return (
    <>
      {log.progress ? <Progress what={say('正在读取日志，每一条都在本机重新计算', 'Reading the log; every entry is hashed here')} done={log.progress.done} of={log.progress.of} stop={log.stop} /> : null}
      <Failure error={error ?? log.error} again={() => { void prove(); }} />
      {!log.progress && !error && !log.error ? <Loading what={say('正在准备证明…', 'Making the proof…')} /> : null}
    </>
  );
  const { entry, leaf, head, path, good } = proven;
  return (
    <>
      <Verdict good={good}><p>{good ? say(`已证明：第 ${seq} 条就在 ${number(head.size)} 条的日志之中，内容与记入时相同。`, `Proven: entry ${seq} stands in the log of ${number(head.size)}, with the content with which it was appended.`)
        : say(`未能证明：由第 ${seq} 条的内容算不出公布的树根。条目或日志头有一方被改动，请保存证明并报告。`, `Not proven: the content of entry ${seq} does not lead to the published root. Either was changed; save the proof and report it.`)}</p></Verdict>
      <Facts of={[
        [say('事项', 'What'), <>{eventName(entry.kind)} <code className="small faint">{entry.kind}</code></>],
        [say('时间', 'When'), <Time at={entry.at} />],
        [say('经手', 'Who'), entry.actor?.nickname ?? say('系统', 'the system')],
        [say('叶子哈希', 'Leaf hash'), <code>{leaf}</code>],
        [say('树根', 'Root'), <Copyable text={head.root} />],
      ]} />
      <details><summary>{say(`路径（${path.length} 个相邻哈希，自下而上）`, `Path: ${path.length} sibling hashes, from below`)}</summary><ol className="hashes">{path.map((one) => <li key={one}><code className="small">{one}</code></li>)}</ol></details>
      <div className="acts"><Button look="main" onPress={() => save(JSON.stringify({ kind: 'inclusion', tree: 'RFC 6962', hash: 'sha256', district: code, index: seq, leaf, size: head.size, root: head.root, path, verified: good, entry: { seq, at: entry.at, actor: entry.actor?.id ?? null, kind: entry.kind, subject: entry.subject, body: entry.body } }, null, 1), `yiting-${code}-inclusion-${seq}-${head.size}.json`)}>{say('下载证明', 'Download the proof')}</Button></div>
    </>
  );
}
