//! Where the members of each group live, without a number that fewer than five people stand behind.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::disclosure::told;
use super::tally::MIN_CELL;
use crate::area::BlockKind;
use crate::id::AreaId;

/// Where a participant lives, as far as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Background {
    /// 小区
    pub block: Option<AreaId>,
    /// 小区类型
    pub kind: Option<BlockKind>,
}

/// People per group (lines) and place (columns).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread<T> {
    /// The places, ascending; `None` for people whose place is not known.
    pub columns: Vec<Option<T>>,
    /// For each group the people in each place, in steps of five; `None` where it may not be told.
    pub cells: Vec<Vec<Option<u32>>>,
}

/// The spread over blocks and over kinds of block. `people` are the members of groups with their
/// background, `k` the number of groups.
///
/// A cell is hidden when it counts fewer than five, nobody included. Since the sizes of the groups are
/// public, further cells (the smallest first) are hidden until the hidden ones of every line and
/// column are none, or at least two with five people together. A kind's cell is also hidden when the
/// blocks of that kind, shown beside it, would give a hidden one away.
pub fn spread(people: &[(u8, Background)], k: usize) -> (Spread<AreaId>, Spread<BlockKind>) {
    let (blocks, block_counts) = count(people.iter().map(|(group, b)| (*group, b.block)), k);
    let block_cells = suppress(&block_counts, vec![vec![false; blocks.len()]; k]);
    let (kinds, kind_counts) = count(people.iter().map(|(group, b)| (*group, b.kind)), k);
    let mut parts: BTreeMap<(u8, Option<BlockKind>), BTreeMap<Option<AreaId>, u32>> = BTreeMap::new();
    for (group, background) in people {
        *parts
            .entry((*group, background.kind))
            .or_default()
            .entry(background.block)
            .or_default() += 1;
    }
    let mut secret = vec![vec![false; kinds.len()]; k];
    for ((group, kind), blocks_of_kind) in parts {
        let (mut cells, mut sum) = (0, 0);
        for (block, people) in blocks_of_kind {
            let column = blocks.binary_search(&block).unwrap_or(usize::MAX);
            if block_cells
                .get(usize::from(group))
                .and_then(|line| line.get(column))
                .is_none_or(Option::is_none)
            {
                cells += 1;
                sum += people;
            }
        }
        if cells == 1 || (cells > 0 && sum < MIN_CELL) {
            let column = kinds.binary_search(&kind).unwrap_or(usize::MAX);
            if let Some(cell) = secret.get_mut(usize::from(group)).and_then(|line| line.get_mut(column)) {
                *cell = true;
            }
        }
    }
    let kind_cells = suppress(&kind_counts, secret);
    (
        Spread {
            columns: blocks,
            cells: block_cells,
        },
        Spread {
            columns: kinds,
            cells: kind_cells,
        },
    )
}

fn count<T: Copy + Ord>(
    people: impl Iterator<Item = (u8, Option<T>)> + Clone,
    k: usize,
) -> (Vec<Option<T>>, Vec<Vec<u32>>) {
    let columns: Vec<Option<T>> = people
        .clone()
        .map(|(_, place)| place)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut counts = vec![vec![0; columns.len()]; k];
    for (group, place) in people {
        if let (Some(line), Ok(column)) = (counts.get_mut(usize::from(group)), columns.binary_search(&place)) {
            line[column] += 1;
        }
    }
    (columns, counts)
}

/// The counts that may be shown; `hidden` marks cells that may not be in any case.
fn suppress(counts: &[Vec<u32>], mut hidden: Vec<Vec<bool>>) -> Vec<Vec<Option<u32>>> {
    for (line, marks) in counts.iter().zip(&mut hidden) {
        line.iter()
            .zip(marks)
            .for_each(|(count, mark)| *mark |= *count < MIN_CELL);
    }
    let (height, width) = (counts.len(), counts.first().map_or(0, Vec::len));
    let lines = (0..height).map(|y| (0..width).map(|x| (y, x)).collect::<Vec<_>>());
    let columns = (0..width).map(|x| (0..height).map(|y| (y, x)).collect::<Vec<_>>());
    let all: Vec<Vec<(usize, usize)>> = lines.chain(columns).collect();
    loop {
        let mut changed = false;
        for cells in &all {
            let secret = || cells.iter().filter(|(y, x)| hidden[*y][*x] && counts[*y][*x] > 0);
            let sum: u32 = secret().map(|(y, x)| counts[*y][*x]).sum();
            if sum == 0 || (sum >= MIN_CELL && secret().count() > 1) {
                continue;
            }
            let next = cells
                .iter()
                .filter(|(y, x)| !hidden[*y][*x])
                .min_by_key(|(y, x)| counts[*y][*x])
                .copied();
            if let Some((y, x)) = next {
                hidden[y][x] = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let show = |(count, secret): (&u32, &bool)| (!secret).then_some(told(*count));
    counts
        .iter()
        .zip(&hidden)
        .map(|(line, marks)| line.iter().zip(marks).map(show).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_single_hidden_cell_takes_others_with_it() {
        let show = |counts: [[u32; 3]; 2]| suppress(&counts.map(Vec::from), vec![vec![false; 3]; 2]);
        let all = show([[10, 20, 30], [9, 8, 7]]);
        assert_eq!(all, [[Some(10), Some(20), Some(30)], [Some(5), Some(5), Some(5)]]);
        // 3 takes 7 in its line and 10 in its column; the column of 7 then loses 30.
        let some = show([[10, 20, 30], [3, 8, 7]]);
        assert_eq!(some, [[None, Some(20), None], [None, Some(5), None]]);
    }

    #[test]
    fn kinds_do_not_give_away_a_hidden_block() {
        let person = |block: u128, kind| Background {
            block: Some(AreaId(Uuid::from_u128(block))),
            kind: Some(kind),
        };
        let mut people = vec![(0, person(1, BlockKind::GardenHouse)); 20];
        people.extend(vec![(0, person(2, BlockKind::GardenHouse)); 3]);
        people.extend(vec![(0, person(3, BlockKind::Resettlement)); 10]);
        people.extend(vec![(0, person(4, BlockKind::PublicSold)); 40]);
        let (blocks, kinds) = spread(&people, 1);
        assert_eq!(blocks.cells, [[Some(20), None, None, Some(40)]]);
        // 23 garden houses less the 20 of block 1 would be the three of block 2.
        assert_eq!(
            kinds.columns,
            [BlockKind::PublicSold, BlockKind::GardenHouse, BlockKind::Resettlement].map(Some)
        );
        assert_eq!(kinds.cells, [[Some(40), None, None]]);
    }
}
