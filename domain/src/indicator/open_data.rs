//! The facts of cases as open data: enough to compute every figure about cases again, and nothing about
//! persons. Texts and pseudonyms stand nowhere in it.

use super::{
    case::{Case, Fact, Named},
    measure::MIN_PEOPLE,
    permission::Audience,
};
use crate::{
    area::AreaPath,
    id::{ProposalId, TopicId, UnitId},
    instant::Instant,
};
use chrono::NaiveDate;
use serde::Serialize;

/// The name and version of the format.
pub const OPEN_FORMAT: &str = "yiting-open-cases/1";

/// One fact of a case, as one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpenFact {
    /// The case.
    #[serde(rename = "case")]
    pub id: Option<ProposalId>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// What happened.
    pub fact: &'static str,
    /// Where it was raised, or to whom it was handed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaPath>,
    /// About what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicId>,
    /// A unit of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The last day of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// A rating, 1 to 5; left out of the open form where fewer than five persons rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// The rating of the same person that this one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<u8>,
    /// Which supervision of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision: Option<u16>,
}

/// The facts of a case for an audience, in order, from its first submission on: drafts are nobody's business.
/// The open form tells no ratings of an evaluation with fewer than five.
pub fn open_facts(case: &Case, audience: Audience) -> Vec<OpenFact> {
    let submitted = case.facts.iter().any(|(_, fact)| matches!(fact, Fact::Submitted));
    if !submitted {
        return Vec::new();
    }
    let told = rated_enough(case);
    let mut evaluation = 0;
    let mut facts = Vec::with_capacity(case.facts.len());
    for (at, fact) in &case.facts {
        if matches!(fact, Fact::Evaluating) {
            evaluation += 1;
        }
        let mut line = line(case.id, *at, fact);
        if matches!(fact, Fact::Rated { .. }) && audience == Audience::Open && !told.contains(&evaluation) {
            (line.score, line.replaces) = (None, None);
        }
        facts.push(line);
    }
    facts
}

/// The evaluations, counted from 1, that at least five persons rated.
fn rated_enough(case: &Case) -> Vec<u32> {
    let (mut evaluation, mut persons, mut told) = (0, 0_u64, Vec::new());
    for (_, fact) in &case.facts {
        match fact {
            Fact::Evaluating => (evaluation, persons) = (evaluation + 1, 0),
            Fact::Rated { replaces: None, .. } => {
                persons += 1;
                if persons == MIN_PEOPLE {
                    told.push(evaluation);
                }
            }
            _ => {}
        }
    }
    told
}

fn line(id: ProposalId, at: Instant, fact: &Named) -> OpenFact {
    let mut line = OpenFact {
        id: Some(id),
        at: at.millis(),
        fact: name(fact),
        ..OpenFact::default()
    };
    match fact {
        Fact::Raised(area) | Fact::Appealed(area) | Fact::Escalated(area) | Fact::Delegated(area) => {
            line.area = Some(area.path.clone());
        }
        Fact::Topic(topic) | Fact::Accepted(topic) => line.topic = Some(*topic),
        Fact::Unit(unit) => line.unit = Some(*unit),
        Fact::Due(day) => line.due = *day,
        Fact::Rated { score, replaces } => (line.score, line.replaces) = (Some(*score), *replaces),
        Fact::Supervised(n) | Fact::Answered(n) => line.supervision = Some(*n),
        _ => {}
    }
    line
}

const fn name(fact: &Named) -> &'static str {
    match fact {
        Fact::Raised(_) => "raised",
        Fact::Topic(_) => "topic",
        Fact::Submitted => "submitted",
        Fact::Returned => "returned",
        Fact::Resubmitted => "resubmitted",
        Fact::Declined => "declined",
        Fact::Appealed(_) => "appealed",
        Fact::TakenUp => "taken_up",
        Fact::Merged => "merged",
        Fact::Accepted(_) => "accepted",
        Fact::Escalated(_) => "escalated",
        Fact::Delegated(_) => "delegated",
        Fact::Withdrawn => "withdrawn",
        Fact::Lapsed => "lapsed",
        Fact::Formed => "formed",
        Fact::Unit(_) => "unit",
        Fact::Due(_) => "due",
        Fact::NotAdopted => "not_adopted",
        Fact::ObjectionUpheld => "objection_upheld",
        Fact::Started => "started",
        Fact::Suspended => "suspended",
        Fact::Resumed => "resumed",
        Fact::Evaluating => "evaluating",
        Fact::Rated { .. } => "rated",
        Fact::Reworked => "reworked",
        Fact::Closed => "closed",
        Fact::Reopened => "reopened",
        Fact::Supervised(_) => "supervised",
        Fact::Answered(_) => "supervision_answered",
    }
}
