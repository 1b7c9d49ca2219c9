//! A ballot from its announcement to its published list.
//!
//! The rule (kind, options, seats, threshold, quorum, legal basis, electorate, secrecy) is fixed
//! when the ballot is announced and has a digest; nothing changes it afterwards. What a person
//! votes is a [`Choice`] in one canonical form. What is published at closing is a [`BallotList`],
//! from which [`tally`] counts everything again.

mod choice;
mod count;
mod list;
mod permission;

pub use choice::{Choice, OptionPoints, OptionScore};
pub use count::{OptionResult, Outcome, TallyError, tally};
pub use list::{
    BallotList, Electorate, Entry, Fault, Indexed, LIST_VERSION, Opening, Published, TreeHead, commitment, mark,
    publish, verify, verify_openings, verify_receipt,
};
pub use permission::{BallotAction, BallotView, ballot_offers, may_call_off, may_vote};

use crate::{
    ballot::{
        budget::MAX_MONEY,
        owners::Matter,
        ratio::Ratio,
        threshold::{Bound, Quorum, Threshold},
    },
    electorate::ElectorateKind,
    id::Pseudonym,
    log::{CanonicalError, Digest, canonical},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$line:meta])* $name:ident, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type { $($(#[$line])* $name,)* }

        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// The name in the database and in published lists.
            pub const fn name(self) -> &'static str { match self { $(Self::$name => $text,)* } }
            /// Reads the name.
            pub fn parse(text: &str) -> Option<Self> { match text { $($text => Some(Self::$name),)* _ => None } }
        }
    };
}
pub(crate) use named;

named! {
    /// What is asked, and by which rule it is counted.
    PollKind {
        /// Yes, no or abstain: a threshold of yes over yes and no.
        YesNo, "yes_no";
        /// Most approvals.
        Approval, "approval";
        /// Scores 0 to 5: highest mean.
        Score, "score";
        /// Ranked, one winner: Schulze.
        RankedOne, "ranked_one";
        /// Ranked, several seats: STV by the Scottish rules.
        RankedSeats, "ranked_seats";
        /// Approvals or points over projects with costs: Method of Equal Shares.
        Budget, "budget";
    }
}

named! {
    /// How a ballot can be checked; declared before it opens.
    Secrecy {
        /// Choices are published, with names by consent.
        Open, "open";
        /// Anonymous ballots are published; a receipt finds the own one.
        Verifiable, "verifiable";
        /// A receipt proves that a ballot was counted and not what it says; two auditors recount.
        Sealed, "sealed";
    }
}

named! {
    /// The life of a ballot.
    PollState {
        /// Announced, not open yet.
        Announced, "announced";
        /// Votes are taken.
        Open, "open";
        /// Counted and published.
        Closed, "closed";
        /// Called off, with a reason.
        Cancelled, "cancelled";
    }
}

impl PollState {
    /// Whether the ballot may still end otherwise.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

/// A share that must be reached, `part` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Above the line.
    pub part: u32,
    /// Below the line, not 0.
    pub of: u32,
    /// Whether meeting it exactly suffices.
    pub bound: Bound,
}

impl Share {
    /// More than half.
    pub const MAJORITY: Self = Self {
        part: 1,
        of: 2,
        bound: Bound::MoreThan,
    };

    fn threshold(self) -> Result<Threshold, Refusal> {
        let share = Ratio::new(i128::from(self.part), i128::from(self.of)).ok_or(Refusal::Invalid)?;
        if self.part > self.of {
            return Err(Refusal::Invalid);
        }
        Ok(match self.bound {
            Bound::AtLeast => Threshold::at_least(share),
            Bound::MoreThan => Threshold::more_than(share),
        })
    }
}

/// Votes that must be cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuorumRule {
    /// Any number.
    None,
    /// So many votes.
    Count(u64),
    /// A share of the electorate.
    Share(Share),
}

impl QuorumRule {
    fn quorum(self) -> Result<Quorum, Refusal> {
        Ok(match self {
            Self::None => Quorum::None,
            Self::Count(count) => Quorum::Count(count),
            Self::Share(share) => Quorum::Share(share.threshold()?),
        })
    }
}

/// What can be voted for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    /// Its id.
    pub id: Uuid,
    /// What stands on the ballot paper.
    pub title: String,
    /// For budgets: its cost in fen.
    pub cost_fen: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Most points that one vote may distribute.
pub const MOST_POINTS: u32 = 1_000;

/// Most options on a ballot.
pub const MOST_OPTIONS: usize = 100;

/// All that is fixed before a ballot opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What is asked.
    pub title: String,
    /// On what it rests, such as an article of law.
    pub legal_basis: String,
    /// By which rule it is counted.
    pub kind: PollKind,
    /// Who has a vote.
    pub electorate: ElectorateKind,
    /// How it can be checked.
    pub secrecy: Secrecy,
    /// What can be voted for; none for yes and no.
    pub options: Vec<PollOption>,
    /// Seats to fill; 1 for yes and no, one winner and budgets.
    pub seats: u32,
    /// Options that one vote may name at most.
    pub most: u32,
    /// For yes and no: the share of yes. Owners' majorities follow from the matter instead.
    pub threshold: Share,
    /// Votes that must be cast. Owners' quorum is that of art. 278 instead.
    pub quorum: QuorumRule,
    /// For owners: which majority art. 278 asks for.
    pub matter: Matter,
    /// For scores: how many must have scored an option for it to win.
    pub minimum: u64,
    /// For budgets: what may be spent, in fen.
    pub budget_fen: u64,
    /// For budgets: how many points one vote distributes over projects (a cumulative ballot); 0 for
    /// approvals. Left out of the canonical form where it is 0, so that older rules keep their digest.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub points: u32,
    /// Whether the turnout stays hidden until closing. Results always do.
    pub hide_turnout: bool,
    /// For sealed ballots: the two who recount.
    pub auditors: Vec<Pseudonym>,
}

impl Rule {
    /// Whether the rule makes sense.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for options, seats, shares, amounts or auditors that do not fit the
    /// kind; also for owners who vote on anything but yes and no, or in secret: their areas, which
    /// every recount needs, would name them.
    pub fn check(&self) -> Result<(), Refusal> {
        let require = |yes: bool| if yes { Ok(()) } else { Err(Refusal::Invalid) };
        let written = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        require(written(&self.title, 200) && written(&self.legal_basis, 1_000))?;
        self.threshold.threshold()?;
        self.quorum.quorum()?;
        let count = self.options.len();
        if self.kind == PollKind::YesNo {
            require(count == 0 && self.seats == 1)?;
        } else {
            require((1..=MOST_OPTIONS).contains(&count))?;
            require(self.options.iter().all(|option| written(&option.title, 200)))?;
            let mut ids: Vec<Uuid> = self.options.iter().map(|option| option.id).collect();
            ids.sort_unstable();
            ids.dedup();
            require(ids.len() == count)?;
            let (seats, most) = (self.seats as usize, self.most as usize);
            require((1..=count).contains(&seats) && (1..=count).contains(&most))?;
            require(!matches!(self.kind, PollKind::RankedOne | PollKind::Budget) || seats == 1)?;
        }
        if self.kind == PollKind::Budget {
            require((1..=MAX_MONEY).contains(&self.budget_fen))?;
            require(self.options.iter().all(|option| option.cost_fen <= MAX_MONEY))?;
        }
        require(self.points <= if self.kind == PollKind::Budget { MOST_POINTS } else { 0 })?;
        if self.electorate == ElectorateKind::Owners {
            require(self.kind == PollKind::YesNo && self.secrecy == Secrecy::Open)?;
        }
        let mut auditors = self.auditors.clone();
        auditors.sort_unstable();
        auditors.dedup();
        require(auditors.len() == if self.secrecy == Secrecy::Sealed { 2 } else { 0 })?;
        require(auditors.len() == self.auditors.len())
    }

    /// SHA-256 of the rule's canonical JSON: what the log holds from the announcement on.
    ///
    /// # Errors
    /// [`CanonicalError`] for numbers beyond 2^53 - 1.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        digest_of(self)
    }

    fn index(&self, option: &Uuid) -> Option<usize> {
        self.options.iter().position(|known| known.id == *option)
    }
}

/// The canonical JSON of anything that can be written so.
fn canonical_of(value: &impl Serialize) -> Result<String, CanonicalError> {
    canonical::to_string(&serde_json::to_value(value).unwrap_or(serde_json::Value::Null))
}

fn digest_of(value: &impl Serialize) -> Result<Digest, CanonicalError> {
    Ok(Digest(Sha256::digest(canonical_of(value)?).into()))
}
