// Residents: verification, those without a phone, and codes for households, to be printed and handed out.
import { useState } from 'react';
import { useAsk, usePages } from '../ask';
import { label, number, useSay } from '../language';
import { Answered, Button, Card, Copyable, Empty, Facts, Failure, Head, Loading, More, Panel, Scroll, Time } from '../parts/basics';
import { Act, type Field, FieldOf, textOf } from '../parts/form';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';
import { told } from '../ask';
import type { YitingError } from '../../../src/runtime/error';

const areaOf = (values: Record<string, string | boolean>) => { const text = textOf(values, 'exclusive'); return text ? { exclusiveArea: Math.round(Number(text) * 100) } : {}; };

export function ResidentsPage() {
  const say = useSay();
  const desk = useDesk();
  const blocks = useAsk(`blocks ${desk.id}`, async () => (desk.tier === 'BLOCK' ? [{ ...desk, blockKind: null, households: null }] : (await client.place.areasBelow({ below: desk.id, tier: 'BLOCK' })).areas.nodes));
  const [block, choose] = useState<string>();
  const [made, setMade] = useState<string>();
  return (
    <>
      <Head title={say('居民核实', 'Residents')} over={desk.name} />
      <Answered of={blocks}>{(all) => {
        const here = all.find(({ id }) => id === block) ?? all[0];
        if (!here) return <Empty>{say('本区域没有小区。', 'There is no block here.')}</Empty>;
        const household: Field = { name: 'household', label: say('门牌（户）', 'Household'), kind: 'text', hint: say('例如 3号楼1201', 'such as 3-1201') };
        const exclusive: Field = { name: 'exclusive', label: say('专有面积（m²，业主填写）', 'Exclusive area (m², owners)'), kind: 'yuan', optional: true };
        return (
          <>
            <div className="filters no-print"><FieldOf field={{ name: 'block', label: say('小区', 'Block'), kind: 'search', choices: all.map((one) => ({ id: one.id, name: one.name })) }} value={here.id} change={(value) => { if (value) choose(String(value)); }} />
              <p className="faint small">{here.blockKind ? label('BlockKind', here.blockKind) : ''}{here.households ? ` · ${say(`${number(here.households)} 户`, `${number(here.households)} households`)}` : ''}</p></div>
            {made ? <Card tone="calm"><p>{say('已登记，编号：', 'Recorded, id: ')}<Copyable text={made} /></p></Card> : null}
            <div className="thirds no-print">
              <Card title={say('核实居民', 'Verify a resident')}>
                <p className="faint small">{say('居民已用手机登录、尚未核实住址。', 'They have logged in and are not yet verified.')}</p>
                <Act key={here.id} secret draft={`verify.${here.id}`} submit={say('核实', 'Verify')} said={say('已核实', 'Verified')} fields={[{ name: 'person', label: say('居民', 'Resident'), kind: 'person', area: desk.id, hint: say('输入手机号，或本人在小程序“我的”中看到的编号', 'Their phone number, or the id that the mini-program shows them') }, { ...household, optional: true }, exclusive]}
                  act={(values, key) => client.people.verifyResident({ person: textOf(values, 'person'), area: here.id, ...(textOf(values, 'household') ? { household: textOf(values, 'household') } : {}), ...areaOf(values) }, { key })} />
              </Card>
              <Card title={say('登记没有手机的居民', 'Record a resident without a phone')}>
                <p className="faint small">{say('姓名和电话加密保存，只显示遮盖后的内容。', 'Name and phone are stored sealed and shown masked.')}</p>
                <Act key={here.id} secret draft={`register.${here.id}`} submit={say('登记', 'Record')} said={say('已登记', 'Recorded')} fields={[{ name: 'realName', label: say('姓名', 'Name'), kind: 'text' }, { name: 'phone', label: say('电话', 'Phone'), kind: 'text', optional: true }, household, exclusive]}
                  act={(values, key) => client.people.registerResident({ area: here.id, realName: textOf(values, 'realName'), household: textOf(values, 'household'), ...(textOf(values, 'phone') ? { phone: textOf(values, 'phone') } : {}), ...areaOf(values) }, { key })}
                  done={(result) => setMade((result as { person: { id: string } }).person.id)} />
              </Card>
              <Codes key={here.id} area={here} />
            </div>
            <Living key={`living ${here.id}`} area={here} />
          </>
        );
      }}</Answered>
    </>
  );
}

/** Codes for households. They are made one by one, kept on this page only, and printed eight to a sheet. */
function Codes({ area }: { area: { id: string; name: string } }) {
  const say = useSay();
  const [text, set] = useState('');
  const [codes, setCodes] = useState<Array<{ household: string; code: string }>>([]);
  const [working, setWorking] = useState<{ done: number; of: number }>();
  const [error, setError] = useState<YitingError>();
  async function make() {
    const wanted = [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))].filter((household) => !codes.some((one) => one.household === household));
    setError(undefined);
    try {
      for (const [at, household] of wanted.entries()) {
        setWorking({ done: at, of: wanted.length });
        const { code } = await client.people.inviteHousehold({ area: area.id, household });
        setCodes((before) => [...before, { household, code }]);
      }
      set('');
    } catch (thrown) { setError(told(thrown)); } finally { setWorking(undefined); }
  }
  return (
    <>
      <Card title={say('住户邀请码', 'Household codes')}>
        <p className="faint small">{say('每户一张，凭码核实住址；只在此刻显示，离开本页即不再保留。', 'One a household; shown now and never again.')}</p>
        <FieldOf field={{ name: 'households', label: say('门牌，每行一户', 'Households, one a line'), kind: 'area', rows: 5 }} value={text} change={(value) => set(String(value))} />
        <Failure error={error} again={() => { void make(); }} />
        {working ? <Loading what={say(`正在生成 ${working.done} / ${working.of}`, `${working.done} of ${working.of}`)} /> : null}
        <div className="acts"><Button look="main" busy={!!working} isDisabled={!text.trim()} onPress={() => { void make(); }}>{say('生成邀请码', 'Make codes')}</Button>{codes.length ? <Button onPress={() => print()}>{say(`打印 ${codes.length} 张`, `Print ${codes.length}`)}</Button> : null}</div>
      </Card>
      {codes.length ? <section className="sheet" aria-label={say('住户邀请码', 'Household codes')}>{codes.map(({ household, code }) => (
        <div key={household} className="slip"><p>{area.name} · {household}</p><p className="slip-code">{code}</p><p className="small">{say('打开“议亭”小程序，在“我的—住址核实”输入此码。请勿转交他人。', 'Enter this code in the Yiting mini-program under “verify my address”. Do not pass it on.')}</p></div>
      ))}</section> : null}
    </>
  );
}

/** Who is verified here, with names and numbers masked; to see one whole takes a reason, and is recorded. */
function Living({ area }: { area: { id: string; name: string } }) {
  const say = useSay();
  const list = usePages(`residents ${area.id}`, async (after) => (await client.people.residents({ area: area.id, first: 30, after })).residents);
  const [asked, ask] = useState<{ id: string; nickname: string | null }>();
  const [whole, show] = useState<{ phone: string | null; realName: string | null }>();
  const close = () => { ask(undefined); show(undefined); };
  const title = say('已核实的居民', 'Verified residents');
  return (
    <Card title={`${title} · ${area.name}`}>
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('还没有核实的居民。', 'Nobody is verified yet.')}</Empty> : null}
      {list.nodes?.length ? (
        <Scroll name={title}><table><caption className="hidden">{title}</caption>
          <thead><tr><th scope="col">{say('居民', 'Resident')}</th><th scope="col">{say('门牌', 'Household')}</th><th scope="col">{say('姓名', 'Name')}</th><th scope="col">{say('电话', 'Phone')}</th><th scope="col">{say('自', 'Since')}</th><th scope="col"><span className="hidden">{say('操作', 'Acts')}</span></th></tr></thead>
          <tbody>{list.nodes.map((one) => <tr key={one.person.id}><th scope="row">{one.person.nickname}</th><td>{one.household ?? '—'}</td><td>{one.person.contact?.realName ?? '—'}</td><td>{one.person.contact?.phone ?? '—'}</td><td><Time at={one.since} style="day" /></td><td>{one.person.contact?.phone || one.person.contact?.realName ? <Button look="quiet" onPress={() => ask(one.person)}>{say('查看完整信息', 'Show whole')}</Button> : null}</td></tr>)}</tbody></table></Scroll>
      ) : null}
      <More list={list} />
      <Panel title={say('查看完整姓名和电话', 'Show name and number whole')} open={!!asked} close={close}>
        {whole ? <Facts of={[[say('姓名', 'Name'), whole.realName ?? '—'], [say('电话', 'Phone'), whole.phone ?? '—']]} />
          : asked ? (
            <>
              <p className="faint small">{say(`将记录您查看了“${asked.nickname ?? ''}”的信息及事由，本人和审计员可见；关闭后不再显示。`, `It is recorded that you looked at “${asked.nickname ?? ''}”, and why; the person and auditors see it. It is gone once you close this.`)}</p>
              <Act secret draft={`reveal.${asked.id}`} submit={say('查看', 'Show')} fields={[{ name: 'reason', label: say('事由', 'Reason'), kind: 'area', most: 200 }]}
                act={(values, key) => client.people.revealPersonalData({ person: asked.id, reason: textOf(values, 'reason') }, { key })} done={(result) => show(result as { phone: string | null; realName: string | null })} />
            </>
          ) : null}
      </Panel>
    </Card>
  );
}
