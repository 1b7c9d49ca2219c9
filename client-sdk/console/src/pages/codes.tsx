// Mini-program codes of an area and its matters: made, printed, withdrawn.
import { useState } from 'react';
import { useAsk, usePages } from '../ask';
import type { StaffCodesQuery } from '../generated/types';
import { instantOf, label, useSay, when } from '../language';
import { Answered, Button, Card, Choice, Copyable, Empty, Failure, Head, Loading, More, Panel, Tag } from '../parts/basics';
import { Act, type Field, FieldOf, textOf } from '../parts/form';
import { narrow, usePlace } from '../router';
import { client, now } from '../session/client';
import { useDesk } from '../session/viewer';

type Code = StaffCodesQuery['codes']['nodes'][number];

const nameOf = (code: Code) => (code.target && 'name' in code.target ? code.target.name : code.target && 'title' in code.target ? code.target.title : undefined);
const stateOf = (code: Code) => (code.revokedAt ? 'revoked' : code.expiresAt && Date.parse(code.expiresAt) <= now() ? 'expired' : 'good');

export function CodesPage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const area = query.get('area') ?? desk.id;
  const wanted = query.get('for') ?? undefined;
  const below = useAsk(desk.tier === 'BLOCK' ? null : `children ${desk.id}`, () => client.place.areaChildren({ area: desk.id }));
  const areas = [{ id: desk.id, name: desk.name }, ...(below.data?.children.nodes ?? []).map(({ id, name }) => ({ id, name }))];
  const here = areas.find(({ id }) => id === area);
  const list = usePages(`codes ${area}`, async (after) => (await client.staff.codes.staffCodes({ area, after })).codes);
  const [making, make] = useState(wanted !== undefined);
  const [withdrawing, withdraw] = useState<Code>();
  const [shown, show] = useState<'good' | 'all'>('good');
  const [left, leave] = useState<ReadonlySet<string>>(new Set());
  const visible = list.nodes?.filter((code) => shown === 'all' || stateOf(code) === 'good');
  const printed = visible?.filter((code) => stateOf(code) === 'good' && !left.has(code.scene)) ?? [];
  const toggle = (scene: string) => leave((before) => { const after = new Set(before); if (!after.delete(scene)) after.add(scene); return after; });
  return (
    <>
      <Head title={say('小程序码', 'Mini-program codes')} over={here?.name ?? desk.name}>
        {printed.length ? <Button onPress={() => print()}>{say(`打印 ${printed.length} 张`, `Print ${printed.length}`)}</Button> : null}
        <Button look="main" onPress={() => make(true)}>{say('新的小程序码', 'New code')}</Button>
      </Head>
      <p className="lead no-print">{say('贴在楼道、公告栏或会场门口，居民扫码即到所指的事项。停用后，扫到的人会看到已停用的说明。', 'Put up in a stairwell, on a notice board or at a meeting’s door: whoever scans one comes to its matter. Who scans a withdrawn one is told so.')}</p>
      <div className="filters no-print">
        <FieldOf field={{ name: 'area', label: say('区域', 'Area'), kind: 'search', choices: areas }} value={area} change={(value) => { if (value && value !== area) narrow({ area: String(value), for: undefined }); }} />
      </div>
      <Choice name={say('显示', 'Show')} value={shown} onChange={show} of={[{ id: 'good', name: say('有效的', 'Good ones') }, { id: 'all', name: say('全部', 'All') }]} />
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {visible?.length === 0 ? <Card><Empty>{list.nodes?.length ? say('已载入的码中没有有效的。', 'None of those loaded is good.') : say('这里还没有小程序码。', 'There is no code here yet.')}</Empty></Card> : null}
      {visible?.length ? (
        <ul className="sheet plain" aria-label={say('小程序码', 'Mini-program codes')}>{visible.map((code) => (
          <Slip key={code.scene} code={code} printed={printed.includes(code)} toggle={() => toggle(code.scene)} withdraw={() => withdraw(code)} again={list.again} />
        ))}</ul>
      ) : null}
      <More list={list} />
      <Panel title={say('新的小程序码', 'New code')} open={making} close={() => make(false)}>
        {making ? <Make area={area} name={here?.name ?? desk.name} {...(wanted ? { wanted } : {})} done={() => { make(false); list.again(); }} /> : null}
      </Panel>
      <Panel title={say('停用小程序码', 'Withdraw the code')} open={!!withdrawing} close={() => withdraw(undefined)}>
        {withdrawing ? <><p>{label('CodeKind', withdrawing.kind)} · {nameOf(withdrawing) ?? '—'}</p><p className="faint">{say('停用不可恢复；已贴出的请取下。', 'It cannot be undone; take down what is put up.')}</p>
          <Act draft={`revoke.${withdrawing.scene}`} submit={say('停用', 'Withdraw')} look="danger" said={say('已停用', 'Withdrawn')} done={() => { withdraw(undefined); list.again(); }} fields={[]} act={(_, key) => client.wechat.revokeCode({ scene: withdrawing.scene }, { key })} /></> : null}
      </Panel>
    </>
  );
}

function Slip({ code, printed, toggle, withdraw, again }: { code: Code; printed: boolean; toggle(): void; withdraw(): void; again(): void }) {
  const say = useSay();
  const [broken, setBroken] = useState(false);
  const [linking, setLinking] = useState(false);
  const state = stateOf(code);
  const name = nameOf(code) ?? say('（无权查看）', '(not shown to you)');
  return (
    <li className={`slip code${printed ? '' : ' no-print'}`}>
      <p className="small faint">{label('CodeKind', code.kind)}</p>
      <p><strong>{name}</strong></p>
      {state !== 'good' ? <p><Tag value="CANCELLED" text={state === 'revoked' ? say(`已停用 ${when(code.revokedAt, 'day')}`, `withdrawn ${when(code.revokedAt, 'day')}`) : say('已过期', 'expired')} /></p>
        : broken ? <p className="note">{say('图片暂时取不到，请稍后重新打开本页。', 'The picture cannot be had now; open this page again later.')}</p>
        : <img className="code-picture" src={code.picture} alt={say(`小程序码：${name}`, `Mini-program code: ${name}`)} loading="lazy" onError={() => setBroken(true)} />}
      {state === 'good' ? <p className="small">{say('微信扫一扫', 'Scan with WeChat')}{code.expiresAt ? say(`，${when(code.expiresAt)} 前有效`, `, good until ${when(code.expiresAt)}`) : ''}</p> : null}
      <div className="no-print slip-more">
        <p className="small faint">{say('生成于 ', 'Made ')}{when(code.createdAt)}</p>
        {code.link ? <Copyable text={code.link} /> : null}
        {state === 'good' ? (
          <>
            <FieldOf field={{ name: code.scene, label: say('打印这一张', 'Print this one'), kind: 'check' }} value={printed} change={toggle} />
            <div className="acts">
              {code.link ? null : <Button look="quiet" aria-label={say(`生成链接：${name}`, `Make a link: ${name}`)} onPress={() => setLinking(true)}>{say('生成链接', 'Make a link')}</Button>}
              <a className="button quiet" href={code.picture} download={`${name}.png`} aria-label={say(`下载图片：${name}`, `Download the picture: ${name}`)}>{say('下载', 'Download')}</a>
              <Button look="quiet" aria-label={say(`停用：${name}`, `Withdraw: ${name}`)} onPress={withdraw}>{say('停用', 'Withdraw')}</Button>
            </div>
          </>
        ) : null}
      </div>
      <Panel title={say('生成链接', 'Make a link')} open={linking} close={() => setLinking(false)}>
        {linking ? <><p className="faint">{say('链接可发在群里或短信中，从微信外打开小程序，30 天内有效。', 'A link for chats and text messages that opens the app from outside WeChat, good for 30 days.')}</p><Act draft={`link.${code.scene}`} submit={say('生成链接', 'Make the link')} said={say('已生成链接', 'The link is made')} done={() => { setLinking(false); again(); }} fields={[]} act={(_, key) => client.wechat.makeCodeLink({ scene: code.scene }, { key })} /></> : null}
      </Panel>
    </li>
  );
}

function Make({ area, name, wanted, done }: { area: string; name: string; wanted?: string; done(): void }) {
  const say = useSay();
  const targets = useAsk(`targets ${area}`, () => client.staff.codes.staffCodeTargets({ area }));
  return (
    <Answered of={targets}>{(found) => {
      const choices = [
        { id: area, name: `${label('CodeKind', 'AREA')} · ${name}` },
        ...found.meetings.nodes.filter((one) => one.area.id === area).map((one) => ({ id: one.id, name: `${label('CodeKind', 'MEETING')} · ${one.title}（${when(one.startsAt)}）` })),
        ...found.rounds.nodes.filter((one) => one.area.id === area).map((one) => ({ id: one.id, name: `${label('CodeKind', 'ROUND')} · ${one.title}` })),
        ...found.proposals.nodes.map((one) => ({ id: one.id, name: `${label('CodeKind', 'PROPOSAL')} · ${one.number ?? ''} ${one.title}` })),
      ];
      const fields: Field[] = [
        { name: 'target', label: say('指向', 'Leads to'), kind: 'search', choices },
        { name: 'until', label: say('有效至', 'Good until'), kind: 'minute', optional: true, hint: say('留空即长期有效', 'without end when left empty') },
      ];
      return (
        <Act draft={`code.${area}`} submit={say('生成', 'Make')} said={say('已生成', 'Made')} fields={fields} initial={{ target: wanted && choices.some(({ id }) => id === wanted) ? wanted : area }} done={done}
          act={(values, key) => client.wechat.makeCode({ target: textOf(values, 'target'), ...(textOf(values, 'until') ? { expiresAt: instantOf(textOf(values, 'until')) } : {}) }, { key })} />
      );
    }}</Answered>
  );
}
