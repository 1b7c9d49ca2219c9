// Who saw personal data without its mask, and why: for auditors and supervisors.
import { usePages } from '../ask';
import { label, useSay } from '../language';
import { Card, Copyable, Empty, Failure, Head, Loading, More, Scroll, Time } from '../parts/basics';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function LooksPage() {
  const say = useSay();
  const desk = useDesk();
  const list = usePages(`looks ${desk.id}`, async (after) => (await client.record.personalDataViews({ below: desk.id, first: 30, after })).personalDataViews);
  const title = say('谁看过个人信息', 'Who saw personal data');
  return (
    <>
      <Head title={title} over={desk.name} />
      <p className="lead">{say('每次显示完整姓名或电话都有记录，本人也能在小程序“隐私”中看到。', 'Every time a name or number was shown whole is recorded; the person sees it too.')}</p>
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Card><Empty>{say('还没有人查看过。', 'Nobody has looked yet.')}</Empty></Card> : null}
      {list.nodes?.length ? (
        <Card title={say('记录', 'Records')}>
          <Scroll name={title}><table><caption className="hidden">{title}</caption>
            <thead><tr><th scope="col">{say('时间', 'When')}</th><th scope="col">{say('查看人', 'Who looked')}</th><th scope="col">{say('身份', 'As')}</th><th scope="col">{say('看了谁', 'At whom')}</th><th scope="col">{say('内容', 'What')}</th><th scope="col">{say('事由', 'Why')}</th><th scope="col">{say('请求编号', 'Request')}</th></tr></thead>
            <tbody>{list.nodes.map((one) => <tr key={one.requestId}><td><Time at={one.at} /></td><th scope="row">{one.viewer.nickname}</th><td>{label('Role', one.role)} · {one.platform.name}</td><td>{one.person.nickname}{one.area ? ` · ${one.area.name}` : ''}</td><td>{one.fields.map((field) => label('PersonalField', field)).join('、')}</td><td>{one.reason ?? '—'}</td><td><Copyable text={one.requestId} /></td></tr>)}</tbody></table></Scroll>
          <More list={list} />
        </Card>
      ) : null}
    </>
  );
}
