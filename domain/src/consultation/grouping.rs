//! Opinion groups: k-means on the map for each k in 2 to 5, the k chosen by silhouette.
//!
//! Polis clusters up to a hundred "base clusters" first and groups those by weight, because it must
//! recompute every few seconds on anything. Starting from the first hundred people, these depend on
//! who came first (the adjusted Rand index wanders by 0.1 between orders of the same people), so here
//! people are grouped themselves. Above [`EXACT`] people they are gathered into the cells of a fixed
//! grid first, and the centres are then refined on the people.
//!
//! **Steadiness.** A round is recomputed while people vote, and groups that jump teach nobody anything.
//! Given the groups before, the search also starts from where their members stand now (which survives
//! turned axes, as old centres would not) and stays there unless a cold start is better by
//! [`BETTER_FIT`]; k changes only for a silhouette better by [`BETTER_K`]; and a group keeps its number.

use super::numbering::{by_size, numbers_as_before, renumbered, sizes};
use super::projection::Point;
use super::random::SplitMix;

/// Smallest and largest number of groups.
pub const GROUPS: std::ops::RangeInclusive<usize> = 2..=5;
/// Fewest people in a group. A division with a smaller group is not considered.
pub const MIN_GROUP: usize = 5;
/// Most points that are grouped one by one.
pub const EXACT: usize = 48 * 48;
/// The share of squared distance that a fresh division must save to replace the one before.
pub const BETTER_FIT: f64 = 0.05;
/// The gain in silhouette that another number of groups must bring to replace the one before.
pub const BETTER_K: f64 = 0.03;

const GRID: usize = 48;
const STARTS: u64 = 10;
const ROUNDS: usize = 100;
const SEED: u64 = 0x7969_7469_6e67_0002;

/// A division of people into groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Number of groups.
    pub k: usize,
    /// Group of each point, 0 to k - 1.
    pub labels: Vec<u8>,
    /// Mean place of each group.
    pub centres: Vec<Point>,
    /// Mean silhouette (Rousseeuw 1987), -1 to 1.
    pub silhouette: f64,
}

/// The best division of `points`, or `None` when there is none with [`MIN_GROUP`] people in each
/// group. `before` is the group of each point in the division before, `None` for who had none.
pub fn divide(points: &[Point], before: Option<&[Option<u8>]>) -> Option<Grouping> {
    let cells = Cells::new(points);
    let k_before = before.map(|labels| labels.iter().flatten().max().map_or(0, |most| usize::from(*most) + 1));
    let mut divisions = Vec::new();
    for k in GROUPS {
        let warm = before
            .filter(|_| k_before == Some(k))
            .and_then(|labels| centres_of(points, labels, k));
        let Some(centres) = cells.cluster(k, STARTS, warm) else {
            continue;
        };
        let (labels, centres) = if cells.exact {
            (cells.assign(&centres), centres)
        } else {
            refine(points, centres)
        };
        if smallest(&labels, k) >= MIN_GROUP {
            divisions.push((k, labels, centres));
        }
    }
    let scores = cells.silhouettes(
        &divisions
            .iter()
            .map(|(k, _, centres)| (*k, cells.assign(centres)))
            .collect::<Vec<_>>(),
    );
    let mut best: Option<usize> = None;
    for (at, score) in scores.iter().enumerate() {
        // A later k has to be better, so that of equals the smaller number of groups is taken.
        if best.is_none_or(|best| *score > scores[best]) {
            best = Some(at);
        }
    }
    let mut chosen = best?;
    if let Some(same) = divisions.iter().position(|(k, ..)| Some(*k) == k_before)
        && scores[chosen] - scores[same] < BETTER_K
    {
        chosen = same;
    }
    let silhouette = scores[chosen];
    let (k, labels, centres) = divisions.swap_remove(chosen);
    let order = match before {
        Some(before) => numbers_as_before(&labels, before, k),
        None => by_size(&labels, &centres),
    };
    Some(renumbered(
        Grouping {
            k,
            labels,
            centres,
            silhouette,
        },
        &order,
    ))
}

/// Labels of a cold division into `k` groups with few starts: for the bootstrap.
pub(super) fn divide_into(points: &[Point], k: usize) -> Option<Vec<u8>> {
    let cells = Cells::new(points);
    let centres = cells.cluster(k, 3, None)?;
    Some(points.iter().map(|point| nearest(point, &centres).0).collect())
}

/// Points with weights: the people themselves or the cells of a grid.
struct Cells {
    points: Vec<Point>,
    weights: Vec<f64>,
    exact: bool,
}

impl Cells {
    fn new(points: &[Point]) -> Self {
        if points.len() <= EXACT {
            return Self {
                points: points.to_vec(),
                weights: vec![1.0; points.len()],
                exact: true,
            };
        }
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in points {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        let cell = |point: &Point, axis: usize| {
            let span = high[axis] - low[axis];
            let share = if span > 0.0 {
                (point[axis] - low[axis]) / span
            } else {
                0.0
            };
            ((share * GRID as f64) as usize).min(GRID - 1)
        };
        let mut sums = vec![([0.0; 2], 0.0); GRID * GRID];
        for point in points {
            let (sum, weight) = &mut sums[cell(point, 0) * GRID + cell(point, 1)];
            sum[0] += point[0];
            sum[1] += point[1];
            *weight += 1.0;
        }
        sums.retain(|(_, weight)| *weight > 0.0);
        let (points, weights) = sums
            .into_iter()
            .map(|(sum, weight)| (sum.map(|s| s / weight), weight))
            .unzip();
        Self {
            points,
            weights,
            exact: false,
        }
    }

    fn assign(&self, centres: &[Point]) -> Vec<u8> {
        self.points.iter().map(|point| nearest(point, centres).0).collect()
    }

    /// The best centres of several seeded starts (k-means++, Arthur and Vassilvitskii 2007) and of
    /// `warm`, which is preferred. `None` with fewer than `k` different points.
    fn cluster(&self, k: usize, starts: u64, warm: Option<Vec<Point>>) -> Option<Vec<Point>> {
        let mut best: Option<(f64, Vec<Point>)> = None;
        for start in 0..starts {
            let seeds = self.seeds(k, &mut SplitMix::new(SEED ^ (start << 8) ^ k as u64))?;
            let (fit, centres) = self.lloyd(seeds);
            if best.as_ref().is_none_or(|(least, _)| fit < *least) {
                best = Some((fit, centres));
            }
        }
        if let Some(warm) = warm {
            let (fit, centres) = self.lloyd(warm);
            if best.as_ref().is_none_or(|(least, _)| *least > fit * (1.0 - BETTER_FIT)) {
                return Some(centres);
            }
        }
        best.map(|(_, centres)| centres)
    }

    fn seeds(&self, k: usize, random: &mut SplitMix) -> Option<Vec<Point>> {
        let mut distances = vec![1.0; self.points.len()];
        let mut seeds: Vec<Point> = Vec::with_capacity(k);
        while seeds.len() < k {
            let total: f64 = distances.iter().zip(&self.weights).map(|(d, w)| d * w).sum();
            if total <= 0.0 {
                return None;
            }
            let mut left = random.unit() * total;
            let mut picked = None;
            for (at, (distance, weight)) in distances.iter().zip(&self.weights).enumerate() {
                if *distance > 0.0 {
                    picked = Some(at);
                    left -= distance * weight;
                    if left < 0.0 {
                        break;
                    }
                }
            }
            let seed = self.points[picked?];
            let first = seeds.is_empty();
            for (distance, point) in distances.iter_mut().zip(&self.points) {
                let new = squared(point, &seed);
                *distance = if first { new } else { distance.min(new) };
            }
            seeds.push(seed);
        }
        Some(seeds)
    }

    /// Lloyd's iteration; the sum of squared distances and the centres.
    fn lloyd(&self, mut centres: Vec<Point>) -> (f64, Vec<Point>) {
        let mut fit = f64::INFINITY;
        for _ in 0..ROUNDS {
            let (sums, now) = gather(self.points.iter().zip(self.weights.iter().copied()), &centres);
            let moved = means(&sums, &centres);
            let settled = moved == centres;
            fit = now;
            centres = moved;
            if settled {
                break;
            }
        }
        (fit, centres)
    }

    /// The mean silhouette of each division of the cells, every distance taken once. People of one
    /// cell count as standing at its mean.
    fn silhouettes(&self, divisions: &[(usize, Vec<u8>)]) -> Vec<f64> {
        let totals: Vec<Vec<f64>> = divisions
            .iter()
            .map(|(k, labels)| {
                let mut sizes = vec![0.0; *k];
                labels
                    .iter()
                    .zip(&self.weights)
                    .for_each(|(label, weight)| sizes[usize::from(*label)] += weight);
                sizes
            })
            .collect();
        let people: f64 = self.weights.iter().sum();
        let mut scores = vec![0.0; divisions.len()];
        let mut distances = vec![0.0; self.points.len()];
        for (at, (point, weight)) in self.points.iter().zip(&self.weights).enumerate() {
            for ((distance, other), weight) in distances.iter_mut().zip(&self.points).zip(&self.weights) {
                *distance = squared(point, other).sqrt() * weight;
            }
            for (((k, labels), sizes), score) in divisions.iter().zip(&totals).zip(&mut scores) {
                let mut sums = [0.0; *GROUPS.end()];
                labels
                    .iter()
                    .zip(&distances)
                    .for_each(|(label, distance)| sums[usize::from(*label)] += distance);
                let own = usize::from(labels[at]);
                let inside = sums[own] / (sizes[own] - 1.0).max(1.0);
                let outside = (0..*k)
                    .filter(|group| *group != own && sizes[*group] > 0.0)
                    .map(|group| sums[group] / sizes[group])
                    .fold(f64::INFINITY, f64::min);
                let larger = inside.max(outside);
                if larger > 0.0 && larger.is_finite() {
                    *score += weight * (outside - inside) / larger;
                }
            }
        }
        scores
            .into_iter()
            .map(|score| if people > 0.0 { score / people } else { 0.0 })
            .collect()
    }
}

type Sums = Vec<(Point, f64)>;

fn gather<'a>(points: impl Iterator<Item = (&'a Point, f64)>, centres: &[Point]) -> (Sums, f64) {
    let mut sums = vec![([0.0; 2], 0.0); centres.len()];
    let mut fit = 0.0;
    for (point, weight) in points {
        let (label, distance) = nearest(point, centres);
        let (sum, total) = &mut sums[usize::from(label)];
        sum[0] += point[0] * weight;
        sum[1] += point[1] * weight;
        *total += weight;
        fit += distance * weight;
    }
    (sums, fit)
}

/// Means of the sums; a group that lost everybody stays where it was.
fn means(sums: &Sums, centres: &[Point]) -> Vec<Point> {
    sums.iter()
        .zip(centres)
        .map(|((sum, weight), centre)| {
            if *weight > 0.0 {
                sum.map(|s| s / weight)
            } else {
                *centre
            }
        })
        .collect()
}

/// Lloyd's iteration on the people from centres found on the grid.
fn refine(points: &[Point], mut centres: Vec<Point>) -> (Vec<u8>, Vec<Point>) {
    for _ in 0..ROUNDS {
        let (sums, _) = gather(points.iter().map(|point| (point, 1.0)), &centres);
        let moved = means(&sums, &centres);
        let settled = moved == centres;
        centres = moved;
        if settled {
            break;
        }
    }
    (points.iter().map(|point| nearest(point, &centres).0).collect(), centres)
}

fn squared(a: &Point, b: &Point) -> f64 {
    let (x, y) = (a[0] - b[0], a[1] - b[1]);
    x * x + y * y
}

/// The nearest centre, the first of equals, and its squared distance.
fn nearest(point: &Point, centres: &[Point]) -> (u8, f64) {
    let mut best = (0, f64::INFINITY);
    for (label, centre) in (0_u8..).zip(centres) {
        let distance = squared(point, centre);
        if distance < best.1 {
            best = (label, distance);
        }
    }
    best
}

fn centres_of(points: &[Point], labels: &[Option<u8>], k: usize) -> Option<Vec<Point>> {
    let mut sums = vec![([0.0; 2], 0.0); k];
    for (point, label) in points.iter().zip(labels) {
        if let Some((sum, weight)) = label.and_then(|label| sums.get_mut(usize::from(label))) {
            sum[0] += point[0];
            sum[1] += point[1];
            *weight += 1.0;
        }
    }
    sums.into_iter()
        .map(|(sum, weight)| (weight > 0.0).then(|| sum.map(|s| s / weight)))
        .collect()
}

fn smallest(labels: &[u8], k: usize) -> usize {
    sizes(labels, k).into_iter().min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` points around each centre.
    fn clouds(centres: &[Point], count: usize) -> Vec<Point> {
        let mut random = SplitMix::new(5);
        let mut around = |centre: &Point| centre.map(|c| c + random.unit() - 0.5);
        (0..count)
            .flat_map(|_| centres.iter().map(&mut around).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn as_many_groups_are_found_as_there_are_clouds() {
        let corners = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 4.0], [2.0, 9.0]];
        for k in GROUPS {
            for count in [8, EXACT / 2] {
                let division = divide(&clouds(&corners[..k], count), None).unwrap();
                assert_eq!((division.k, smallest(&division.labels, k)), (k, count));
                assert!(division.silhouette > 0.7);
            }
        }
    }

    #[test]
    fn the_silhouette_is_that_of_the_definition() {
        let line = [[0.0, 0.0], [1.0, 0.0], [5.0, 0.0], [6.0, 0.0]];
        let value = Cells::new(&line).silhouettes(&[(2, vec![0, 0, 1, 1])])[0];
        assert!((value - f64::midpoint(4.5 / 5.5, 3.5 / 4.5)).abs() < 1e-12, "{value}");
    }

    #[test]
    fn people_of_one_mind_and_a_handful_are_not_divided() {
        assert_eq!(divide(&[[1.0, 1.0]; 40], None), None);
        assert_eq!(divide(&clouds(&[[0.0, 0.0], [4.0, 0.0]], 4), None), None);
        assert_eq!(divide(&[], None), None);
    }
}
