//! Experts 专家: the directory, the invitation to review a proposal, and the opinion.
//!
//! | state | becomes so |
//! |---|---|
//! | invited | by staff of the platform in whose custody the proposal is, with a due date |
//! | accepted, declined | by the expert, before the due date |
//! | submitted | by the expert, with the declared interests; may be sent anew until the due date |
//! | published | by staff: then everybody reads it, under the expert's name |
//!
//! Inviting again while an invitation is open gives it a new due date.

use crate::{area::AreaPath, id::Pseudonym, instant::Instant, people::Actor, poll::named, refusal::Refusal};
use serde::{Deserialize, Serialize};

/// Most characters of an opinion.
pub const OPINION_LENGTH: usize = 5_000;
/// Most characters of a question, a reason or the declared interests.
pub const REMARK_LENGTH: usize = 1_000;
/// The longest time for a review, in days.
pub const LONGEST_DAYS: i64 = 366;

/// What stands in the directory about an expert; public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The public name.
    pub name: String,
    /// The field, such as 「建筑结构」.
    pub field: String,
    /// For whom the expert works.
    pub organisation: String,
    /// A few sentences.
    pub about: String,
}

impl Profile {
    /// Whether it can stand in a directory.
    ///
    /// # Errors
    /// [`Refusal::TextRequired`], [`Refusal::TextTooLong`], [`Refusal::Invalid`].
    pub fn check(&self) -> Result<(), Refusal> {
        for (text, most) in [
            (&self.name, 40),
            (&self.field, 40),
            (&self.organisation, 100),
            (&self.about, 500),
        ] {
            if text.trim().is_empty() {
                return Err(Refusal::TextRequired);
            }
            if text.chars().count() > most {
                return Err(Refusal::TextTooLong);
            }
            if text.chars().any(|c| c.is_control() && c != '\n') {
                return Err(Refusal::Invalid);
            }
        }
        Ok(())
    }
}

named! {
    /// Where a review stands.
    ReviewState {
        /// The expert has not answered.
        Invited, "invited";
        /// The expert will write.
        Accepted, "accepted";
        /// The expert will not.
        Declined, "declined";
        /// The opinion is there; staff have not published it.
        Submitted, "submitted";
        /// Everybody reads it.
        Published, "published";
    }
}

named! {
    /// What can be done about a review.
    ReviewAction {
        /// Take the invitation.
        Accept, "accept_review";
        /// Refuse it.
        Decline, "decline_review";
        /// Send the opinion, or send it anew.
        Submit, "submit_opinion";
        /// Publish it.
        Publish, "publish_opinion";
    }
}

/// A review as the rules look at it.
#[derive(Clone, Debug)]
pub struct ReviewView {
    /// Where it stands.
    pub state: ReviewState,
    /// Who was asked.
    pub expert: Pseudonym,
    /// The area whose staff asked.
    pub area: AreaPath,
    /// Until when, this instant not included.
    pub due_at: Instant,
}

/// Whether `actor` may do `action` about a review at `now`.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`], [`Refusal::ReviewNotWaiting`],
/// [`Refusal::WindowClosed`] after the due date.
pub fn may_review(
    action: ReviewAction,
    actor: Option<&Actor>,
    review: &ReviewView,
    now: Instant,
) -> Result<(), Refusal> {
    use ReviewState as S;
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let entitled = match action {
        ReviewAction::Publish => actor.is_staff_of(&review.area),
        _ => actor.pseudonym == review.expert,
    };
    if !entitled {
        return Err(Refusal::Forbidden);
    }
    let waiting = match action {
        ReviewAction::Accept => review.state == S::Invited,
        ReviewAction::Decline => matches!(review.state, S::Invited | S::Accepted),
        ReviewAction::Submit => matches!(review.state, S::Accepted | S::Submitted),
        ReviewAction::Publish => review.state == S::Submitted,
    };
    if !waiting {
        return Err(Refusal::ReviewNotWaiting);
    }
    if action != ReviewAction::Publish && now >= review.due_at {
        return Err(Refusal::WindowClosed);
    }
    Ok(())
}

/// All actions with the answer: what `viewerCan` shows on a review.
pub fn review_offers(
    actor: Option<&Actor>,
    review: &ReviewView,
    now: Instant,
) -> Vec<(ReviewAction, Result<(), Refusal>)> {
    ReviewAction::ALL
        .iter()
        .map(|action| (*action, may_review(*action, actor, review, now)))
        .collect()
}

/// Whether the viewer may know of a review: everybody once it is published, before that the expert and
/// the staff who asked.
pub fn sees_review(viewer: Option<&Actor>, review: &ReviewView) -> bool {
    let concerned = |actor: &Actor| actor.pseudonym == review.expert || actor.is_staff_of(&review.area);
    review.state == ReviewState::Published || viewer.is_some_and(concerned)
}
