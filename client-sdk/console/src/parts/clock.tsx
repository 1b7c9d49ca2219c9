// The clock of a link, as a colour and in words: colour alone tells nothing to many.
import { distance, label, useSay, when } from '../language';
import { now } from '../session/client';

interface Reading { colour: string; status: string; dueAt: string | null }

export function ClockBadge({ of }: { of: Reading | null | undefined }) {
  const say = useSay();
  if (!of) return null;
  const mark = of.status === 'PAUSED' ? '❚❚' : of.status === 'DONE' ? '✓' : of.colour === 'RED' ? '!' : of.colour === 'YELLOW' ? '◔' : '✓';
  const words = of.status === 'RUNNING' ? label('ClockColour', of.colour) : label('ClockStatus', of.status);
  return (
    <span className={`clock ${of.status === 'RUNNING' ? of.colour : 'IDLE'}`} title={of.dueAt ? when(of.dueAt) : undefined}>
      <span aria-hidden="true" className="mark">{mark}</span>
      {words}
      {of.dueAt && of.status === 'RUNNING' ? <span className="due">{say('', 'due ')}{distance(of.dueAt, now())}{say('到期', '')}</span> : null}
    </span>
  );
}
