//! How often each pair of statements was answered together, and how: exact integers from which the
//! covariance follows.
//!
//! Missing votes are imputed by the statement's mean, and PCA subtracts that same mean, so a missing
//! vote is exactly zero after centring: the centred matrix is as sparse as the votes. Its covariance
//! needs four sums per pair of statements, all of them integers. Integers add up to the same total
//! in any order, and a changed vote can be taken out again without a trace, so the covariance
//! that is kept up to date is bit for bit the one that is computed afresh.

use super::matrix::{Matrix, Row};

/// Sums over the participants that answered both statements `a <= b` of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pair {
    /// Number of participants.
    count: i32,
    /// Sum of vote a times vote b.
    product: i32,
    /// Sum of vote a.
    first: i32,
    /// Sum of vote b.
    second: i32,
}

/// The sums of all pairs over the eligible participants. Cost: the sum of squared votes per person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoVotes {
    statements: usize,
    needed: usize,
    /// Upper triangle, row after row, diagonal included.
    pairs: Vec<Pair>,
}

impl CoVotes {
    /// The sums over the eligible participants of `matrix`.
    pub fn new(matrix: &Matrix) -> Self {
        let statements = matrix.statements().len();
        let mut all = Self {
            statements,
            needed: matrix.votes_needed(),
            pairs: vec![Pair::default(); statements * (statements + 1) / 2],
        };
        for row in matrix.rows() {
            all.add(row, 1);
        }
        all
    }

    /// Replaces one participant's row. Both rows must use the statement indices of this matrix.
    pub fn replace(&mut self, old: &Row, new: &Row) {
        self.add(old, -1);
        self.add(new, 1);
    }

    /// Where the pairs (a, a), (a, a + 1), ... begin.
    const fn offset(&self, a: usize) -> usize {
        a * self.statements - a * a.saturating_sub(1) / 2
    }

    fn add(&mut self, row: &Row, sign: i32) {
        if row.len() < self.needed {
            return;
        }
        for (at, &(a, vote)) in row.iter().enumerate() {
            let a = a as usize;
            let start = self.offset(a);
            let first = vote.value() * sign;
            let line = &mut self.pairs[start..start + self.statements - a];
            for &(b, other) in &row[at..] {
                let other = other.value();
                let pair = &mut line[b as usize - a];
                pair.count += sign;
                pair.product += first * other;
                pair.first += first;
                pair.second += other * sign;
            }
        }
    }

    /// Mean vote of each statement over the eligible participants who saw it; 0 when nobody did.
    pub fn means(&self) -> Vec<f64> {
        (0..self.statements)
            .map(|a| {
                let own = self.pairs[self.offset(a)];
                if own.count == 0 {
                    0.0
                } else {
                    f64::from(own.first) / f64::from(own.count)
                }
            })
            .collect()
    }

    /// The covariance of the mean-imputed matrix times the number of participants, statements by
    /// statements, row after row.
    pub fn scatter(&self, means: &[f64]) -> Vec<f64> {
        let size = self.statements;
        let mut dense = vec![0.0; size * size];
        for a in 0..size {
            let start = self.offset(a);
            for (b, pair) in (a..size).zip(&self.pairs[start..start + size - a]) {
                let value =
                    f64::from(pair.product) - means[b] * f64::from(pair.first) - means[a] * f64::from(pair.second)
                        + means[a] * means[b] * f64::from(pair.count);
                dense[a * size + b] = value;
                dense[b * size + a] = value;
            }
        }
        dense
    }
}
