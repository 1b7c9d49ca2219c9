// What came in and what was closed of it, by month.
import { scaleBand, scaleLinear } from 'd3-scale';
import { number, useSay } from '../language';
import { Scroll } from '../parts/basics';

export interface Month { month: string; came: number; closed: number; late: number }

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [720, 240, 46, 28];

export function Months({ months }: { months: readonly Month[] }) {
  const say = useSay();
  if (!months.length) return <p className="empty">{say('没有数据。', 'No data.')}</p>;
  const x = scaleBand(months.map(({ month }) => month), [LEFT, WIDTH - 4]).padding(0.25);
  const y = scaleLinear([0, Math.max(1, ...months.map(({ came }) => came))], [HEIGHT - BOTTOM, 10]).nice();
  const half = x.bandwidth() / 2;
  const every = Math.ceil(months.length / 12);
  const words = months.map((one) => say(`${one.month}：提交 ${one.came}，按时办结 ${one.closed - one.late}，超时办结 ${one.late}`, `${one.month}: ${one.came} submitted, ${one.closed - one.late} closed on time, ${one.late} late`));
  return (
    <figure>
      <Scroll name={say('逐月', 'By month')}><div className="wide-chart"><svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words.join(say('；', '; '))}>
        {y.ticks(4).map((tick) => <g key={tick}><line x1={LEFT} x2={WIDTH - 4} y1={y(tick)} y2={y(tick)} className="axis" /><text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className="tick">{number(tick)}</text></g>)}
        {months.map((one, at) => {
          const left = x(one.month) ?? 0;
          return (
            <g key={one.month}>
              <title>{words[at]}</title>
              <rect x={left} width={half} y={y(one.came)} height={y(0) - y(one.came)} className="bar-came" />
              <rect x={left + half} width={half} y={y(one.closed - one.late)} height={y(0) - y(one.closed - one.late)} className="bar-closed" />
              <rect x={left + half} width={half} y={y(one.closed)} height={y(one.closed - one.late) - y(one.closed)} className="bar-late" />
              {at % every ? null : <text x={left + half} y={HEIGHT - 9} textAnchor="middle" className="tick">{one.month.slice(2)}</text>}
            </g>
          );
        })}
      </svg></div></Scroll>
      <figcaption className="small faint"><span className="legend"><span className="swatch-box came" aria-hidden="true" />{say('提交', 'submitted')}</span><span className="legend"><span className="swatch-box closed" aria-hidden="true" />{say('其中按时办结', 'of them closed on time')}</span><span className="legend"><span className="swatch-box late" aria-hidden="true" />{say('其中超时办结', 'of them closed late')}</span></figcaption>
    </figure>
  );
}
