// The chain and the tiers: which link a case is in, and through whose hands it went.
import { label, useSay, when } from '../language';
import { word } from '../words';
import type { Case } from './actions';

const LINKS = ['SUBMISSION', 'REVIEW', 'FORMATION', 'IMPLEMENTATION', 'EVALUATION'];

export function Way({ of }: { of: Pick<Case, 'link' | 'state' | 'custody'> }) {
  const say = useSay();
  const over = ['CLOSED', 'DECLINED', 'NOT_ADOPTED', 'WITHDRAWN', 'MERGED'].includes(of.state);
  const at = LINKS.indexOf(of.link);
  return (
    <div className="way">
      <ol className="chain" aria-label={say('五个环节', 'The five links')}>
        {LINKS.map((link, index) => {
          const state = index < at || of.state === 'CLOSED' ? 'past' : index === at ? (over ? 'ended' : 'now') : 'later';
          return <li key={link} className={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>{label('Link', link)}<span className="hidden">{state === 'past' ? say('（已完成）', ' (done)') : ''}</span></li>;
        })}
      </ol>
      <ol className="custody" aria-label={say('经办平台', 'Platforms')}>
        {of.custody.map((step) => <li key={step.at} title={step.reason ?? undefined}><strong>{step.area.name}</strong><span className="small faint">{word(step.how)} · {when(step.at, 'day')}</span></li>)}
      </ol>
    </div>
  );
}
