// Who holds which role, and giving and ending roles.
import { useState } from 'react';
import { useAsk, usePages } from '../ask';
import { choices, label, useSay } from '../language';
import { Button, Card, Empty, Failure, Head, Loading, Scroll, More, Panel, Time } from '../parts/basics';
import { Act, FieldOf, textOf } from '../parts/form';
import { narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function PeoplePage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const id = query.get('area') ?? desk.id;
  const place = useAsk(`area ${id}`, () => client.staff.places.staffArea({ area: id }));
  const below = useAsk(`children ${id}`, () => client.place.areaChildren({ area: id }));
  const list = usePages(`members ${id}`, async (after) => (await client.people.members({ area: id, after })).members);
  const may = (action: string) => place.data?.viewerCan.some((one) => one.action === action && one.allowed) ?? false;
  const [doing, set] = useState<{ kind: 'grant' } | { kind: 'revoke'; id: string; name: string }>();
  const done = () => { set(undefined); list.again(); };
  return (
    <>
      <Head title={say('人员与角色', 'People and roles')} over={place.data?.name ?? desk.name}>
        {id !== desk.id ? <Button onPress={() => narrow({ area: place.data?.parent?.id })}>{say('上一级', 'Up')}</Button> : null}
        {may('grant_role') ? <Button look="main" onPress={() => set({ kind: 'grant' })}>{say('授予角色', 'Give a role')}</Button> : null}
      </Head>
      {below.data?.children.nodes.length ? <div className="filters"><FieldOf field={{ name: 'below', label: say('查看下级', 'Go down to'), kind: 'search', optional: true, choices: below.data.children.nodes.map((one) => ({ id: one.id, name: one.name })) }} value="" change={(value) => { if (value) narrow({ area: String(value) }); }} /></div> : null}
      <Card>
        <Failure error={list.error} again={list.again} />
        {!list.nodes && !list.error ? <Loading /> : null}
        {list.nodes?.length === 0 ? <Empty>{say('这里没有人担任角色。', 'Nobody holds a role here.')}</Empty> : null}
        {list.nodes?.length ? (
          <Scroll name={say('角色', 'Roles')}><table><caption className="hidden">{say('角色', 'Roles')}</caption><thead><tr><th scope="col">{say('人员', 'Person')}</th><th scope="col">{say('角色', 'Role')}</th><th scope="col">{say('自', 'Since')}</th><th scope="col"><span className="hidden">{say('操作', 'Acts')}</span></th></tr></thead>
            <tbody>{list.nodes.map((member) => <tr key={member.id}><th scope="row">{member.person.nickname}</th><td>{label('Role', member.role)}</td><td><Time at={member.since} style="day" /></td><td>{may('revoke_role') ? <Button look="quiet" onPress={() => set({ kind: 'revoke', id: member.id, name: `${member.person.nickname} · ${label('Role', member.role)}` })}>{say('终止', 'End')}</Button> : null}</td></tr>)}</tbody></table></Scroll>
        ) : null}
        <More list={list} />
      </Card>
      <Panel title={doing?.kind === 'revoke' ? say('终止角色', 'End the role') : say('授予角色', 'Give a role')} open={!!doing} close={() => set(undefined)}>
        {doing?.kind === 'grant' ? (
          <Act draft={`grant.${id}`} submit={say('授予', 'Give')} said={say('已授予', 'Given')} done={done}
            fields={[{ name: 'person', label: say('人员', 'Person'), kind: 'person', area: id }, { name: 'role', label: say('角色', 'Role'), kind: 'select', choices: choices('Role') }, { name: 'unit', label: say('承办单位', 'Unit'), kind: 'select', optional: true, choices: place.data?.units ?? [], hint: say('仅承办人员', 'implementers only') }]}
            act={(values, key) => client.people.grantRole({ person: textOf(values, 'person'), role: String(values['role']) as 'AUDITOR', area: id, ...(textOf(values, 'unit') ? { unit: textOf(values, 'unit') } : {}) }, { key })} />
        ) : null}
        {doing?.kind === 'revoke' ? <><p>{doing.name}</p><Act draft={`revoke.${doing.id}`} submit={say('终止角色', 'End the role')} look="danger" said={say('已终止', 'Ended')} done={done} fields={[]} act={(_, key) => client.people.revokeRole({ membership: doing.id }, { key })} /></> : null}
      </Panel>
    </>
  );
}
