//! Global ids: the kind and the UUID, so that an id of one kind is refused where another is meant.

use async_graphql::ID;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;
use yiting_domain::refusal::Refusal;

/// What a global id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A proposal.
    Proposal,
    /// An area.
    Area,
    /// A person, by pseudonym.
    Person,
    /// A topic.
    Topic,
    /// A responsible unit.
    Unit,
    /// A task.
    Task,
    /// A comment.
    Comment,
    /// A supervision.
    Supervision,
    /// A notice.
    Notice,
    /// A membership.
    Membership,
    /// A ballot.
    Ballot,
    /// An option on a ballot.
    BallotOption,
    /// A paper vote that was entered.
    PaperVote,
    /// A consultation.
    Consultation,
    /// A statement.
    Statement,
    /// A round.
    Round,
    /// A meeting.
    Meeting,
    /// A request to speak.
    Speech,
    /// An expert in a directory.
    Expert,
    /// A review by an expert.
    Review,
    /// An uploaded picture.
    Photo,
    /// A schedule of reports.
    ReportSchedule,
    /// A report that is kept.
    Report,
}

impl Kind {
    const fn tag(self) -> u8 {
        match self {
            Self::Proposal => b'P',
            Self::Area => b'A',
            Self::Person => b'U',
            Self::Topic => b'T',
            Self::Unit => b'O',
            Self::Task => b'K',
            Self::Comment => b'C',
            Self::Supervision => b'S',
            Self::Notice => b'N',
            Self::Membership => b'M',
            Self::Ballot => b'B',
            Self::BallotOption => b'I',
            Self::PaperVote => b'J',
            Self::Consultation => b'Q',
            Self::Statement => b'Z',
            Self::Round => b'R',
            Self::Meeting => b'E',
            Self::Speech => b'G',
            Self::Expert => b'X',
            Self::Review => b'V',
            Self::Photo => b'H',
            Self::ReportSchedule => b'D',
            Self::Report => b'F',
        }
    }
}

/// The global id.
pub fn encode(kind: Kind, id: Uuid) -> ID {
    let mut bytes = [0u8; 17];
    bytes[0] = kind.tag();
    bytes[1..].copy_from_slice(id.as_bytes());
    ID(URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads a global id of any kind.
pub fn decode_any(id: &ID) -> Option<(u8, Uuid)> {
    let bytes: [u8; 17] = URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?.try_into().ok()?;
    Some((bytes[0], Uuid::from_slice(&bytes[1..]).ok()?))
}

/// Reads a global id of this kind.
///
/// # Errors
/// [`Refusal::Invalid`] for another kind or shape.
pub fn decode(kind: Kind, id: &ID) -> Result<Uuid, Refusal> {
    match decode_any(id) {
        Some((tag, id)) if tag == kind.tag() => Ok(id),
        _ => Err(Refusal::Invalid),
    }
}

/// The tag of a kind, for `node(id)`.
pub const fn tag_of(kind: Kind) -> u8 {
    kind.tag()
}
