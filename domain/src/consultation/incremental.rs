//! Keeping a result up to date while people vote.

use super::covotes::CoVotes;
use super::matrix::{Change, Matrix, MatrixError};
use super::summary::{Computed, Context, Standing, compute_after};

/// The votes, their co-votes, and the groups last claimed.
///
/// # What is guaranteed
/// A result is a function of two things only: the votes at the time, and the [`Standing`] that it
/// continues. How the votes got there (one by one, in blocks, with detours, in any order) and whether
/// the co-votes were kept or computed afresh changes no bit of it, since they are integers. So
/// - the first result equals [`super::summary::compute`] of the same votes;
/// - a process that is restarted with the stored votes and standing goes on as if it had run through;
/// - whoever has the votes at each published state can compute the whole sequence again.
///
/// What is *not* guaranteed: that a continued result equals one from nothing. Groups, their numbers and
/// the direction of the axes are held steady on purpose, so they depend on the states published
/// before. [`super::summary::Summary::follows`] names the one before.
///
/// What it saves: a changed vote costs the square of that person's votes instead of everybody's.
#[derive(Clone, Debug)]
pub struct Incremental {
    matrix: Matrix,
    covotes: CoVotes,
    standing: Option<Standing>,
}

impl Incremental {
    /// Starts from stored votes and, if there was one, the standing of the last result.
    pub fn new(matrix: Matrix, standing: Option<Standing>) -> Self {
        let covotes = CoVotes::new(&matrix);
        Self {
            matrix,
            covotes,
            standing,
        }
    }

    /// The votes as they are now.
    pub const fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// What to store for a restart, beside the votes.
    pub const fn standing(&self) -> Option<&Standing> {
        self.standing.as_ref()
    }

    /// Takes changed votes; of several on one pair the last counts. A new statement costs as
    /// much as starting anew.
    ///
    /// # Errors
    /// [`MatrixError`] when there would be too many; nothing is changed then.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), MatrixError> {
        let applied = self.matrix.apply(changes)?;
        if applied.statements_added {
            self.covotes = CoVotes::new(&self.matrix);
        } else {
            for (index, old) in &applied.before {
                self.covotes.replace(old, &self.matrix.rows()[*index as usize]);
            }
        }
        Ok(())
    }

    /// Computes the result of the votes as they are now and makes it the one that the next continues.
    pub fn publish(&mut self, context: &Context) -> Computed {
        let computed = compute_after(&self.matrix, &self.covotes, context, self.standing.as_ref());
        self.standing.clone_from(&computed.standing);
        computed
    }
}
