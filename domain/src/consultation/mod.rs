//! Consultation: statements, votes on them, and the opinion groups that the votes form.

pub mod covotes;
mod eigen;
pub mod grouping;
pub mod matrix;
mod numbering;
pub mod projection;
mod random;
pub mod stability;

pub use matrix::{Change, Matrix, MatrixError, ParticipantKey, StatementKey, Vote};
pub use stability::{Claim, adjusted_rand};
