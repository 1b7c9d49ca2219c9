//! The leading eigenvectors of a symmetric positive semidefinite operator, by orthogonal iteration
//! with Rayleigh-Ritz steps (Golub and Van Loan, "Matrix Computations", 4th ed., 8.2 and 8.3).
//!
//! Start vectors, order of summation and stopping rule are fixed, and only the operations that
//! IEEE 754 rounds exactly (+, -, *, /, square root) are used: the same input gives the same bits.

use super::random::SplitMix;

/// Vectors iterated together. More than the two that are wanted, since convergence goes with the
/// ratio of the eigenvalue after the block to the second.
const BLOCK: usize = 4;
const SEED: u64 = 0x7969_7469_6e67_0001;
const SWEEPS: usize = 30;

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Precision {
    /// Residual of both vectors, relative to the largest eigenvalue.
    pub(super) residual: f64,
    /// Most applications of the operator to the block.
    pub(super) rounds: usize,
}

/// Two orthonormal vectors of length `size` belonging to the two largest eigenvalues, largest first.
/// `apply(x, y)` adds the operator's image of `x` to `y`, which is zero. A vector without an
/// eigenvalue above zero is zero.
pub(super) fn leading_two(size: usize, apply: impl Fn(&[f64], &mut [f64]), until: Precision) -> [Vec<f64>; 2] {
    let block = BLOCK.min(size);
    let mut random = SplitMix::new(SEED);
    let mut basis: Vec<Vec<f64>> = (0..block)
        .map(|_| (0..size).map(|_| random.unit() - 0.5).collect())
        .collect();
    orthonormalise(&mut basis);
    let mut values = vec![0.0; block];
    for _ in 0..until.rounds {
        let images: Vec<Vec<f64>> = basis
            .iter()
            .map(|vector| {
                let mut image = vec![0.0; size];
                apply(vector, &mut image);
                image
            })
            .collect();
        let small: Vec<Vec<f64>> = basis
            .iter()
            .map(|q| images.iter().map(|image| dot(q, image)).collect())
            .collect();
        let (ritz, turn) = jacobi(small);
        let turned_basis = combine(&basis, &turn);
        let turned_images = combine(&images, &turn);
        values = ritz;
        let scale = values.first().copied().unwrap_or(0.0);
        let settled = turned_basis
            .iter()
            .zip(&turned_images)
            .zip(&values)
            .take(2)
            .all(|((q, image), value)| {
                let residual: f64 = q
                    .iter()
                    .zip(image)
                    .map(|(q, i)| (i - value * q) * (i - value * q))
                    .sum();
                residual.sqrt() <= until.residual * scale
            });
        if settled {
            basis = turned_basis;
            break;
        }
        basis = turned_images;
        orthonormalise(&mut basis);
    }
    let floor = values.first().copied().unwrap_or(0.0) * 1e-12;
    let mut two = basis
        .into_iter()
        .zip(values)
        .map(|(vector, value)| if value > floor { vector } else { vec![0.0; size] });
    [
        two.next().unwrap_or_else(|| vec![0.0; size]),
        two.next().unwrap_or_else(|| vec![0.0; size]),
    ]
}

/// Sum of products, from the first to the last.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Modified Gram-Schmidt, twice over; a vector that vanishes becomes zero.
fn orthonormalise(basis: &mut [Vec<f64>]) {
    for at in 0..basis.len() {
        let (done, rest) = basis.split_at_mut(at);
        let Some(vector) = rest.first_mut() else { return };
        let before = dot(vector, vector).sqrt();
        for _ in 0..2 {
            for other in &*done {
                let share = dot(other, vector);
                vector.iter_mut().zip(other).for_each(|(v, o)| *v -= share * o);
            }
        }
        let length = dot(vector, vector).sqrt();
        let factor = if length > before * 1e-13 { 1.0 / length } else { 0.0 };
        vector.iter_mut().for_each(|v| *v *= factor);
    }
}

/// `vectors` in the basis whose members are the columns of `turn`.
fn combine(vectors: &[Vec<f64>], turn: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..vectors.len())
        .map(|column| {
            let mut sum = vec![0.0; vectors.first().map_or(0, Vec::len)];
            for (vector, line) in vectors.iter().zip(turn) {
                let factor = line[column];
                sum.iter_mut().zip(vector).for_each(|(s, v)| *s += factor * v);
            }
            sum
        })
        .collect()
}

/// Eigenvalues (descending) and eigenvectors (as columns) of a small symmetric matrix, by cyclic
/// Jacobi rotations.
fn jacobi(mut matrix: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = matrix.len();
    let mut vectors: Vec<Vec<f64>> = (0..size)
        .map(|i| (0..size).map(|j| if i == j { 1.0 } else { 0.0 }).collect())
        .collect();
    for _ in 0..SWEEPS {
        for p in 0..size {
            for q in p + 1..size {
                if matrix[p][q].abs() <= f64::MIN_POSITIVE {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let sign = if theta < 0.0 { -1.0 } else { 1.0 };
                let tangent = sign / (theta.abs() + (theta * theta + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                for line in &mut matrix {
                    (line[p], line[q]) = (cosine * line[p] - sine * line[q], sine * line[p] + cosine * line[q]);
                }
                let (above, below) = matrix.split_at_mut(q);
                for (upper, lower) in above[p].iter_mut().zip(&mut below[0]) {
                    (*upper, *lower) = (cosine * *upper - sine * *lower, sine * *upper + cosine * *lower);
                }
                for line in &mut vectors {
                    (line[p], line[q]) = (cosine * line[p] - sine * line[q], sine * line[p] + cosine * line[q]);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|a, b| matrix[*b][*b].total_cmp(&matrix[*a][*a]));
    let values = order.iter().map(|at| matrix[*at][*at]).collect();
    let turned = vectors
        .iter()
        .map(|line| order.iter().map(|at| line[*at]).collect())
        .collect();
    (values, turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Precision = Precision {
        residual: 1e-12,
        rounds: 500,
    };

    #[test]
    fn the_leading_vectors_of_a_known_matrix_are_found() {
        // Eigenvalues 6, 3, 1, 0 in the basis of the columns of a Hadamard matrix.
        let hadamard = [
            [1., 1., 1., 1.],
            [1., -1., 1., -1.],
            [1., 1., -1., -1.],
            [1., -1., -1., 1.],
        ];
        let values = [1.0, 6.0, 0.0, 3.0];
        let apply = |x: &[f64], y: &mut [f64]| {
            for (vector, value) in hadamard.iter().zip(values) {
                let share = value * dot(vector, x) / 4.0;
                y.iter_mut().zip(vector).for_each(|(y, v)| *y += share * v);
            }
        };
        let [first, second] = leading_two(4, apply, FINE);
        assert!((dot(&first, &hadamard[1]).abs() - 2.0).abs() < 1e-9);
        assert!((dot(&second, &hadamard[3]).abs() - 2.0).abs() < 1e-9);
    }

    #[test]
    fn an_operator_of_rank_one_has_no_second_vector() {
        let apply = |x: &[f64], y: &mut [f64]| y[2] += 5.0 * x[2];
        let [first, second] = leading_two(6, apply, FINE);
        assert!((first[2].abs() - 1.0).abs() < 1e-12);
        assert!(second.iter().all(|v| *v == 0.0));
        let nothing = leading_two(3, |_, _| {}, FINE);
        assert!(nothing.iter().flatten().all(|v| *v == 0.0));
        assert!(leading_two(0, |_, _| {}, FINE)[0].is_empty());
    }
}
