//! Uploaded pictures: who may send them, who sees them, and what a check makes of them.
//!
//! | from | who | verdict | to |
//! |---|---|---|---|
//! | pending | the machine | pass | visible |
//! | pending | the machine | refuse | refused |
//! | pending | the machine | unsure, or no answer in time | pending, and a person must look |
//! | pending, refused | a person | pass | visible |
//! | pending, visible | a person | refuse | refused |
//! | any | | its owner's account is closed | erased |
//!
//! Nothing fails open: only a verdict makes a picture visible, and what a person decided no machine
//! changes.

use crate::{
    area::AreaPath,
    id::Pseudonym,
    people::{Actor, IdentityLevel},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// The most bytes of one upload.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most pixels of one upload: a frame of a telephone's main camera, and nothing that only a bomb has.
pub const MOST_PIXELS: u64 = 40_000_000;
/// The most pictures at one place.
pub const MOST_AT_A_PLACE: usize = 9;
/// The most uploads of one person in 24 hours.
pub const MOST_A_DAY: u64 = 100;
/// How long an upload that is attached to nothing is kept, in milliseconds.
pub const ORPHAN_MS: i64 = 24 * 3_600_000;
/// How long the machine may take for its verdict, in milliseconds; WeChat promises 30 minutes.
pub const MACHINE_MS: i64 = 35 * 60_000;

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Waits for its check; seen by its owner and by those who check.
    Pending,
    /// Everybody sees it who sees where it stands.
    Visible,
    /// Did not pass.
    Refused,
    /// Its owner closed the account; nobody sees it, and its bytes are on their way out.
    Erased,
}

impl UploadState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Visible, Self::Refused, Self::Erased];

    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Visible => "visible",
            Self::Refused => "refused",
            Self::Erased => "erased",
        }
    }

    /// Reads [`UploadState::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }
}

/// What a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may be shown.
    Pass,
    /// It may not be shown.
    Refuse,
    /// A person must look: the machine was unsure, failed, or did not answer.
    Unsure,
}

/// A picture as the rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadView {
    /// Who sent it.
    pub owner: Pseudonym,
    /// Where it stands.
    pub state: UploadState,
    /// Whether the machine gave up and a person must look.
    pub unsure: bool,
    /// Whether a person has decided.
    pub by_person: bool,
}

/// Where a picture stands after a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The state.
    pub state: UploadState,
    /// Whether a person must look.
    pub unsure: bool,
}

impl UploadView {
    /// What the machine's verdict makes of it. A late or repeated verdict changes nothing.
    pub fn judged_by_machine(&self, verdict: Verdict) -> Judged {
        let now = Judged {
            state: self.state,
            unsure: self.unsure,
        };
        if self.state != UploadState::Pending || self.unsure || self.by_person {
            return now;
        }
        match verdict {
            Verdict::Pass => Judged {
                state: UploadState::Visible,
                unsure: false,
            },
            Verdict::Refuse => Judged {
                state: UploadState::Refused,
                unsure: false,
            },
            Verdict::Unsure => Judged { unsure: true, ..now },
        }
    }

    /// What a person's decision makes of it.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] where it stands so already, [`Refusal::NotFound`] for one that is erased.
    pub fn judged_by_person(&self, approve: bool) -> Result<Judged, Refusal> {
        let state = if approve {
            UploadState::Visible
        } else {
            UploadState::Refused
        };
        match self.state {
            UploadState::Erased => Err(Refusal::NotFound),
            standing if standing == state => Err(Refusal::WrongState),
            _ => Ok(Judged { state, unsure: false }),
        }
    }

    /// Whether `viewer` sees it; `checks`: whether the viewer reads what is kept from others there.
    pub fn shown_to(&self, viewer: Option<&Actor>, checks: bool) -> bool {
        match self.state {
            UploadState::Visible => true,
            UploadState::Pending | UploadState::Refused => {
                checks || viewer.is_some_and(|actor| actor.pseudonym == self.owner)
            }
            UploadState::Erased => false,
        }
    }
}

/// Whether `actor` may send pictures: what is published needs a name behind it.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::PhoneRequired`].
pub fn may_upload(actor: Option<&Actor>) -> Result<&Actor, Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    if actor.level >= IdentityLevel::Phone {
        Ok(actor)
    } else {
        Err(Refusal::PhoneRequired)
    }
}

/// Whether `actor` may decide about a picture that stands in the custody of `area`.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`]; [`Refusal::SecondPersonNeeded`] for one's own.
pub fn may_check(actor: Option<&Actor>, view: &UploadView, area: &AreaPath) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    if !actor.is_staff_of(area) {
        return Err(Refusal::Forbidden);
    }
    if actor.pseudonym == view.owner {
        return Err(Refusal::SecondPersonNeeded);
    }
    Ok(())
}

/// Whether `actor` may put this picture where it is wanted: one's own, once, and not one that was refused.
/// `there`: it stands at that place already.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::FileRefused`], [`Refusal::FileAttached`].
pub fn may_attach(actor: &Actor, view: &UploadView, elsewhere: bool, there: bool) -> Result<(), Refusal> {
    if view.state == UploadState::Erased || !(there || view.owner == actor.pseudonym) {
        return Err(Refusal::NotFound);
    }
    if elsewhere {
        return Err(Refusal::FileAttached);
    }
    if view.state == UploadState::Refused {
        return Err(Refusal::FileRefused);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{UploadState, UploadView, Verdict};
    use crate::{id::Pseudonym, refusal::Refusal};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn view(state: UploadState, unsure: bool, by_person: bool) -> UploadView {
        UploadView {
            owner: Pseudonym(Uuid::from_u128(1)),
            state,
            unsure,
            by_person,
        }
    }

    fn verdict() -> impl Strategy<Value = Verdict> {
        prop_oneof![Just(Verdict::Pass), Just(Verdict::Refuse), Just(Verdict::Unsure)]
    }

    #[test]
    fn a_person_overrules_the_machine_and_not_the_other_way_round() {
        let refused = view(UploadState::Refused, false, true);
        assert_eq!(refused.judged_by_machine(Verdict::Pass).state, UploadState::Refused);
        assert_eq!(
            refused.judged_by_person(true).map(|j| j.state),
            Ok(UploadState::Visible)
        );
        assert_eq!(refused.judged_by_person(false), Err(Refusal::WrongState));
        assert_eq!(
            view(UploadState::Erased, false, false).judged_by_person(true),
            Err(Refusal::NotFound)
        );
    }

    proptest! {
        /// Whatever the machine says and how often: a picture becomes visible by a pass that came before
        /// any other verdict, and by nothing else.
        #[test]
        fn nothing_fails_open(verdicts in proptest::collection::vec(verdict(), 0..6)) {
            let mut standing = view(UploadState::Pending, false, false);
            for one in &verdicts {
                let judged = standing.judged_by_machine(*one);
                standing = view(judged.state, judged.unsure, false);
            }
            prop_assert_eq!(
                standing.state == UploadState::Visible,
                verdicts.first() == Some(&Verdict::Pass)
            );
        }
    }
}
