//! Consultation: statements, votes on them, and the opinion groups that the votes form.
//!
//! A reader goes [`matrix`] → [`covotes`] → [`projection`] → [`grouping`] → [`stability`] →
//! [`tally`] → [`disclosure`] → [`representative`] and [`spread`] → [`summary`]; [`incremental`] keeps all of it up to date,
//! [`routing`] picks the next statement, [`mod@file`] reads tables of votes, [`inquiry`] says who may
//! do what and when.
//!
//! The method is that of Small et al. 2021, "Polis: Scaling deliberation by mapping high dimensional
//! opinion spaces" (Recerca 26(2)); each module says where it departs and why. The code is our
//! own. The same votes give the same bits on every machine: fixed orders, fixed seeds, one thread,
//! and in floating point only what IEEE 754 rounds exactly.

pub mod covotes;
pub mod disclosure;
mod eigen;
pub mod file;
pub mod grouping;
pub mod incremental;
pub mod inquiry;
pub mod matrix;
mod numbering;
pub mod projection;
mod random;
pub mod representative;
pub mod routing;
pub mod spread;
pub mod stability;
pub mod summary;
pub mod tally;
mod words;

pub use file::{FileError, FileResult};
pub use incremental::Incremental;
pub use inquiry::{Inquiry, InquiryAction, InquiryState, Moderation, Settings, StatementState};
pub use matrix::{Change, Matrix, MatrixError, ParticipantKey, StatementKey, Vote};
pub use routing::{Candidate, next_statement};
pub use spread::Background;
pub use stability::{Claim, adjusted_rand};
pub use summary::{Computed, Context, Standing, Summary, compute};
pub use tally::Counts;
pub use words::Words;
