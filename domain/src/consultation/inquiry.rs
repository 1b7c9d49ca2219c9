//! The life of a consultation 征询: who may state, vote and moderate, and when.
//!
//! | state | opens | states, votes | moderation | result |
//! |---|---|---|---|---|
//! | scheduled | by the clock at `opens_at`, electorate frozen then | nobody; staff put in seeds | staff | none |
//! | open | | members of the frozen electorate | staff | if the setting says so |
//! | closed (by the clock at `closes_at`) | | nobody | staff may still hide words | everyone |
//! | cancelled (by staff, with a reason) | | nobody | staff may still hide words | none |
//!
//! As in Polis, whoever makes a statement agrees with it: the author's vote is cast with it, is one like
//! any other, and can be changed like any other. A seed by the facilitator carries no vote, since staff
//! need not belong to the electorate.
//!
//! A statement is pending, visible or hidden. Votes count while it is visible: one that is hidden leaves
//! the matrix with all of its votes, and brings them back when it is shown again.

use serde::{Deserialize, Serialize};

use crate::{area::AreaPath, id::Pseudonym, instant::Instant, people::Actor, refusal::Refusal};

/// Most characters of a statement.
pub const STATEMENT_LENGTH: usize = 140;
/// Most characters of a question.
pub const QUESTION_LENGTH: usize = 200;
/// Most statements of one consultation, whatever became of them.
pub const MOST_STATEMENTS: u32 = 500;
/// Most statements of one person in one consultation.
pub const MOST_OF_ONE: u32 = 20;
/// Members of the electorate from which on votes are published without names unless it was laid down that
/// they are not; of fewer only where it was laid down that they are. Among so many a line of votes on
/// statements that any of them could have made points at nobody by itself.
pub const VOTES_PUBLISHED_FROM: u64 = 100;
/// Most votes in one request of a phone.
pub const MOST_VOTES: usize = 50;

macro_rules! names {
    ($name:ident { $($variant:ident => $text:literal),* $(,)? }) => {
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The name in the database and on the wire.
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $text),* } }
            /// Reads the name.
            pub fn parse(text: &str) -> Option<Self> { Self::ALL.iter().copied().find(|one| one.name() == text) }
        }
    };
}

/// Where a consultation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryState {
    /// Waits for its time.
    Scheduled,
    /// Takes statements and votes.
    Open,
    /// Over, with a result.
    Closed,
    /// Given up, with a reason.
    Cancelled,
}
names!(InquiryState { Scheduled => "scheduled", Open => "open", Closed => "closed", Cancelled => "cancelled" });

/// When a person looks at statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moderation {
    /// Each is checked before it is shown.
    Before,
    /// Those are shown at once that pass the content check; staff hide what may not stand.
    After,
}
names!(Moderation { Before => "before", After => "after" });

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementState {
    /// Waits for a person's check.
    Pending,
    /// Everyone reads it and members vote on it.
    Visible,
    /// Taken out of sight, with a reason.
    Hidden,
}
names!(StatementState { Pending => "pending", Visible => "visible", Hidden => "hidden" });

/// What is laid down before a consultation opens and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// When statements are checked.
    pub moderation: Moderation,
    /// Whether members may make statements, or only the facilitator.
    pub residents_state: bool,
    /// Votes that a member has to have cast before the own group is shown, so that nobody is told
    /// where they belong before they have said what they think.
    pub min_votes: u32,
    /// Whether the result is shown while the consultation is open.
    pub results_live: bool,
    /// Whether the votes are published without names after closing, so that anyone can compute the
    /// groups again. A line of such a file can be one person's only, so whoever votes must know of it
    /// before: `None` is decided at the opening ([`Settings::opened`]), before the first vote, and shown
    /// from then on.
    pub publish_votes: Option<bool>,
    /// Share of the electorate that has to take part, in percent; `None`: no quorum.
    pub quorum_percent: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            moderation: Moderation::After,
            residents_state: true,
            min_votes: 7,
            results_live: true,
            publish_votes: None,
            quorum_percent: None,
        }
    }
}

impl Settings {
    /// Whether the numbers make sense.
    ///
    /// # Errors
    /// [`Refusal::Invalid`].
    pub fn check(&self) -> Result<(), Refusal> {
        if self.min_votes > MOST_STATEMENTS || self.quorum_percent.is_some_and(|percent| percent > 100) {
            return Err(Refusal::Invalid);
        }
        Ok(())
    }

    /// The settings from the opening on, for an electorate of `members`.
    #[must_use]
    pub fn opened(self, members: u64) -> Self {
        Self {
            publish_votes: Some(self.publish_votes.unwrap_or(members >= VOTES_PUBLISHED_FROM)),
            ..self
        }
    }

    /// Whether it is laid down that votes are published without names after closing.
    pub fn publishes_votes(&self) -> bool {
        self.publish_votes == Some(true)
    }

    /// Where a new statement stands. `passed`: whether the content check was sure of it.
    pub const fn first_state(&self, seed: bool, passed: bool) -> StatementState {
        if passed && (seed || matches!(self.moderation, Moderation::After)) {
            StatementState::Visible
        } else {
            StatementState::Pending
        }
    }

    /// Whether `participants` of `members` reach the quorum: `participants / members >= percent / 100`.
    pub fn quorum_reached(&self, participants: u64, members: u64) -> bool {
        self.quorum_percent
            .is_none_or(|percent| u128::from(participants) * 100 >= u128::from(percent) * u128::from(members))
    }
}

/// A consultation as the rules look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// Whose platform holds it.
    pub area: AreaPath,
    /// Where it stands in the store.
    pub state: InquiryState,
    /// What was laid down.
    pub settings: Settings,
    /// From when on it is open.
    pub opens_at: Instant,
    /// From when on it no longer is.
    pub closes_at: Instant,
}

/// What can be done in a consultation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InquiryAction {
    /// Make a statement.
    State,
    /// Vote on statements.
    Vote,
    /// Put in a statement as facilitator.
    Seed,
    /// Check or hide statements.
    Moderate,
    /// Give it up.
    Cancel,
}
names!(InquiryAction {
    State => "add_statement",
    Vote => "vote",
    Seed => "seed_statement",
    Moderate => "moderate_statements",
    Cancel => "cancel",
});

impl Inquiry {
    /// Whether its time is now: to the millisecond, whether or not the clock's job was there already.
    pub fn is_open(&self, now: Instant) -> bool {
        self.state == InquiryState::Open && self.opens_at <= now && now < self.closes_at
    }

    /// Whether everyone may read the result.
    pub const fn shows_result(&self) -> bool {
        match self.state {
            InquiryState::Closed => true,
            InquiryState::Open => self.settings.results_live,
            InquiryState::Scheduled | InquiryState::Cancelled => false,
        }
    }

    /// Whether `actor` may do `action` at `now`; `member`: whether the frozen electorate names them.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`] for what staff do,
    /// [`Refusal::ConsultationNotOpen`], [`Refusal::NotInElectorate`], [`Refusal::StatementsByStaffOnly`].
    pub fn may(&self, action: InquiryAction, actor: Option<&Actor>, member: bool, now: Instant) -> Result<(), Refusal> {
        let actor = actor.ok_or(Refusal::Unauthenticated)?;
        let staff = || {
            if actor.is_staff_of(&self.area) {
                Ok(())
            } else {
                Err(Refusal::Forbidden)
            }
        };
        match action {
            InquiryAction::Moderate => staff(),
            InquiryAction::Seed | InquiryAction::Cancel => {
                staff()?;
                self.may_call_off(now)
            }
            InquiryAction::State | InquiryAction::Vote => {
                if !self.is_open(now) {
                    return Err(Refusal::ConsultationNotOpen);
                }
                if !member {
                    return Err(Refusal::NotInElectorate);
                }
                if action == InquiryAction::State && !self.settings.residents_state {
                    return Err(Refusal::StatementsByStaffOnly);
                }
                Ok(())
            }
        }
    }

    /// Whether it can still be called off or be given a seed, whoever asks: at the closing instant the
    /// votes decide, whether the clock has looked yet or not.
    ///
    /// # Errors
    /// [`Refusal::ConsultationNotOpen`].
    pub fn may_call_off(&self, now: Instant) -> Result<(), Refusal> {
        let over = self.state == InquiryState::Open && self.closes_at <= now;
        if over || !matches!(self.state, InquiryState::Scheduled | InquiryState::Open) {
            return Err(Refusal::ConsultationNotOpen);
        }
        Ok(())
    }

    /// All actions with their answers: what `viewerCan` shows.
    pub fn offers(
        &self,
        actor: Option<&Actor>,
        member: bool,
        now: Instant,
    ) -> Vec<(InquiryAction, Result<(), Refusal>)> {
        InquiryAction::ALL
            .iter()
            .map(|action| (*action, self.may(*action, actor, member, now)))
            .collect()
    }

    /// Whether a statement's words and the reason for hiding it may be shown to this viewer.
    pub fn shows_words(&self, state: StatementState, author: Option<Pseudonym>, viewer: Option<&Actor>) -> bool {
        state == StatementState::Visible
            || viewer.is_some_and(|actor| Some(actor.pseudonym) == author || actor.is_staff_of(&self.area))
    }

    /// Where a statement stands after a check. What waits is shown or hidden, what was hidden can be
    /// shown again; once the consultation is over, nothing is shown any more that was not counted.
    ///
    /// # Errors
    /// [`Refusal::StatementNotShown`] where there is nothing to check.
    pub const fn checked(&self, state: StatementState, pass: bool) -> Result<StatementState, Refusal> {
        let live = matches!(self.state, InquiryState::Scheduled | InquiryState::Open);
        match (state, pass) {
            (StatementState::Pending | StatementState::Hidden, true) if live => Ok(StatementState::Visible),
            (StatementState::Pending, false) => Ok(StatementState::Hidden),
            _ => Err(Refusal::StatementNotShown),
        }
    }

    /// Where a statement stands after it was hidden.
    ///
    /// # Errors
    /// [`Refusal::StatementNotShown`] when it is not to be seen.
    pub const fn hidden(&self, state: StatementState) -> Result<StatementState, Refusal> {
        match state {
            StatementState::Visible => Ok(StatementState::Hidden),
            StatementState::Pending | StatementState::Hidden => Err(Refusal::StatementNotShown),
        }
    }
}

/// Whether one more statement fits.
///
/// # Errors
/// [`Refusal::TooManyStatements`].
pub const fn room_for_one(all: u32, own: u32, seed: bool) -> Result<(), Refusal> {
    if all >= MOST_STATEMENTS || (!seed && own >= MOST_OF_ONE) {
        Err(Refusal::TooManyStatements)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::PersonId,
        people::{IdentityLevel, Membership, Role},
    };

    fn actor(role: Option<Role>) -> Actor {
        Actor {
            person: PersonId(Uuid::nil()),
            pseudonym: Pseudonym(Uuid::from_u128(1)),
            level: IdentityLevel::Resident,
            memberships: role
                .map(|role| Membership {
                    role,
                    area: AreaPath::root(1),
                    unit: None,
                })
                .into_iter()
                .collect(),
            residences: Vec::new(),
        }
    }

    fn inquiry(state: InquiryState) -> Inquiry {
        Inquiry {
            area: AreaPath::root(1),
            state,
            settings: Settings::default(),
            opens_at: Instant::from_millis(100),
            closes_at: Instant::from_millis(200),
        }
    }

    #[test]
    fn votes_are_taken_to_the_millisecond_and_from_members_only() {
        let (open, person) = (inquiry(InquiryState::Open), actor(None));
        let vote = |at, member| open.may(InquiryAction::Vote, Some(&person), member, Instant::from_millis(at));
        assert_eq!(vote(99, true), Err(Refusal::ConsultationNotOpen));
        assert_eq!(vote(100, true), Ok(()));
        assert_eq!(vote(100, false), Err(Refusal::NotInElectorate));
        assert_eq!(vote(199, true), Ok(()));
        assert_eq!(vote(200, true), Err(Refusal::ConsultationNotOpen));
    }

    #[test]
    fn staff_seed_and_cancel_before_the_end_and_moderate_always() {
        let staff = actor(Some(Role::DistrictLead));
        let now = Instant::from_millis(150);
        for state in InquiryState::ALL {
            let it = inquiry(*state);
            let live = matches!(state, InquiryState::Scheduled | InquiryState::Open);
            assert_eq!(it.may(InquiryAction::Seed, Some(&staff), false, now).is_ok(), live);
            assert_eq!(it.may(InquiryAction::Cancel, Some(&staff), false, now).is_ok(), live);
            assert_eq!(it.may(InquiryAction::Moderate, Some(&staff), false, now), Ok(()));
            let other = it.may(InquiryAction::Moderate, Some(&actor(None)), true, now);
            assert_eq!(other, Err(Refusal::Forbidden));
        }
    }

    #[test]
    fn votes_of_few_are_published_only_where_that_was_laid_down() {
        let with = |publish_votes| Settings {
            publish_votes,
            ..Settings::default()
        };
        assert!(!with(None).publishes_votes());
        assert!(!with(None).opened(VOTES_PUBLISHED_FROM - 1).publishes_votes());
        assert!(with(None).opened(VOTES_PUBLISHED_FROM).publishes_votes());
        assert!(with(Some(true)).opened(3).publishes_votes());
        assert!(!with(Some(false)).opened(100_000).publishes_votes());
    }

    #[test]
    fn a_quorum_is_reached_at_its_number() {
        let settings = Settings {
            quorum_percent: Some(50),
            ..Settings::default()
        };
        assert!(settings.quorum_reached(5, 10));
        assert!(!settings.quorum_reached(4, 9));
        assert!(Settings::default().quorum_reached(0, 9));
    }
}
