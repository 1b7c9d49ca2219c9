// Meetings of an area, and the announcement of one.
import { usePages } from '../ask';
import { choices, instantOf, label, useSay } from '../language';
import { Card, Choice, Empty, Failure, Head, Loading, More, Tag, Time } from '../parts/basics';
import { Act, numberOf, textOf } from '../parts/form';
import { go, Link, narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function MeetingsPage() {
  const say = useSay();
  const area = useDesk();
  const { query } = usePlace();
  const state = query.get('state') ?? 'ALL';
  const list = usePages(`meetings ${area.id} ${state}`, async (after) => (await client.staff.meetings.staffMeetings({ below: area.id, states: state === 'ALL' ? null : [state as 'ENDED'], after })).meetings);
  return (
    <>
      <Head title={say('会议', 'Meetings')} over={area.name}><Link to="/meetings/new" className="button main">{say('通知会议', 'Announce a meeting')}</Link></Head>
      <Choice name={say('状态', 'State')} value={state} onChange={(value) => narrow({ state: value })} of={[{ id: 'ALL', name: say('全部', 'All') }, ...choices('MeetingState')]} />
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有会议。', 'No meetings.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((meeting) => (
        <li key={meeting.id} className="case-line"><Link to={`/meetings/${meeting.id}`} className="title">{meeting.title}</Link>
          <p className="small faint">{meeting.area.name} · {label('MeetingKind', meeting.kind)} · {meeting.place}</p>
          <p className="line"><Tag type="MeetingState" value={meeting.state} /><span className="small faint"><Time at={meeting.startsAt} /> · {say(`报名 ${meeting.counts.signedUp} · 到场 ${meeting.counts.attended}`, `${meeting.counts.signedUp} signed up · ${meeting.counts.attended} came`)}</span></p></li>
      ))}</ul>
      <More list={list} />
    </>
  );
}

export function AnnounceMeetingPage() {
  const say = useSay();
  const area = useDesk();
  return (
    <>
      <Head title={say('通知会议', 'Announce a meeting')} over={<><Link to="/meetings">{say('会议', 'Meetings')}</Link> · {area.name}</>} />
      <Card>
        <Act draft={`meeting.${area.id}.new`} submit={say('发出通知', 'Announce')} said={say('会议已通知', 'Announced')}
          fields={[
            { name: 'kind', label: say('类型', 'Kind'), kind: 'select', choices: choices('MeetingKind') },
            { name: 'title', label: say('会议名称', 'Title'), kind: 'text', most: 100 }, { name: 'place', label: say('地点', 'Place'), kind: 'text', most: 200 },
            { name: 'startsAt', label: say('开始', 'Starts'), kind: 'minute' }, { name: 'endsAt', label: say('结束', 'Ends'), kind: 'minute' },
            { name: 'openSeats', label: say('开放席位', 'Open seats'), kind: 'number', least: 0, optional: true, hint: say('留空则不限人数；满员后自动候补', 'no limit when empty; then a waiting list') },
            { name: 'agenda', label: say('议程', 'Agenda'), kind: 'area', optional: true, hint: say('每行一项', 'one item a line') },
          ]}
          initial={{ kind: 'MEETING' }}
          act={(values, key) => client.staff.meetings.announceMeeting({
            area: area.id, kind: String(values['kind']) as 'HEARING', title: textOf(values, 'title'), place: textOf(values, 'place'),
            startsAt: instantOf(textOf(values, 'startsAt')), endsAt: instantOf(textOf(values, 'endsAt')), invited: [],
            agenda: textOf(values, 'agenda').split('\n').map((line) => line.trim()).filter(Boolean).map((title) => ({ title })),
            ...(numberOf(values, 'openSeats') === undefined ? {} : { openSeats: numberOf(values, 'openSeats') ?? null }),
          }, { key })}
          done={(result) => go(`/meetings/${(result as { meeting: { id: string } }).meeting.id}`)} />
      </Card>
    </>
  );
}
