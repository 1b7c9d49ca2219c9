//! Minutes 会议纪要 as data.
//!
//! A draft is confirmed by the chair and by one participant who is neither the chair nor its author,
//! then published. A correction is a new version with a reason, confirmed and published in the same
//! way; the versions before it stay as they are. Whoever confirms names the digest of what they read,
//! so that nobody confirms words that were changed meanwhile.

use super::{MOST_ITEMS, TITLE_LENGTH};
use crate::{
    id::Pseudonym,
    log::{CanonicalError, Digest, canonical, merkle::sha256},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

const NAME: usize = 50;
const PASSAGE: usize = 2_000;
const MOST_SECTIONS: usize = MOST_ITEMS + 5;
const MOST_CONTRIBUTIONS: usize = 100;
/// Most bytes of the whole.
const LARGEST: usize = 200_000;

/// What one person said, as the committee writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Who spoke, such as 「三号楼居民代表」.
    pub speaker: String,
    /// What was said.
    pub text: String,
}

/// What was talked about under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The item of the agenda, from 1; none for what came beside it.
    pub item: Option<u32>,
    /// The heading.
    pub heading: String,
    /// Who said what.
    pub contributions: Vec<Contribution>,
    /// What was agreed.
    pub conclusion: Option<String>,
}

/// The minutes of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minutes {
    /// Who chaired, as the committee writes it.
    pub chair: String,
    /// Who wrote them.
    pub recorder: String,
    /// Who was there, as the committee writes it.
    pub present: Option<String>,
    /// By heading.
    pub sections: Vec<Section>,
    /// What else is to be said.
    pub remarks: Option<String>,
}

fn written(text: &str, most: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::TextRequired);
    }
    if text.chars().count() > most {
        return Err(Refusal::TextTooLong);
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(Refusal::Invalid);
    }
    Ok(())
}

impl Minutes {
    /// Whether they can be kept, with an agenda of so many items.
    ///
    /// # Errors
    /// [`Refusal::TextRequired`], [`Refusal::TextTooLong`], [`Refusal::Invalid`].
    pub fn check(&self, items: u32) -> Result<(), Refusal> {
        if self.sections.is_empty() || self.sections.len() > MOST_SECTIONS {
            return Err(Refusal::Invalid);
        }
        written(&self.chair, NAME)?;
        written(&self.recorder, NAME)?;
        for text in [&self.present, &self.remarks].into_iter().flatten() {
            written(text, PASSAGE)?;
        }
        for section in &self.sections {
            let known = section.item.is_none_or(|item| (1..=items).contains(&item));
            if !known || section.contributions.len() > MOST_CONTRIBUTIONS {
                return Err(Refusal::Invalid);
            }
            written(&section.heading, TITLE_LENGTH)?;
            for contribution in &section.contributions {
                written(&contribution.speaker, NAME)?;
                written(&contribution.text, PASSAGE)?;
            }
            if let Some(conclusion) = &section.conclusion {
                written(conclusion, PASSAGE)?;
            }
        }
        match self.canonical() {
            Ok(text) if text.len() <= LARGEST => Ok(()),
            Ok(_) => Err(Refusal::TextTooLong),
            Err(_) => Err(Refusal::Invalid),
        }
    }

    /// The one form in which they are stored and hashed (RFC 8785).
    ///
    /// # Errors
    /// [`CanonicalError`], which the numbers here cannot cause.
    pub fn canonical(&self) -> Result<String, CanonicalError> {
        canonical::to_string(&serde_json::to_value(self).unwrap_or_default())
    }

    /// SHA-256 of the canonical form.
    ///
    /// # Errors
    /// [`CanonicalError`].
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Ok(sha256(&[self.canonical()?.as_bytes()]))
    }

    /// All words in them, for the content check.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let beside = [
            Some(&self.chair),
            Some(&self.recorder),
            self.present.as_ref(),
            self.remarks.as_ref(),
        ];
        let sections = self.sections.iter().flat_map(|section| {
            let said = section.contributions.iter().flat_map(|one| [&one.speaker, &one.text]);
            std::iter::once(&section.heading)
                .chain(section.conclusion.as_ref())
                .chain(said)
        });
        beside.into_iter().flatten().chain(sections).map(String::as_str)
    }
}

/// Which of the two confirmations somebody gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// The chair's.
    Chair,
    /// A participant's.
    Participant,
}

/// A version of the minutes as the rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinutesView {
    /// From 1.
    pub version: u32,
    /// Whether everybody reads it; then nothing about it changes any more.
    pub published: bool,
    /// Who wrote it.
    pub drafted_by: Pseudonym,
    /// Who confirmed it as chair.
    pub chair: Option<Pseudonym>,
    /// Who confirmed it as participant.
    pub participant: Option<Pseudonym>,
}

impl MinutesView {
    /// Which confirmation this person can give.
    ///
    /// # Errors
    /// [`Refusal::NothingPending`] when there is none left to give, [`Refusal::NotCheckedIn`] for who
    /// was not there, [`Refusal::OtherParticipantNeeded`] for the author and for who has confirmed.
    pub fn signature(self, who: Pseudonym, chairs: bool, attended: bool) -> Result<Signature, Refusal> {
        if self.published {
            return Err(Refusal::NothingPending);
        }
        if chairs {
            return match (self.chair, self.participant) {
                (Some(_), _) => Err(Refusal::NothingPending),
                // The chair changed after this person had confirmed as participant.
                (None, Some(other)) if other == who => Err(Refusal::OtherParticipantNeeded),
                (None, _) => Ok(Signature::Chair),
            };
        }
        if !attended {
            return Err(Refusal::NotCheckedIn);
        }
        if self.participant.is_some() {
            return Err(Refusal::NothingPending);
        }
        if self.drafted_by == who || self.chair == Some(who) {
            return Err(Refusal::OtherParticipantNeeded);
        }
        Ok(Signature::Participant)
    }

    /// Whether it can be published.
    ///
    /// # Errors
    /// [`Refusal::NothingPending`], [`Refusal::MinutesNotConfirmed`].
    pub const fn publishable(self) -> Result<(), Refusal> {
        match (self.published, self.chair, self.participant) {
            (true, ..) => Err(Refusal::NothingPending),
            (false, Some(_), Some(_)) => Ok(()),
            (false, ..) => Err(Refusal::MinutesNotConfirmed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MinutesView, Signature};
    use crate::{id::Pseudonym, refusal::Refusal};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn who(number: u128) -> Pseudonym {
        Pseudonym(Uuid::from_u128(number))
    }

    proptest! {
        #[test]
        fn whoever_comes_in_whatever_order_two_different_people_have_confirmed_before_publication(
            author in 0u128..4, steps in prop::collection::vec((0u128..4, any::<bool>(), any::<bool>()), 0..12)
        ) {
            let mut minutes = MinutesView {
                version: 1, published: false, drafted_by: who(author), chair: None, participant: None,
            };
            for (person, chairs, attended) in steps {
                match minutes.signature(who(person), chairs, attended) {
                    Ok(Signature::Chair) => minutes.chair = Some(who(person)),
                    Ok(Signature::Participant) => minutes.participant = Some(who(person)),
                    Err(_) => {}
                }
                if minutes.publishable().is_ok() {
                    prop_assert!(minutes.chair.is_some() && minutes.participant.is_some());
                    prop_assert_ne!(minutes.chair, minutes.participant);
                    prop_assert_ne!(minutes.participant, Some(who(author)));
                }
            }
            minutes.published = true;
            prop_assert_eq!(minutes.signature(who(9), true, true), Err(Refusal::NothingPending));
        }
    }
}
