import { Label, Meter as AriaMeter } from 'react-aria-components';

/** A share as a bar with its words. */
export function Meter({ name, value, of, text, tone }: { name: string; value: number; of: number; text: string; tone?: 'good' | 'bad' }) {
  const share = of ? Math.min(value / of, 1) : 0;
  return (
    <AriaMeter value={value} minValue={0} maxValue={Math.max(of, 1)} valueLabel={text} className={`meter ${tone ?? ''}`}>
      <div className="meter-head"><Label>{name}</Label><span className="num">{text}</span></div>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect className="track" width="100" height="4" /><rect className="fill" width={share * 100} height="4" /></svg>
    </AriaMeter>
  );
}
