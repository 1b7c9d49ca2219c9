// The head of the log: checked against all entries, kept, and compared with one that was kept earlier.
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { verifyConsistency } from '../../../src/verify/merkle';
import { number, useSay } from '../language';
import { Answered, Button, Card, Copyable, Empty, Failure, Progress, Time, Verdict } from '../parts/basics';
import { FieldOf } from '../parts/form';
import { toast } from '../parts/toast';
import { now } from '../session/client';
import { save } from '../session/download';
import type { Place } from '../session/viewer';
import { bodyOf, keep, keptHeads, parseHead } from './heads';
import type { LogState } from './use-whole';
import { bare, type Head } from './whole';

export function HeadCard({ area, log, kept }: { area: Place; log: LogState; kept(): void }) {
  const say = useSay();
  const { checked } = log;
  const code = area.code.slice(0, 6);
  const keepNow = (head: Head) => {
    const one = { size: head.size, root: bare(head.root), at: new Date(now()).toISOString() };
    const others = keptHeads(code).filter(({ size, root }) => size !== one.size || root !== one.root);
    if (keep(code, [one, ...others])) toast(say('已留存在本浏览器', 'Kept in this browser'));
    else toast(say('浏览器没有空间，未能留存，请下载', 'The browser has no room to keep it; download it'));
    kept();
  };
  return (
    <Card title={say('日志头', 'Head of the log')}>
      <Answered of={log.head}>{(head) => (head ? (
        <>
          <p>{say(`共 ${number(head.size)} 条，默克尔树根（RFC 6962，SHA-256）：`, `${number(head.size)} entries; Merkle root (RFC 6962, SHA-256):`)}<br /><Copyable text={bare(head.root)} /></p>
          <div className="acts">
            <Button look="main" busy={!!log.progress} onPress={() => { void log.ready(); }}>{say('核对整个日志', 'Check the whole log')}</Button>
            <Button onPress={() => keepNow(head)}>{say('留存此日志头', 'Keep this head')}</Button>
            <Button onPress={() => save(bodyOf(`${location.host}/log/${code}`, { size: head.size, root: bare(head.root) }), `yiting-${code}-${head.size}.checkpoint`, 'text/plain')}>{say('下载日志头', 'Download the head')}</Button>
          </div>
        </>
      ) : <Empty>{say('日志还没有条目。', 'The log has no entries yet.')}</Empty>)}</Answered>
      {log.progress ? <Progress what={say('正在读取并重新计算每一条的哈希', 'Reading and hashing every entry')} done={log.progress.done} of={log.progress.of} stop={log.stop} /> : null}
      <Failure error={log.error} />
      {checked ? (
        <Verdict good={checked.same && !checked.whole.wrong.length}>
          {checked.whole.wrong.length ? <p>{say(`有 ${checked.whole.wrong.length} 条与其哈希不符，序号：${checked.whole.wrong.slice(0, 20).join('、')}`, `${checked.whole.wrong.length} entries do not match their hash: ${checked.whole.wrong.slice(0, 20).join(', ')}`)}</p> : null}
          <p>{checked.same ? say(`已在本机重新计算 ${number(checked.head.size)} 条的哈希和树根，与服务器公布的日志头一致。`, `${number(checked.head.size)} entries and the root were hashed again here and match the published head.`)
            : say('由全部条目算出的树根与服务器公布的不同：公布的日志头不是这些条目的。', 'The root over all entries is not the published one: the head is not of these entries.')}</p>
        </Verdict>
      ) : null}
    </Card>
  );
}

interface Compared { readonly old: Head; readonly head: Head; readonly path: string[]; readonly good: boolean }

export function ConsistencyCard({ area, log, turn, changed }: { area: Place; log: LogState; turn: number; changed(): void }) {
  const say = useSay();
  const code = area.code.slice(0, 6);
  const [text, set] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [found, setFound] = useState<Compared>();
  const heads = keptHeads(code);
  async function compare(old: Head) {
    setFound(undefined);
    const ready = await log.ready();
    if (!ready) return;
    const { head, whole } = ready;
    const path = old.size <= head.size ? whole.tree.consistency(old.size, head.size) : [];
    setFound({ old, head, path, good: verifyConsistency(old.size, old.root, head.size, head.root, path) });
  }
  const entered = (given: string) => {
    const head = parseHead(given);
    setWrong(head ? undefined : say('读不出日志头：应为“条数 树根”，或下载的日志头、证明文件的内容。', 'No head in this: it should be “size root”, or the content of a head or proof that was downloaded.'));
    if (head) void compare(head);
  };
  return (
    <Card title={say('与先前的日志头比对', 'Compare with an earlier head')}>
      <p className="small faint">{say('谁留存过日志头，谁就能证明此前的记录没有被改动。日志头宜另存于服务器之外；本浏览器中的只供便利。', 'Whoever kept a head can show that nothing before it was changed. Keep heads away from this server; those in this browser are a convenience.')}</p>
      {heads.length ? (
        <ul className="plain" key={turn} aria-label={say('本浏览器留存的日志头', 'Heads kept in this browser')}>{heads.map((one) => (
          <li key={`${one.size} ${one.root}`} className="kept-head"><span>{say(`${number(one.size)} 条`, `${number(one.size)} entries`)} · <Time at={one.at} /><br /><code className="small">{one.root.slice(0, 24)}…</code></span>
            <span className="acts"><Button busy={!!log.progress} aria-label={say(`比对 ${one.size} 条的日志头`, `Compare the head of ${one.size} entries`)} onPress={() => { void compare(one); }}>{say('比对', 'Compare')}</Button>
              <Button look="quiet" aria-label={say(`移除 ${one.size} 条的日志头`, `Remove the head of ${one.size} entries`)} onPress={() => { keep(code, heads.filter((other) => other !== one)); changed(); }}>{say('移除', 'Remove')}</Button></span></li>
        ))}</ul>
      ) : <Empty>{say('本浏览器没有留存的日志头。', 'No head is kept in this browser.')}</Empty>}
      <FieldOf field={{ name: 'head', label: say('粘贴先前的日志头', 'Paste an earlier head'), kind: 'area', rows: 3, optional: true, hint: say('“条数 树根”，或下载的日志头、证明文件的内容', '“size root”, or the content of a downloaded head or proof') }} value={text} change={(value) => { set(String(value)); setWrong(undefined); }} wrong={wrong} />
      <div className="acts">
        <Button isDisabled={!text.trim()} busy={!!log.progress} onPress={() => entered(text)}>{say('比对粘贴的日志头', 'Compare what is pasted')}</Button>
        <FileTrigger onSelect={(files) => { const file = files?.[0]; if (file) void file.text().then((given) => { set(given); entered(given); }); }}><Button>{say('从文件载入', 'Load from a file')}</Button></FileTrigger>
      </div>
      {found ? (
        <Verdict good={found.good}>
          <p>{found.good ? say(`一致：先前的 ${number(found.old.size)} 条原样是现在 ${number(found.head.size)} 条的开头，没有一条被改动、删除或插入。`, `Consistent: the earlier ${number(found.old.size)} entries stand unchanged at the beginning of the present ${number(found.head.size)}; none was changed, removed or put between.`)
            : found.old.size > found.head.size ? say(`不一致：先前有 ${number(found.old.size)} 条，现在只有 ${number(found.head.size)} 条，日志变短了。`, `Not consistent: there were ${number(found.old.size)} entries and are ${number(found.head.size)} now; the log has become shorter.`)
            : say(`不一致：现在的日志不以先前的 ${number(found.old.size)} 条开头。请保存两个日志头并报告。`, `Not consistent: the present log does not begin with the earlier ${number(found.old.size)} entries. Save both heads and report it.`)}</p>
          <p className="small">{say('先前的树根 ', 'Earlier root ')}<code>{found.old.root}</code></p>
          <p className="small">{say('现在的树根 ', 'Present root ')}<code>{found.head.root}</code></p>
          <div className="acts"><Button onPress={() => save(JSON.stringify({ kind: 'consistency', tree: 'RFC 6962', hash: 'sha256', district: code, from: found.old, size: found.head.size, root: found.head.root, path: found.path, verified: found.good }, null, 1), `yiting-${code}-consistency-${found.old.size}-${found.head.size}.json`)}>{found.good ? say('下载一致性证明', 'Download the consistency proof') : say('下载比对结果', 'Download what was found')}</Button></div>
        </Verdict>
      ) : null}
    </Card>
  );
}
