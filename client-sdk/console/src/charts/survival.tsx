// A Kaplan-Meier curve with its band and the numbers at risk: the share that is still waiting after a number
// of days, those who have not been answered yet counted as waiting.
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { percent, useSay } from '../language';
import { Scroll } from '../parts/basics';

export interface Curve {
  subjects: number; events: number; censored: number; median: number | null; medianLow: number | null; medianHigh: number | null;
  points: ReadonlyArray<{ day: number; share: number; low: number | null; high: number | null; atRisk: number }>;
}

// On the right half of the last number of days has its room.
const [WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM] = [720, 260, 46, 16, 30];

export function Survival({ curve, name }: { curve: Curve; name: string }) {
  const say = useSay();
  if (!curve.points.length || curve.subjects === 0) return <p className="empty">{say('没有数据。', 'No data.')}</p>;
  const last = Math.max(curve.points.at(-1)?.day ?? 1, 1);
  const x = scaleLinear([0, last], [LEFT, WIDTH - RIGHT]).nice();
  const y = scaleLinear([0, 1], [HEIGHT - BOTTOM, 8]);
  const path = line<Curve['points'][number]>((p) => x(p.day), (p) => y(p.share)).curve(curveStepAfter)(curve.points) ?? '';
  const band = area<Curve['points'][number]>((p) => x(p.day), (p) => y(p.low ?? p.share), (p) => y(p.high ?? p.share)).curve(curveStepAfter)(curve.points) ?? '';
  const ticks = x.ticks(8);
  const at = (day: number) => [...curve.points].reverse().find((p) => p.day <= day) ?? curve.points[0];
  const days = (value: number | null) => (value === null ? '—' : `${value.toFixed(1)} ${say('天', 'd')}`);
  return (
    <figure className="survival">
      <Scroll name={name}><div className="wide-chart"><svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={say(`${name}：中位数 ${days(curve.median)}，共 ${curve.subjects} 件，其中 ${curve.censored} 件尚未结束`, `${name}: median ${days(curve.median)}, ${curve.subjects} in all, ${curve.censored} not over`)}>
        {[0, 0.25, 0.5, 0.75, 1].map((share) => <g key={share}><line x1={LEFT} x2={WIDTH - RIGHT} y1={y(share)} y2={y(share)} className="axis" /><text x={LEFT - 6} y={y(share) + 4} textAnchor="end" className="tick">{percent(share, 0)}</text></g>)}
        {ticks.map((day) => <text key={day} x={x(day)} y={HEIGHT - 10} textAnchor="middle" className="tick">{day}</text>)}
        <path d={band} className="band" /><path d={path} className="curve" />
        {curve.median === null ? null : <line x1={x(curve.median)} x2={x(curve.median)} y1={y(0.5)} y2={y(0)} className="whole" />}
      </svg></div></Scroll>
      <figcaption className="small">{say('仍未完成的比例，按天数；带为 95% 置信带。', 'Share still waiting by days; the band is 95 %.')} {say('中位数', 'Median')} <strong>{days(curve.median)}</strong> <span className="faint">({days(curve.medianLow)} – {days(curve.medianHigh)})</span></figcaption>
      <Scroll name={say('在册人数', 'Numbers at risk')}><table className="compact"><caption className="hidden">{say('各天数的在册件数', 'Numbers at risk by day')}</caption><thead><tr><th scope="col">{say('天', 'Day')}</th>{ticks.map((day) => <th key={day} scope="col" className="num">{day}</th>)}</tr></thead>
        <tbody><tr><th scope="row">{say('在册', 'At risk')}</th>{ticks.map((day) => <td key={day} className="num">{at(day)?.atRisk ?? 0}</td>)}</tr><tr><th scope="row">{say('未完成', 'Waiting')}</th>{ticks.map((day) => <td key={day} className="num">{percent(at(day)?.share, 0)}</td>)}</tr></tbody></table></Scroll>
    </figure>
  );
}
