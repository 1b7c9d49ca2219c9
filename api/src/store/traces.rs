//! What an event leaves in the tables beside the proposal's own row: one definition for the server,
//! which writes it at once, and for the demo, which gathers a year of it first.

use super::entity::{comment, follow, note, objection, rating, supervision, support};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;
use yiting_domain::{
    id::CommentId,
    instant::Instant,
    proposal::{CommentState, Event, MergeChoice, Proposal, State},
};

/// One change of a row with a key of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Trace {
    /// A person supports.
    Support(support::Model),
    /// A person no longer supports.
    Unsupport {
        /// Which proposal.
        proposal: Uuid,
        /// Who, by pseudonym.
        who: Uuid,
    },
    /// A supporter of a merged proposal chose.
    Choice {
        /// The merged proposal.
        proposal: Uuid,
        /// Who, by pseudonym.
        who: Uuid,
        /// What.
        choice: &'static str,
    },
    /// A person follows, perhaps already.
    Follow(follow::Model),
    /// A person no longer follows.
    Unfollow {
        /// Which proposal.
        proposal: Uuid,
        /// Who, by pseudonym.
        who: Uuid,
    },
    /// A person objects.
    Objection(objection::Model),
    /// A person rates, perhaps again.
    Rating(rating::Model),
    /// A supervision card is opened.
    Card(supervision::Model),
    /// A supervision card is answered.
    CardAnswered {
        /// Which.
        card: Uuid,
        /// When, in Unix milliseconds.
        at: i64,
    },
    /// Somebody says something.
    Comment(comment::Model),
    /// A comment is moderated.
    Moderated {
        /// Which.
        comment: Uuid,
        /// Where it stands now.
        state: CommentState,
        /// The content with the reason.
        reason: Uuid,
        /// Whether this uses the one appeal.
        appealed: bool,
    },
    /// Staff write among themselves.
    Note(note::Model),
}

/// The number of the present stay in a link: objections and ratings belong to one.
pub(super) fn stay(p: &Proposal) -> i64 {
    i64::try_from(p.links.len()).unwrap_or(i64::MAX)
}

/// The state after a decision to show a comment or not.
pub const fn shown(yes: bool) -> CommentState {
    if yes {
        CommentState::Visible
    } else {
        CommentState::Hidden
    }
}

/// The serialised name of a unit variant, which is also its name on the wire.
pub fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

const fn moderated(id: CommentId, state: CommentState, reason: Uuid, appealed: bool) -> Trace {
    Trace::Moderated {
        comment: id.0,
        state,
        reason,
        appealed,
    }
}

impl Trace {
    /// What `event` leaves. `p` is the state after the event.
    pub fn of(p: &Proposal, event: &Event, at: Instant) -> Option<Self> {
        let (proposal, now) = (p.id.0, at.millis());
        Some(match event {
            Event::Supported { by } | Event::SupportMoved { supporter: by, .. } => Self::Support(support::Model {
                proposal_id: proposal,
                pseudonym: by.0,
                created_at: now,
                choice: None,
            }),
            Event::SupportRevoked { by }
            | Event::MergeChosen {
                supporter: by,
                choice: MergeChoice::Withdraw,
                ..
            } => Self::Unsupport { proposal, who: by.0 },
            Event::MergeChosen { supporter, choice, .. } => Self::Choice {
                proposal,
                who: supporter.0,
                choice: if *choice == MergeChoice::Stay { "stay" } else { "follow" },
            },
            Event::Followed { by } => Self::Follow(follow::Model {
                proposal_id: proposal,
                pseudonym: by.0,
                created_at: now,
            }),
            Event::Unfollowed { by } => Self::Unfollow { proposal, who: by.0 },
            Event::Objected { by, reason } => Self::Objection(objection::Model {
                proposal_id: proposal,
                // The event may have begun a new stay already; the objection belongs to the notice.
                stay: if p.state == State::Formed { stay(p) } else { stay(p) - 1 },
                pseudonym: by.0,
                content_id: reason.id.0,
                created_at: now,
            }),
            Event::Rated { by, score, words, .. } => Self::Rating(rating::Model {
                proposal_id: proposal,
                stay: stay(p),
                pseudonym: by.0,
                score: i64::from(*score),
                content_id: words.as_ref().map(|w| w.id.0),
                updated_at: now,
            }),
            Event::SupervisionOpened {
                id,
                at: area,
                link,
                cause,
                ..
            } => Self::Card(supervision::Model {
                id: id.0,
                proposal_id: proposal,
                at_path: area.as_str().to_owned(),
                link: name_of(link),
                cause: name_of(cause),
                opened_at: now,
                answered_at: None,
            }),
            Event::SupervisionAnswered { id, .. } => Self::CardAnswered { card: id.0, at: now },
            Event::Commented {
                id,
                by,
                text,
                reply_to,
                checked,
            } => Self::Comment(comment::Model {
                id: id.0,
                proposal_id: proposal,
                author: by.0,
                reply_to: reply_to.map(|c| c.0),
                content_id: text.id.0,
                state: if *checked {
                    CommentState::Visible
                } else {
                    CommentState::Pending
                }
                .name()
                .to_owned(),
                created_at: now,
                appealed: false,
                reason_id: None,
            }),
            Event::CommentChecked { id, pass, reason } => moderated(*id, shown(*pass), reason.id.0, false),
            Event::CommentHidden { id, reason } => moderated(*id, CommentState::Hidden, reason.id.0, false),
            Event::CommentAppealed { id, reason } => moderated(*id, CommentState::Appealed, reason.id.0, true),
            Event::CommentAppealDecided { id, restore, reason } => moderated(*id, shown(*restore), reason.id.0, false),
            Event::NoteWritten { by, text } => Self::Note(note::Model {
                id: text.id.0,
                proposal_id: proposal,
                author: by.0,
                content_id: text.id.0,
                created_at: now,
            }),
            _ => return None,
        })
    }

    /// Stores it.
    pub async fn write(self, on: &impl ConnectionTrait) -> Result<(), DbErr> {
        match self {
            Self::Support(row) => add::<support::ActiveModel, _>(on, row).await,
            Self::Unsupport { proposal, who } => {
                support::Entity::delete_by_id((proposal, who)).exec(on).await?;
                Ok(())
            }
            Self::Choice { proposal, who, choice } => {
                support::Entity::update(support::ActiveModel {
                    proposal_id: Set(proposal),
                    pseudonym: Set(who),
                    choice: Set(Some(choice.to_owned())),
                    ..Default::default()
                })
                .exec(on)
                .await?;
                Ok(())
            }
            Self::Follow(row) => add_follow(on, row).await,
            Self::Unfollow { proposal, who } => {
                follow::Entity::delete_by_id((proposal, who)).exec(on).await?;
                Ok(())
            }
            Self::Objection(row) => add::<objection::ActiveModel, _>(on, row).await,
            Self::Rating(row) => rate(on, row).await,
            Self::Card(row) => add::<supervision::ActiveModel, _>(on, row).await,
            Self::CardAnswered { card, at } => {
                supervision::Entity::update(supervision::ActiveModel {
                    id: Set(card),
                    answered_at: Set(Some(at)),
                    ..Default::default()
                })
                .exec(on)
                .await?;
                Ok(())
            }
            Self::Comment(row) => add::<comment::ActiveModel, _>(on, row).await,
            Self::Moderated {
                comment,
                state,
                reason,
                appealed,
            } => {
                let mut row = comment::ActiveModel {
                    id: Set(comment),
                    state: Set(state.name().to_owned()),
                    reason_id: Set(Some(reason)),
                    ..Default::default()
                };
                if appealed {
                    row.appealed = Set(true);
                }
                comment::Entity::update(row).exec(on).await?;
                Ok(())
            }
            Self::Note(row) => add::<note::ActiveModel, _>(on, row).await,
        }
    }
}

async fn add<A, M>(on: &impl ConnectionTrait, row: M) -> Result<(), DbErr>
where
    A: ActiveModelTrait + From<M>,
{
    <A::Entity as EntityTrait>::insert(A::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Follows, if not followed already.
async fn add_follow(on: &impl ConnectionTrait, row: follow::Model) -> Result<(), DbErr> {
    let added = follow::Entity::insert(follow::ActiveModel::from(row).reset_all())
        .on_conflict(
            OnConflict::columns([follow::Column::ProposalId, follow::Column::Pseudonym])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(on)
        .await;
    match added {
        Ok(_) | Err(DbErr::RecordNotInserted) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn rate(on: &impl ConnectionTrait, row: rating::Model) -> Result<(), DbErr> {
    rating::Entity::insert(rating::ActiveModel::from(row).reset_all())
        .on_conflict(
            OnConflict::columns([
                rating::Column::ProposalId,
                rating::Column::Stay,
                rating::Column::Pseudonym,
            ])
            .update_columns([
                rating::Column::Score,
                rating::Column::ContentId,
                rating::Column::UpdatedAt,
            ])
            .to_owned(),
        )
        .exec_without_returning(on)
        .await?;
    Ok(())
}
