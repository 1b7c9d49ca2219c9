//! A round 议事: one area's deliberation on one or more proposals, step by step after a procedure
//! template.
//!
//! | state | what happens |
//! |---|---|
//! | scheduled | waits for its start; plans of all steps may be changed |
//! | open | one step after the other, each opened and ended by the clock |
//! | concluded | adopted, not adopted, or no quorum; steps of the follow-up wait for delivery |
//! | cancelled | called off by a director, or no proposal is left; with a reason |
//!
//! A step ends at its time with a [`StepResult`]. What the next step needs of it is looked at before
//! the next one opens; where the need is not met the round concludes there and then. The last ballot
//! decides the outcome. A round without a ballot adopts if every quorum was met: whoever came together
//! and did not object carries it to the director.
//!
//! A running round keeps the template with which it began, whatever becomes of the template.

mod builtin;
mod model;
mod permission;
mod plan;
mod template;

pub use builtin::built_in;
pub use model::{Due, Outcome, Round, RoundState, StepRecord, StepResult, StepState};
pub use permission::{RoundAction, may_round, round_offers};
pub use plan::{BallotPlan, ConsultationPlan, MeetingPlan, PlannedOption, StepPlan, meeting_time};
pub use template::{Label, MOST_STEPS, Need, Phase, Step, Template, Work};
