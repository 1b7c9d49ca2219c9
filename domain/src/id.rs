//! Typed identifiers: one newtype per kind, so that a proposal's id cannot be passed for a person's.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// An area of any tier.
    AreaId;
    /// A person with an account. Never written to the log.
    PersonId;
    /// The name under which a person stands in the log. Which person it is, only the database
    /// knows, and forgets when the account is erased.
    Pseudonym;
    /// A proposal.
    ProposalId;
    /// A stored text; the log holds its commitment.
    ContentId;
    /// A task of a formed proposal's plan.
    TaskId;
    /// A comment.
    CommentId;
    /// A topic of a district's catalogue.
    TopicId;
    /// A responsible unit or social organisation.
    UnitId;
    /// A supervision card.
    SupervisionId;
    /// An uploaded file.
    FileId;
    /// A deliberation round.
    RoundId;
}

/// A UUID version 7 from an instant (milliseconds since the epoch) and ten random bytes.
pub fn uuid_v7(at: crate::instant::Instant, random: &[u8; 10]) -> Uuid {
    Builder::from_unix_timestamp_millis(u64::try_from(at.millis()).unwrap_or(0), random).into_uuid()
}
