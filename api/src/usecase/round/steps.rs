//! Opening and ending the steps of a round.

use super::{
    super::{
        App, Failure, ballot,
        consultation::{self, Prepared},
        meeting,
    },
    Held,
};
use crate::store::{contents, meetings};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    consultation::Settings,
    id::ProposalId,
    instant::Instant,
    meeting::{AgendaItem, MOST_ITEMS, MeetingState, TITLE_LENGTH},
    poll::Published,
    proposal::RoundEnd,
    refusal::Refusal,
    round::{ConsultationPlan, MeetingPlan, Phase, StepPlan, StepResult, Work, meeting_time},
};

/// Most characters of a question, a place or a statement as they are stored.
const WORDS: usize = 200;

/// Opens a step: what it does begins, with an electorate frozen now.
pub(super) async fn open(app: &App, tx: &DatabaseTransaction, held: &mut Held, index: usize) -> Result<(), Failure> {
    let now = app.now();
    let policy = app.policy(tx, held.row.district_id).await?;
    let ends = held.round.ends(index, now, &policy.calendar).ok_or(Refusal::Internal)?;
    let (step, record) = held.round.step(index).ok_or(Refusal::Internal)?;
    let subject = match &record.plan {
        StepPlan::Consultation(plan) => Some(consult(app, tx, held, index, plan, ends).await?),
        StepPlan::Meeting(plan) => {
            let times = meeting_time(plan, now, step.days, &policy.calendar);
            Some(meet(app, tx, held, index, plan, times).await?)
        }
        StepPlan::Ballot(_) => Some(vote(app, tx, held, index, ends).await?),
        StepPlan::Publication(_) => None,
    };
    let notice = match &record.plan {
        StepPlan::Publication(Some(text)) => {
            let text = app.seal(text, 4_000)?;
            contents::insert(tx, std::slice::from_ref(&text), now).await?;
            Some(text.reference)
        }
        _ => None,
    };
    held.round.opened(index, now, ends, subject);
    let body = json!({"step": index, "subject": subject, "endsAt": ends, "notice": notice});
    held.log(app, tx, None, "round.step_opened", body).await
}

/// What the step is about: the proposals still under the round, or in the follow-up those adopted.
fn about(held: &Held, index: usize) -> Vec<ProposalId> {
    let follows = held
        .round
        .step(index)
        .is_some_and(|(step, _)| step.phase == Phase::FollowUp);
    match &held.round.outcome {
        Some(outcome) if follows && outcome.end == RoundEnd::Adopted => outcome.adopted.clone(),
        _ => held.live(),
    }
}

fn place_in(held: &Held, index: usize) -> Option<(Uuid, i64)> {
    Some((held.row.id, i64::try_from(index).unwrap_or(i64::MAX)))
}

/// The name of the round and of its step, as the heading of what the step opens.
fn heading(held: &Held, index: usize) -> String {
    let step = held.round.step(index).map(|(step, _)| step.name.zh.as_str());
    let whole = format!("{}：{}", held.round.title, step.unwrap_or_default());
    whole.chars().take(TITLE_LENGTH).collect()
}

async fn consult(
    app: &App,
    tx: &DatabaseTransaction,
    held: &Held,
    index: usize,
    plan: &ConsultationPlan,
    closes_at: Instant,
) -> Result<Uuid, Failure> {
    let Some(Work::Consultation {
        electorate,
        quorum_percent,
        moderation,
        residents_state,
    }) = held.round.step(index).map(|(step, _)| &step.work)
    else {
        return Err(Refusal::Internal.into());
    };
    let seeds = plan.seeds.iter().map(|seed| app.seal(seed, WORDS));
    let new = consultation::NewConsultation {
        area: held.row.area_id,
        question: app.seal(&plan.question, WORDS)?,
        electorate: *electorate,
        listed: plan.listed.clone(),
        frozen: None,
        settings: Settings {
            moderation: *moderation,
            residents_state: *residents_state,
            quorum_percent: *quorum_percent,
            ..Settings::default()
        },
        opens_at: app.now(),
        closes_at,
        proposals: about(held, index).into_iter().map(|id| id.0).collect(),
        seeds: seeds.collect::<Result<_, _>>()?,
        round: place_in(held, index),
        by: None,
    };
    consultation::open_in(app, tx, &new).await
}

async fn meet(
    app: &App,
    tx: &DatabaseTransaction,
    held: &Held,
    index: usize,
    plan: &MeetingPlan,
    (starts_at, ends_at): (Instant, Instant),
) -> Result<Uuid, Failure> {
    let Some(Work::Meeting { kind, .. }) = held.round.step(index).map(|(step, _)| &step.work) else {
        return Err(Refusal::Internal.into());
    };
    let about = about(held, index);
    let agenda = held.proposals.iter().filter(|p| about.contains(&p.state.id));
    let new = meeting::NewMeeting {
        area: held.row.area_id,
        by: None,
        kind: *kind,
        title: heading(held, index),
        place: plan.place.clone(),
        starts_at,
        ends_at,
        open_seats: plan.open_seats,
        agenda: agenda
            .take(MOST_ITEMS)
            .map(|p| AgendaItem {
                title: p.title.clone(),
                proposal: Some(p.state.id.0),
            })
            .collect(),
        invited: plan.invited.clone(),
        round: place_in(held, index),
    };
    meeting::schedule_in(app, tx, &new).await
}

async fn vote(
    app: &App,
    tx: &DatabaseTransaction,
    held: &Held,
    index: usize,
    closes_at: Instant,
) -> Result<Uuid, Failure> {
    let live = held.live();
    let (step, _) = held.round.step(index).ok_or(Refusal::Internal)?;
    // Every option was withdrawn: there is nothing left to vote on.
    let plan = held.round.ballot_plan(index, &live).ok_or(Refusal::BadTarget)?;
    let new = ballot::NewBallot {
        area: held.row.area_id,
        by: None,
        rule: plan.rule(&step.work).ok_or(Refusal::Internal)?,
        proposals: live.into_iter().map(|id| id.0).collect(),
        listed: plan.listed,
        opens_at: app.now(),
        closes_at,
        round: place_in(held, index),
    };
    ballot::open_in(app, tx, &new).await
}

/// Ends a step with what came out of it. What was called off on its own has nothing to show, and a
/// meeting that staff moved to a later time keeps its step open until then.
pub(super) async fn end(
    app: &App,
    tx: &DatabaseTransaction,
    held: &mut Held,
    index: usize,
    prepared: Option<Prepared>,
) -> Result<(), Failure> {
    if let Some(later) = moved(app, tx, held, index).await? {
        if let Some(record) = held.round.steps.get_mut(index) {
            record.ends_at = Some(later);
        }
        return Ok(());
    }
    let (step, record) = held.round.step(index).ok_or(Refusal::Internal)?;
    let ballot = record.subject.filter(|_| matches!(step.work, Work::Ballot { .. }));
    let result = match (&step.work, record.subject) {
        (Work::Consultation { .. }, Some(id)) => StepResult {
            reached: ended(consultation::close_prepared_in(app, tx, id, prepared).await)?
                .is_some_and(|outcome| outcome.quorum_reached),
            adopted: None,
        },
        (Work::Meeting { least, .. }, Some(id)) => {
            let outcome = ended(meeting::close_in(app, tx, id).await)?;
            StepResult {
                reached: outcome.is_some_and(|outcome| outcome.attended >= u64::from(*least)),
                adopted: None,
            }
        }
        (Work::Ballot { .. }, Some(id)) => counted(held, index, ended(ballot::close_in(app, tx, id).await)?),
        _ => StepResult {
            reached: true,
            adopted: None,
        },
    };
    held.ballots.extend(ballot);
    let body = json!({"step": index, "reached": result.reached, "adopted": result.adopted});
    held.round.ended(index, app.now(), result);
    held.log(app, tx, None, "round.step_ended", body).await
}

/// The end of a meeting that has not come yet.
async fn moved(app: &App, tx: &DatabaseTransaction, held: &Held, index: usize) -> Result<Option<Instant>, Failure> {
    let Some((Work::Meeting { .. }, Some(id))) = held
        .round
        .step(index)
        .map(|(step, record)| (&step.work, record.subject))
    else {
        return Ok(None);
    };
    let row = meetings::by_ids(tx, &[id]).await?.pop().ok_or(Refusal::Internal)?;
    let over = MeetingState::parse(&row.state).is_some_and(MeetingState::is_over);
    let ends = Instant::from_millis(row.ends_at);
    Ok((!over && ends > app.now()).then_some(ends))
}

/// What was closed; `None` for what was called off before.
fn ended<T>(closed: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match closed {
        Ok(outcome) => Ok(Some(outcome)),
        Err(Failure::Refused(Refusal::BallotNotOpen | Refusal::ConsultationNotOpen | Refusal::MeetingOver)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn counted(held: &Held, index: usize, published: Option<Published>) -> StepResult {
    let verdict = published.as_ref().and_then(|list| list.result["verdict"].as_str());
    let live = held.live();
    let adopted = match (&published, held.round.ballot_plan(index, &live)) {
        (Some(list), Some(plan)) if verdict == Some("ADOPTED") => {
            let winners = list.result["winners"].as_array().into_iter().flatten();
            let won: Vec<Uuid> = winners.filter_map(|id| id.as_str()?.parse().ok()).collect();
            plan.adopted(&won, &live)
        }
        _ => Vec::new(),
    };
    StepResult {
        reached: verdict.is_some_and(|verdict| verdict != "NO_QUORUM"),
        adopted: Some(adopted),
    }
}
