// Areas by how much they have to do; the colour says how much of it is overdue. Each leads further down.
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { useSay } from '../language';
import { Link } from '../router';

export interface Tile { id: string; name: string; size: number; share: number | null; to: string; words: string }

const [WIDTH, HEIGHT] = [960, 380];

/** The step of a share of overdue cases: named beside the map, so that colour is not alone. */
const step = (share: number | null) => (share === null ? 0 : share < 0.05 ? 1 : share < 0.15 ? 2 : share < 0.3 ? 3 : 4);

export function TreeMap({ tiles }: { tiles: readonly Tile[] }) {
  const say = useSay();
  const root = treemap<{ children?: Tile[] } & Partial<Tile>>().size([WIDTH, HEIGHT]).paddingInner(3).round(true).tile(treemapSquarify.ratio(1.4))(
    hierarchy<{ children?: Tile[] } & Partial<Tile>>({ children: tiles.filter(({ size }) => size > 0) }).sum(({ size = 0 }) => size).sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
  );
  const steps = [say('没有在办', 'none open'), say('超期低于 5%', 'overdue below 5 %'), '5–15%', '15–30%', say('30% 以上', '30 % and more')];
  return (
    <figure className="treemap">
      <div className="treemap-box">
        {root.leaves().map((leaf) => {
          const tile = leaf.data as Tile;
          const [width, height] = [leaf.x1 - leaf.x0, leaf.y1 - leaf.y0];
          const room = width > 90 && height > 44;
          return (
            <Place key={tile.id} box={[leaf.x0 / WIDTH, leaf.y0 / HEIGHT, width / WIDTH, height / HEIGHT]}>
              <Link to={tile.to} className={`tile s${step(tile.share)}`} aria-label={`${tile.name}，${tile.words}`}>{room ? <><strong>{tile.name}</strong><span className="small">{tile.words}</span></> : <span className="small">{width > 34 ? tile.name.slice(0, 4) : ''}</span>}</Link>
            </Place>
          );
        })}
      </div>
      <figcaption className="small faint">{say('面积为提案数，颜色为在办中的超期比例：', 'Area: proposals; colour: share overdue among open ones: ')}{steps.map((text, at) => <span key={text} className="legend"><span className={`swatch-box s${at}`} aria-hidden="true" />{text}</span>)}</figcaption>
    </figure>
  );
}

/** Something at a place of its box, in shares of it. Set through the style object, which the policy allows. */
function Place({ box: [left, top, width, height], children }: { box: readonly [number, number, number, number]; children: React.ReactNode }) {
  const part = (share: number) => `${(share * 100).toFixed(3)}%`;
  return <div className="tile-place" style={{ left: part(left), top: part(top), width: part(width), height: part(height) }}>{children}</div>;
}
