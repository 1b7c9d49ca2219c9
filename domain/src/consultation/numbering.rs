//! Which group gets which number, so that "group 1" means the same people from one result to the next.

use super::grouping::Grouping;
use super::projection::Point;

/// People per label.
pub(super) fn sizes(labels: &[u8], k: usize) -> Vec<usize> {
    let mut sizes = vec![0; k];
    labels.iter().for_each(|label| sizes[usize::from(*label)] += 1);
    sizes
}

/// Old labels in their new order: largest group first, then by place.
pub(super) fn by_size(labels: &[u8], centres: &[Point]) -> Vec<usize> {
    let sizes = sizes(labels, centres.len());
    let mut order: Vec<usize> = (0..centres.len()).collect();
    order.sort_by(|a, b| {
        let places = || {
            centres[*a][0]
                .total_cmp(&centres[*b][0])
                .then(centres[*a][1].total_cmp(&centres[*b][1]))
        };
        sizes[*b].cmp(&sizes[*a]).then_with(places)
    });
    order
}

/// Old labels in the order of the groups before with whom they share most people; the rest by size.
pub(super) fn numbers_as_before(labels: &[u8], before: &[Option<u8>], k: usize) -> Vec<usize> {
    let mut shared = vec![vec![0_usize; k]; k];
    for (label, before) in labels.iter().zip(before) {
        if let Some(cell) = before.and_then(|b| shared.get_mut(usize::from(b))) {
            cell[usize::from(*label)] += 1;
        }
    }
    let sizes = sizes(labels, k);
    let mut order = vec![None; k];
    for _ in 0..k {
        let mut best: Option<((usize, usize), usize, usize)> = None;
        for old in (0..k).filter(|old| order[*old].is_none()) {
            for new in (0..k).filter(|new| !order.contains(&Some(*new))) {
                let merit = (shared[old][new], sizes[new]);
                if best.is_none_or(|(most, ..)| merit > most) {
                    best = Some((merit, old, new));
                }
            }
        }
        if let Some((_, old, new)) = best {
            order[old] = Some(new);
        }
    }
    order.into_iter().flatten().collect()
}

/// The same division with group `order[n]` as number n.
pub(super) fn renumbered(grouping: Grouping, order: &[usize]) -> Grouping {
    let mut number = vec![0_u8; grouping.k];
    (0_u8..).zip(order).for_each(|(new, old)| number[*old] = new);
    Grouping {
        labels: grouping
            .labels
            .iter()
            .map(|label| number[usize::from(*label)])
            .collect(),
        centres: order.iter().map(|old| grouping.centres[*old]).collect(),
        ..grouping
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_group_is_the_first_unless_groups_had_numbers_before() {
        let labels = [0, 1, 1, 1, 2, 2];
        assert_eq!(by_size(&labels, &[[0.0; 2]; 3]), [1, 2, 0]);
        let before = [Some(2), Some(1), Some(1), None, Some(0), Some(0)];
        assert_eq!(numbers_as_before(&labels, &before, 3), [2, 1, 0]);
        // A number that nobody held before goes to who is left.
        assert_eq!(numbers_as_before(&labels, &[Some(0); 6], 3), [1, 2, 0]);
    }

    #[test]
    fn labels_and_centres_follow_their_numbers() {
        let centres = vec![[1.0, 0.0], [2.0, 0.0]];
        let grouping = Grouping {
            k: 2,
            labels: vec![0, 1, 1],
            centres,
            silhouette: 0.5,
        };
        let turned = renumbered(grouping, &[1, 0]);
        assert_eq!(turned.labels, [1, 0, 0]);
        assert_eq!(turned.centres, [[2.0, 0.0], [1.0, 0.0]]);
    }
}
