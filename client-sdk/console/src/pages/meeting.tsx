// A meeting: its list, its speakers, its minutes.
import { useState } from 'react';
import type { YitingError } from '../../../src/runtime/error';
import { told, useAsk, useLive } from '../ask';
import type { StaffMeetingQuery } from '../generated/types';
import { instantOf, label, localOf, number, useSay } from '../language';
import { Answered, Button, Card, Empty, Facts, Failure, Head, Panel, Scroll, Tag, Time } from '../parts/basics';
import { Act, type Field, numberOf, textOf } from '../parts/form';
import { idsOf } from '../parts/person';
import { toast } from '../parts/toast';
import { Link } from '../router';
import { client } from '../session/client';
import { STAFF, useViewer } from '../session/viewer';

export type Meeting = Extract<NonNullable<StaffMeetingQuery['node']>, { title: string }>;
export const askMeeting = (id: string) => client.staff.meetings.staffMeeting({ meeting: id }) as Promise<Meeting>;

export function MeetingPage({ id }: { id: string }) {
  const say = useSay();
  const { desk, holds } = useViewer();
  const page = useAsk(`meeting ${id}`, () => askMeeting(id));
  useLive((listener) => client.staff.meetings.staffMeetingChanged({ id }, listener), id, page.again);
  const [doing, set] = useState<string>();
  const [error, setError] = useState<YitingError>();
  const { meetings } = client.staff;
  /** An act that needs no words. */
  const now = (act: Promise<unknown>) => { setError(undefined); act.then(() => page.again(), (thrown: unknown) => setError(told(thrown))); };
  return (
    <Answered of={page}>{(of) => {
      const can = (action: string) => of.viewerCan.some((one) => one.action === action && one.allowed);
      const names: Record<string, string> = { move_meeting: say('改期或换地', 'Move'), invite_to_meeting: say('邀请', 'Invite'), appoint_chair: say('指定主持', 'Appoint the chair'), cancel_meeting: say('取消会议', 'Call off') };
      const latest = of.minutes.at(-1);
      return (
        <>
          <Head title={of.title} over={<><Link to="/meetings">{say('会议', 'Meetings')}</Link> · {of.area.name} · {label('MeetingKind', of.kind)}</>}>
            {can('check_in_other') ? <Link to={`/meetings/${id}/screen`} className="button main">{say('会场大屏', 'Room’s screen')}</Link> : null}
            {holds(...STAFF) && of.area.id === desk?.area.id ? <Link to={`/codes?for=${id}`} className="button quiet">{say('小程序码', 'Code')}</Link> : null}
            {can('end_meeting') ? <Button onPress={() => now(meetings.endMeeting({ meeting: id }))}>{say('结束会议', 'End the meeting')}</Button> : null}
            {Object.keys(names).filter(can).map((action) => <Button key={action} look={action === 'cancel_meeting' ? 'danger' : 'plain'} onPress={() => set(action)}>{names[action]}</Button>)}
          </Head>
          <div className="status"><Tag type="MeetingState" value={of.state} /><span><Time at={of.startsAt} /> – <Time at={of.endsAt} /></span><span className="faint">{of.place}</span>{of.reason ? <span>{of.reason}</span> : null}</div>
          <Failure error={error} />
          <div className="columns">
            <div className="wide">
              <Card title={say('议程与发言', 'Agenda and speakers')}>
                {of.speaker ? <p className="speaker"><span className="faint">{say('正在发言', 'Speaking')}</span> <strong>{of.speaker.person.nickname}</strong> <Button onPress={() => now(meetings.finishSpeech({ speech: of.speaker?.id ?? '' }))}>{say('发言完毕', 'Finished')}</Button></p> : null}
                {of.agenda.length ? null : <Empty>{say('没有议程。', 'No agenda.')}</Empty>}
                <ol className="chain-list">{of.agenda.map((item) => (
                  <li key={item.number}><strong>{item.title}</strong>{item.proposal ? <Link to={`/cases/${item.proposal.id}`} className="small">{item.proposal.number} {item.proposal.title}</Link> : null}
                    <ul className="plain">{item.speakingList.filter(({ state }) => state !== 'WITHDRAWN').map((speech) => (
                      <li key={speech.id}><span>{speech.person.nickname}</span> <Tag type="SpeechState" value={speech.state} />{speech.state === 'WAITING' && can('call_speaker') ? <Button look="quiet" onPress={() => now(meetings.callSpeaker({ speech: speech.id }))}>{say('请发言', 'Call')}</Button> : null}</li>
                    ))}</ul>
                  </li>
                ))}</ol>
              </Card>
              <Card title={say('到会名单', 'Attendance')} aside={<span className="faint small">{say(`邀请 ${of.counts.invited} · 报名 ${of.counts.signedUp} · 候补 ${of.counts.waiting} · 到场 ${of.counts.attended}`, `${of.counts.invited} invited · ${of.counts.signedUp} signed up · ${of.counts.waiting} waiting · ${of.counts.attended} came`)}</span>}>
                {of.attendance.nodes.length ? (
                  <Scroll name={say('到会名单', 'Attendance')}><table><caption className="hidden">{say('到会名单', 'Attendance')}</caption><thead><tr><th scope="col">{say('姓名', 'Name')}</th><th scope="col">{say('席位', 'Standing')}</th><th scope="col">{say('签到', 'Came')}</th><th scope="col">{say('离开', 'Left')}</th><th scope="col"><span className="hidden">{say('操作', 'Acts')}</span></th></tr></thead>
                    <tbody>{of.attendance.nodes.map((one) => (
                      <tr key={one.person.id}><th scope="row">{one.person.nickname}{one.invited ? <span className="faint small"> {say('邀请', 'invited')}</span> : null}</th><td>{label('Standing', one.standing)}</td><td><Time at={one.checkedInAt} />{one.byStaff ? <span className="faint small"> {say('代签', 'by staff')}</span> : null}</td><td><Time at={one.checkedOutAt} /></td>
                        <td>{!one.checkedInAt && can('check_in_other') ? <Button look="quiet" onPress={() => now(meetings.checkInAttendee({ meeting: id, person: one.person.id }))}>{say('代签到', 'Check in')}</Button> : null}
                          {one.checkedInAt && !one.checkedOutAt && can('check_in_other') ? <Button look="quiet" onPress={() => now(meetings.staffCheckOut({ meeting: id, person: one.person.id }))}>{say('签退', 'Check out')}</Button> : null}</td></tr>
                    ))}</tbody></table></Scroll>
                ) : <Empty>{say('还没有人。', 'Nobody yet.')}</Empty>}
              </Card>
            </div>
            <aside aria-label={say('会议信息', 'About the meeting')}>
              <Card title={say('信息', 'About')}><Facts of={[[say('主持', 'Chair'), of.chair?.nickname ?? '—'], [say('开放席位', 'Open seats'), of.openSeats === null ? say('不限', 'no limit') : number(of.openSeats)], of.endedAt ? [say('实际结束', 'Ended'), <Time at={of.endedAt} />] : null]} /><a href={of.calendarPath} download>{say('日历文件', 'Calendar file')}</a></Card>
              <Card title={say('会议纪要', 'Minutes')}>
                {latest ? <><Facts of={[[say('版本', 'Version'), latest.version], [say('主持确认', 'Chair confirmed'), latest.confirmedByChair ? '✓' : '—'], [say('参会人确认', 'Participant confirmed'), latest.confirmedByParticipant ? '✓' : '—'], latest.publishedAt ? [say('公布', 'Published'), <Time at={latest.publishedAt} />] : null]} />
                  {latest.htmlPath ? <p><a href={latest.htmlPath} target="_blank" rel="noreferrer">{say('查看公布的纪要', 'Published minutes')}</a></p> : null}</> : <Empty>{say('还没有纪要。', 'No minutes yet.')}</Empty>}
                <div className="acts">
                  {can('draft_minutes') ? <Link to={`/meetings/${id}/minutes`} className="button">{latest ? say('修改纪要', 'Edit the minutes') : say('起草纪要', 'Draft the minutes')}</Link> : null}
                  {can('confirm_minutes') && latest && !latest.publishedAt ? <Button onPress={() => now(meetings.staffConfirmMinutes({ meeting: id, digest: latest.digest }).then(() => toast(say('已确认', 'Confirmed'))))}>{say('确认纪要', 'Confirm')}</Button> : null}
                  {can('publish_minutes') ? <Button look="main" onPress={() => now(meetings.publishMinutes({ meeting: id }).then(() => toast(say('纪要已公布', 'Published'))))}>{say('公布纪要', 'Publish')}</Button> : null}
                </div>
              </Card>
            </aside>
          </div>
          <Panel title={names[doing ?? ''] ?? ''} open={!!doing} close={() => set(undefined)}>{doing ? <Deed of={of} action={doing} title={names[doing] ?? ''} done={() => { set(undefined); page.again(); }} /> : null}</Panel>
        </>
      );
    }}</Answered>
  );
}

function Deed({ of, action, title, done }: { of: Meeting; action: string; title: string; done(): void }) {
  const say = useSay();
  const { meetings } = client.staff;
  const common = { draft: `meeting.${of.id}.${action}`, submit: title, done, said: say('已完成', 'Done') } as const;
  const person: Field = of.attendance.nodes.length
    ? { name: 'person', label: say('人员', 'Who'), kind: 'search', choices: of.attendance.nodes.map((one) => ({ id: one.person.id, name: one.person.nickname ?? one.person.id })) }
    : { name: 'person', label: say('人员', 'Who'), kind: 'person', area: of.area.id };
  switch (action) {
    case 'move_meeting': return <Act {...common} initial={{ place: of.place, startsAt: localOf(Date.parse(of.startsAt)), endsAt: localOf(Date.parse(of.endsAt)), openSeats: of.openSeats === null ? '' : String(of.openSeats) }}
      fields={[{ name: 'place', label: say('地点', 'Place'), kind: 'text' }, { name: 'startsAt', label: say('开始', 'Starts'), kind: 'minute' }, { name: 'endsAt', label: say('结束', 'Ends'), kind: 'minute' }, { name: 'openSeats', label: say('开放席位', 'Open seats'), kind: 'number', optional: true }]}
      act={(values, key) => meetings.moveMeeting({ meeting: of.id, place: textOf(values, 'place'), startsAt: instantOf(textOf(values, 'startsAt')), endsAt: instantOf(textOf(values, 'endsAt')), openSeats: numberOf(values, 'openSeats') ?? null }, { key })} />;
    case 'invite_to_meeting': return <Act {...common} fields={[{ name: 'people', label: say('人员', 'Who'), kind: 'people', area: of.area.id }]} act={(values, key) => meetings.inviteToMeeting({ meeting: of.id, people: idsOf(String(values['people'] ?? '')) }, { key })} />;
    case 'appoint_chair': return <Act {...common} fields={[person]} act={(values, key) => meetings.appointChair({ meeting: of.id, person: textOf(values, 'person') }, { key })} />;
    default: return <Act {...common} look="danger" fields={[{ name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000 }]} act={(values, key) => meetings.cancelMeeting({ meeting: of.id, reason: textOf(values, 'reason') }, { key })} />;
  }
}
