// Ballots of an area, and the announcement of a new one.
import { usePages } from '../ask';
import { choices, instantOf, label, useSay } from '../language';
import { Card, Choice, Empty, Failure, Head, Loading, More, Tag, Time } from '../parts/basics';
import { Act, fenOf, numberOf, textOf } from '../parts/form';
import { go, Link, narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function BallotsPage() {
  const say = useSay();
  const area = useDesk();
  const { query } = usePlace();
  const state = query.get('state') ?? 'ALL';
  const list = usePages(`ballots ${area.id} ${state}`, async (after) => (await client.ballot.ballots({ below: area.id, states: state === 'ALL' ? null : [state as 'OPEN'], after })).ballots);
  return (
    <>
      <Head title={say('表决', 'Ballots')} over={area.name}><Link to="/ballots/new" className="button main">{say('公告表决', 'Announce a ballot')}</Link></Head>
      <Choice name={say('状态', 'State')} value={state} onChange={(value) => narrow({ state: value })} of={[{ id: 'ALL', name: say('全部', 'All') }, ...choices('BallotState')]} />
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有表决。', 'No ballots.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((ballot) => (
        <li key={ballot.id} className="case-line"><Link to={`/ballots/${ballot.id}`} className="title">{ballot.title}</Link>
          <p className="small faint">{ballot.area.name} · {label('BallotKind', ballot.kind)} · {label('Secrecy', ballot.secrecy)}</p>
          <p className="line"><Tag type="BallotState" value={ballot.state} /><span className="small faint"><Time at={ballot.opensAt} /> – <Time at={ballot.closesAt} /></span></p></li>
      ))}</ul>
      <More list={list} />
    </>
  );
}

export function AnnounceBallotPage() {
  const say = useSay();
  const area = useDesk();
  return (
    <>
      <Head title={say('公告表决', 'Announce a ballot')} over={<><Link to="/ballots">{say('表决', 'Ballots')}</Link> · {area.name}</>} />
      <Card tone="calm"><p>{say('公告之后规则不能改动：方式、选民、门槛和截止时间都写入日志。', 'Nothing of the rule can change after the announcement; it stands in the log.')}</p></Card>
      <Card>
        <Act draft={`ballot.${area.id}.new`} submit={say('公告', 'Announce')} said={say('表决已公告', 'Announced')}
          fields={[
            { name: 'title', label: say('表决事项', 'What is asked'), kind: 'text', most: 200 },
            { name: 'legalBasis', label: say('依据', 'Legal basis'), kind: 'area', most: 1000, rows: 2, phrases: [{ title: say('居民会议', 'Residents'), text: '《城市居民委员会组织法》及本居民区议事规则' }, { title: say('业主共同决定', 'Owners'), text: '《民法典》第二百七十八条' }] },
            { name: 'kind', label: say('方式', 'Kind'), kind: 'select', choices: choices('BallotKind') },
            { name: 'electorate', label: say('谁有表决权', 'Who votes'), kind: 'select', choices: choices('ElectorateKind') },
            { name: 'secrecy', label: say('保密方式', 'Secrecy'), kind: 'select', choices: choices('Secrecy').filter(({ id }) => id !== 'SEALED') },
            { name: 'matter', label: say('业主事项', 'Owners’ matter'), kind: 'select', choices: choices('Matter'), hint: say('仅业主表决时适用', 'only where owners vote') },
            { name: 'options', label: say('选项', 'Options'), kind: 'area', optional: true, hint: say('赞成反对式不填；每行一项，预算项目写“名称｜元”', 'none for yes or no; one a line, budgets “title | yuan”') },
            { name: 'seats', label: say('名额', 'Seats'), kind: 'number', least: 1, optional: true },
            { name: 'budget', label: say('总预算（元）', 'Budget (yuan)'), kind: 'yuan', optional: true },
            { name: 'quorum', label: say('最低参与比例（%）', 'Quorum (%)'), kind: 'number', least: 0, optional: true },
            { name: 'opensAt', label: say('开始', 'Opens'), kind: 'minute', optional: true, hint: say('留空即立即开始', 'at once when empty') },
            { name: 'closesAt', label: say('截止', 'Closes'), kind: 'minute' },
            { name: 'hideTurnout', label: say('截止前不显示投票人数', 'Hide the turnout until closing'), kind: 'check' },
          ]}
          initial={{ kind: 'YES_NO', electorate: 'RESIDENTS', secrecy: 'VERIFIABLE', matter: 'ORDINARY', seats: '1' }}
          act={(values, key) => client.ballot.announceBallot({
            area: area.id, title: textOf(values, 'title'), legalBasis: textOf(values, 'legalBasis'), kind: String(values['kind']) as 'YES_NO',
            electorate: String(values['electorate']) as 'RESIDENTS', secrecy: String(values['secrecy']) as 'OPEN', matter: String(values['matter']) as 'GRAVE',
            options: textOf(values, 'options').split('\n').map((line) => line.trim()).filter(Boolean).map((line) => { const [title = '', cost = ''] = line.split(/[|｜]/); return { title: title.trim(), costFen: fenOf(cost.replace(/[^\d.]/g, '')) }; }),
            seats: numberOf(values, 'seats') ?? 1, budgetFen: fenOf(textOf(values, 'budget')), hideTurnout: values['hideTurnout'] === true,
            ...(numberOf(values, 'quorum') ? { quorumShare: { part: numberOf(values, 'quorum') ?? 0, of: 100, atLeast: true } } : {}),
            ...(textOf(values, 'opensAt') ? { opensAt: instantOf(textOf(values, 'opensAt')) } : {}), closesAt: instantOf(textOf(values, 'closesAt')),
            minimum: 1, points: 0, auditors: [], listed: [], proposals: [],
          }, { key })}
          done={(result) => go(`/ballots/${(result as { ballot: { id: string } }).ballot.id}`)} />
      </Card>
    </>
  );
}
