//! Procedure templates 议事规程: what a round does, in which order, with whom.

use crate::{
    ballot::owners::Matter,
    consultation::Moderation,
    electorate::ElectorateKind,
    log::{CanonicalError, Digest, canonical, merkle::sha256},
    meeting::MeetingKind,
    poll::{PollKind, QuorumRule, Secrecy, Share},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// Most steps of a template.
pub const MOST_STEPS: usize = 12;
/// Most working days of a step.
const MOST_DAYS: u32 = 60;
/// Most characters of a name.
const NAME_LENGTH: usize = 60;
/// Most characters of an explanation or a legal basis.
const TEXT_LENGTH: usize = 1_000;

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Label {
    fn written(&self, most: usize) -> bool {
        let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= most;
        fits(&self.zh) && fits(&self.en)
    }
}

/// What a step needs of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Nothing: it follows in any case.
    Nothing,
    /// That enough took part.
    Quorum,
    /// That the last ballot adopted.
    Adopted,
}

/// Where in the life of the proposals a step belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the resolution.
    Deliberation,
    /// After delivery: the appraisal of what was done, the publication of results. It opens when all
    /// that the round adopted is delivered, and changes the outcome no more.
    FollowUp,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Work {
    /// Statements, votes on them, opinion groups.
    Consultation {
        /// Who takes part.
        electorate: ElectorateKind,
        /// Share of them that has to take part, in percent.
        quorum_percent: Option<u32>,
        /// When statements are checked.
        moderation: Moderation,
        /// Whether members may make statements, or only the facilitator.
        residents_state: bool,
    },
    /// People meet. `days` of the step are the notice at least given of it.
    Meeting {
        /// Of which kind.
        kind: MeetingKind,
        /// Persons who have to attend.
        least: u32,
    },
    /// A vote.
    Ballot {
        /// By which rule it is counted.
        kind: PollKind,
        /// Who has a vote.
        electorate: ElectorateKind,
        /// How it can be checked.
        secrecy: Secrecy,
        /// For yes and no: the share of yes.
        threshold: Share,
        /// Votes that must be cast.
        quorum: QuorumRule,
        /// For owners: which majority.
        matter: Matter,
        /// On what it rests.
        legal_basis: String,
    },
    /// Everybody may read what was decided, for `days` working days.
    Publication,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name.
    pub name: Label,
    /// What is done.
    pub work: Work,
    /// Working days that it lasts; for a meeting, of notice.
    pub days: u32,
    /// What it needs of the step before.
    pub needs: Need,
    /// Whether a director may leave it out.
    pub optional: bool,
    /// Where it belongs.
    pub phase: Phase,
}

/// A procedure template, in one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name among those of a platform: lower-case letters, digits and hyphens.
    pub key: String,
    /// Counts from 1; what is built in has 0.
    pub version: u32,
    /// Its name.
    pub name: Label,
    /// What it is for.
    pub about: Label,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

impl Template {
    /// Whether the template makes sense.
    ///
    /// # Errors
    /// [`Refusal::TemplateUnsound`] for names, numbers of steps or days that do not fit, a need of
    /// something that no earlier step yields, a ballot that cannot be counted, a round that decides
    /// nothing before its follow-up, or a ballot in the follow-up.
    pub fn check(&self) -> Result<(), Refusal> {
        let sound = |yes: bool| if yes { Ok(()) } else { Err(Refusal::TemplateUnsound) };
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        sound((1..=40).contains(&self.key.len()) && self.key.chars().all(letters))?;
        sound(self.name.written(NAME_LENGTH) && self.about.written(TEXT_LENGTH))?;
        sound((1..=MOST_STEPS).contains(&self.steps.len()))?;
        let mut followed = false;
        for (index, step) in self.steps.iter().enumerate() {
            let before = self.steps.get(..index).unwrap_or_default();
            sound(step.name.written(NAME_LENGTH) && (1..=MOST_DAYS).contains(&step.days))?;
            match step.phase {
                Phase::Deliberation => sound(!followed)?,
                Phase::FollowUp => {
                    followed = true;
                    sound(index > 0 && step.needs == Need::Nothing)?;
                    sound(!matches!(step.work, Work::Ballot { .. }))?;
                }
            }
            // What may be left out cannot be what something rests on.
            sound(match step.needs {
                Need::Nothing => true,
                Need::Quorum => before.last().is_some_and(|last| !last.optional),
                Need::Adopted => before.iter().any(Step::decides),
            })?;
            sound(step.sound())?;
        }
        sound(
            self.steps
                .iter()
                .any(|step| step.phase == Phase::Deliberation && !step.optional),
        )
    }

    /// SHA-256 of its canonical JSON: what the log holds of it.
    ///
    /// # Errors
    /// [`CanonicalError`] for numbers beyond 2^53 - 1.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        let value = serde_json::to_value(self).unwrap_or(serde_json::Value::Null);
        Ok(sha256(&[canonical::to_string(&value)?.as_bytes()]))
    }
}

impl Step {
    /// Whether its ballot decides the outcome: it cannot be left out.
    fn decides(&self) -> bool {
        matches!(self.work, Work::Ballot { .. }) && !self.optional
    }

    fn sound(&self) -> bool {
        match &self.work {
            Work::Consultation { quorum_percent, .. } => quorum_percent.is_none_or(|percent| percent <= 100),
            Work::Meeting { least, .. } => *least <= 100_000,
            Work::Publication => true,
            Work::Ballot { .. } => super::plan::trial(&self.work).is_some_and(|rule| rule.check().is_ok()),
        }
    }
}
