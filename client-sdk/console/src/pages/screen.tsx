// The screen in the room: the code that changes, who speaks, who follows. It is read from ten metres.
import { useEffect, useState } from 'react';
import { useAsk, useLive } from '../ask';
import type { StaffMeetingScreenQuery } from '../generated/types';
import { useSay, when } from '../language';
import { Answered } from '../parts/basics';
import { Link } from '../router';
import { client, now } from '../session/client';

type Screen = Extract<NonNullable<StaffMeetingScreenQuery['node']>, { title: string }>;

export function ScreenPage({ id }: { id: string }) {
  const say = useSay();
  const page = useAsk(`screen ${id}`, () => client.staff.meetings.staffMeetingScreen({ meeting: id }) as Promise<Screen>);
  useLive((listener) => client.staff.meetings.staffMeetingChanged({ id }, listener), id, page.again);
  const until = page.data?.checkInCode?.validUntil;
  const [left, set] = useState(0);
  useEffect(() => {
    if (!until) return undefined;
    const tick = () => {
      const seconds = Math.ceil((Date.parse(until) - now()) / 1000);
      set(Math.max(seconds, 0));
      if (seconds <= 0) page.again();
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <main className="screen">
      <Answered of={page}>{(of) => {
        const waiting = of.agenda.flatMap(({ speakingList }) => speakingList).filter(({ state }) => state === 'WAITING').slice(0, 6);
        return (
          <>
            <header><h1>{of.title}</h1><p>{when(of.startsAt)} · {of.place}</p></header>
            <div className="screen-grid">
              <section aria-label={say('签到码', 'Check-in code')}>
                <h2>{say('签到码', 'Check-in code')}</h2>
                {of.checkInCode ? <><p className="code" aria-live="off">{of.checkInCode.code.replace(/(\d{3})(\d{3})/, '$1 $2')}</p><p>{say(`在小程序“签到”中输入 · ${left} 秒后更换`, `Enter it under “check in” · changes in ${left} s`)}</p></> : <p>{say('签到尚未开始。', 'Check-in is not open.')}</p>}
                <p className="big">{say('已到场', 'Present')} <strong>{of.counts.attended}</strong></p>
              </section>
              <section aria-label={say('发言', 'Speakers')}>
                <h2>{say('正在发言', 'Speaking')}</h2>
                <p className="now" aria-live="polite">{of.speaker?.person.nickname ?? '—'}</p>
                <h2>{say('等候发言', 'Next')}</h2>
                {waiting.length ? <ol>{waiting.map((speech) => <li key={speech.id}>{speech.person.nickname}</li>)}</ol> : <p>{say('暂无', 'nobody')}</p>}
              </section>
            </div>
            <footer><Link to={`/meetings/${id}`}>{say('返回会议', 'Back to the meeting')}</Link></footer>
          </>
        );
      }}</Answered>
    </main>
  );
}
