//! Consultation: statements, votes on them, and the opinion groups that the votes form.

pub mod covotes;
mod eigen;
pub mod matrix;
pub mod projection;
mod random;

pub use matrix::{Change, Matrix, MatrixError, ParticipantKey, StatementKey, Vote};
