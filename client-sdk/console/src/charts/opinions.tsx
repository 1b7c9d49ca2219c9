// Opinion groups as a map: squares in which at least five people of one group stand. Nobody has a place of
// their own in it. Source of the squares: the published result of the consultation.
import { scaleLinear } from 'd3-scale';
import { useSay } from '../language';

interface Square { x: number; y: number; width: number; group: number; people: number }

/** Half the width of the longest text in a square, in units of the picture: a small square at the edge keeps it inside. */
const HALF_TEXT = 30;

const SHAPES = ['●', '▲', '■', '◆', '★'];

export function OpinionMap({ json }: { json: string }) {
  const say = useSay();
  const { map = [], groups = [] } = JSON.parse(json) as { map?: Square[]; groups?: Array<{ size: number; centre: [number, number] }> };
  if (!map.length) return null;
  const reach = Math.max(...map.flatMap(({ x, y, width }) => [Math.abs(x) + width / 2, Math.abs(y) + width / 2]), 0.5) * 1.08;
  const x = scaleLinear([-reach, reach], [0, 400]);
  const y = scaleLinear([-reach, reach], [300, 0]);
  const most = Math.max(...map.map(({ people }) => people));
  const words = map.map(({ group, people }) => say(`第${group + 1}组至少${people}人`, `group ${group + 1}: at least ${people} people`));
  return (
    <figure className="map">
      <svg viewBox="0 0 400 300" role="img" aria-label={say(`意见群体图。${words.join('；')}`, `Map of opinion groups. ${words.join('; ')}`)}>
        <line x1="200" x2="200" y1="0" y2="300" className="axis" /><line x1="0" x2="400" y1="150" y2="150" className="axis" />
        {map.map((square, at) => {
          const [left, top, width, height] = [x(square.x - square.width / 2), y(square.y + square.width / 2), x(square.width) - x(0), y(0) - y(square.width)];
          const [wide, high] = [Math.max(width, 10), Math.max(height, 10)];
          return (
            <g key={at}>
              <rect x={left} y={top} width={wide} height={high} className={`group g${square.group % 5}`} opacity={0.25 + 0.6 * (square.people / most)} rx="3" />
              <text x={Math.min(Math.max(left + wide / 2, HALF_TEXT), 400 - HALF_TEXT)} y={top + high / 2 + 7} textAnchor="middle" className="square-text">{SHAPES[square.group % 5]}{square.people}+</text>
            </g>
          );
        })}
      </svg>
      <figcaption className="small faint">{groups.map(({ size }, at) => <span key={at} className="legend"><span aria-hidden="true" className={`swatch g${at % 5}`}>{SHAPES[at % 5]}</span>{say(`第${at + 1}组，至少 ${size} 人`, `Group ${at + 1}, at least ${size}`)}</span>)}</figcaption>
    </figure>
  );
}

/** Agreement, passing and disagreement as one bar; the words stand beside it. */
export function VoteBar({ agree, disagree, pass }: { agree: number | null; disagree: number | null; pass: number | null }) {
  const sum = (agree ?? 0) + (disagree ?? 0) + (pass ?? 0);
  if (!sum) return null;
  const [a, p] = [((agree ?? 0) / sum) * 100, ((pass ?? 0) / sum) * 100];
  return (
    <svg className="vote-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width={a} height="6" className="agree" /><rect x={a} width={p} height="6" className="pass" /><rect x={a + p} width={100 - a - p} height="6" className="disagree" />
    </svg>
  );
}
