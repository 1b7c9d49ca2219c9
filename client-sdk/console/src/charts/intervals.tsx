// Shares side by side with their 95 % intervals. Where intervals overlap, an order would say too much; so
// the rows stand in the order of the areas and not by rank.
import { scaleLinear } from 'd3-scale';
import { percent, useSay } from '../language';
import { Link } from '../router';

export interface Row { id: string; name: string; value: number | null; low: number | null; high: number | null; of: number | null; to: string | null }

const [LEFT, WIDTH] = [0, 600];

export function Intervals({ rows, whole, name }: { rows: readonly Row[]; whole: number | null; name: string }) {
  const say = useSay();
  const x = scaleLinear([0, 1], [LEFT + 4, WIDTH - 4]);
  return (
    <div className="intervals" role="table" aria-label={name}>
      <div role="rowgroup">
        <div role="row" className="interval-row head"><span role="columnheader">{say('名称', 'Name')}</span><span role="columnheader" className="axis-labels"><span>0%</span><span>25%</span><span>50%</span><span>75%</span><span>100%</span></span><span role="columnheader" className="num">{say('比率（95% 区间）', 'share (95 % interval)')}</span></div>
      </div>
      <div role="rowgroup">{rows.map((row) => (
        <div role="row" key={row.id} className="interval-row">
          <span role="rowheader">{row.to ? <Link to={row.to}>{row.name}</Link> : row.name}</span>
          <span role="cell"><svg viewBox={`0 0 ${WIDTH} 18`} preserveAspectRatio="none" aria-hidden="true">
            {[0, 0.25, 0.5, 0.75, 1].map((at) => <line key={at} x1={x(at)} x2={x(at)} y1="0" y2="18" className="axis" />)}
            {whole === null ? null : <line x1={x(whole)} x2={x(whole)} y1="0" y2="18" className="whole" />}
            {row.low !== null && row.high !== null ? <line x1={x(row.low)} x2={x(row.high)} y1="9" y2="9" className="range" /> : null}
            {row.value === null ? null : <rect x={x(row.value) - 4} y="4" width="8" height="10" rx="2" className="point" />}
          </svg></span>
          <span role="cell" className="num small">{row.value === null ? <span className="faint">{say('不足五人或无基数', 'too few')}</span> : <><strong>{percent(row.value)}</strong> <span className="faint">{percent(row.low, 0)}–{percent(row.high, 0)}{row.of === null ? '' : ` · n=${row.of}`}</span></>}</span>
        </div>
      ))}</div>
      {whole === null ? null : <p className="small faint">{say(`竖线为整体 ${percent(whole)}；区间重叠时差异不能断定。`, `The line is the whole, ${percent(whole)}; where intervals overlap, a difference cannot be told.`)}</p>}
    </div>
  );
}
