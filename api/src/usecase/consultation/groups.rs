//! Computing opinion groups of a live consultation, seldom enough not to be in the way of voters, by one
//! instance at a time.

use super::{
    super::{App, Failure},
    Keys, tell,
};
use crate::store::{
    consultations::{self, NewResult},
    electorates,
    entity::{consultation, consultation_statement},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    consultation::{
        Computed, Context, Counts, InquiryState, Matrix, ParticipantKey, Standing, StatementKey, StatementState, Vote,
        covotes::CoVotes, summary::compute_after, tally::tally,
    },
    refusal::Refusal,
};

/// Least time between two computations of one consultation, in milliseconds.
pub const DEBOUNCE_MS: i64 = 3_000;

/// How long an instance may compute before another takes over, in milliseconds.
const LEASE_MS: i64 = 120_000;

/// What the routing of statements goes by, by number: votes so far and extremity.
pub(super) type Routing = BTreeMap<i64, (Counts, f64)>;

/// The votes on what is shown, and where participants live.
pub(super) struct Votes {
    pub matrix: Matrix,
    pub context: Context,
}

/// Whether a statement is part of the votes: while open what is shown, after it what was shown then.
fn counts(row: &consultation::Model, statement: &consultation_statement::Model) -> bool {
    if row.state == InquiryState::Closed.name() {
        statement.counted
    } else {
        statement.state == StatementState::Visible.name()
    }
}

/// The matrix. Statements are named by their numbers, so that the votes file, which cannot hold larger
/// names, has the same digest.
pub(super) async fn matrix(on: &impl ConnectionTrait, row: &consultation::Model) -> Result<Matrix, Failure> {
    let numbers: HashMap<Uuid, StatementKey> = consultations::statements_of(on, &[row.id])
        .await?
        .into_iter()
        .filter(|statement| counts(row, statement))
        .map(|statement| {
            let number = u128::try_from(statement.number).unwrap_or_default();
            (statement.id, StatementKey(number))
        })
        .collect();
    let votes: Vec<_> = consultations::votes_of(on, row.id)
        .await?
        .into_iter()
        .filter_map(|vote| {
            let choice = match vote.choice {
                1 => Vote::Agree,
                -1 => Vote::Disagree,
                _ => Vote::Pass,
            };
            Some((
                ParticipantKey::from(vote.voter),
                *numbers.get(&vote.statement_id)?,
                choice,
            ))
        })
        .collect();
    let matrix = Matrix::new([], numbers.into_values(), votes);
    Ok(matrix.map_err(anyhow::Error::from)?)
}

/// Reads all that a computation needs.
pub(super) async fn load(app: &App, on: &impl ConnectionTrait, row: &consultation::Model) -> Result<Votes, Failure> {
    let matrix = matrix(on, row).await?;
    let mut context = Context::default();
    if let Some(electorate) = row.electorate_id {
        let area = AreaPath::parse(row.area_path.clone())?;
        let homes = consultations::backgrounds(on, &area).await?;
        let keys = Keys::of(app, row)?;
        for member in electorates::members(on, electorate).await? {
            if let Some(home) = homes.get(&member.pseudonym.0) {
                let key = ParticipantKey::from(keys.of_person(member.pseudonym));
                context.backgrounds.insert(key, *home);
            }
        }
    }
    Ok(Votes { matrix, context })
}

/// A computation with what routing goes by.
pub(super) struct Done {
    pub summary: yiting_domain::consultation::Summary,
    standing: Option<Standing>,
    routing: Routing,
}

/// Computes beside the threads that answer requests. Texts are left out: what is stored names statements
/// by number, and words that are hidden later are gone at once.
pub(super) async fn compute(votes: Votes, before: Option<Standing>) -> Result<Done, Failure> {
    let work = move || {
        let covotes = CoVotes::new(&votes.matrix);
        let Computed {
            summary,
            standing,
            labels,
            extremity,
        } = compute_after(&votes.matrix, &covotes, &votes.context, before.as_ref());
        let tallies = tally(&votes.matrix, &labels, usize::from(summary.k));
        let routing = votes
            .matrix
            .statements()
            .iter()
            .zip(tallies)
            .zip(extremity)
            .map(|((key, tally), extremity)| (i64::try_from(key.0).unwrap_or_default(), (tally.total, extremity)))
            .collect();
        Done {
            summary,
            standing,
            routing,
        }
    };
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

/// The row of a computation.
pub(super) fn as_row(done: &Done, is_final: bool) -> Result<NewResult, Failure> {
    let json = |error: serde_json::Error| Failure::Fault(error.into());
    Ok(NewResult {
        summary: serde_json::to_string(&done.summary).map_err(json)?,
        standing: done
            .standing
            .as_ref()
            .map(serde_json::to_string)
            .transpose()
            .map_err(json)?,
        routing: serde_json::to_string(&done.routing).map_err(json)?,
        input_digest: done.summary.digest.to_string(),
        algorithm: done.summary.algorithm.clone(),
        is_final,
    })
}

/// Computes what changed, at most `limit` consultations. Returns how many were computed.
///
/// # Errors
/// Faults; what changed stays noted.
pub async fn run_touched(app: &App, limit: u64) -> Result<usize, Failure> {
    let mut done = 0;
    for id in consultations::touched(app.db.reader(), limit).await? {
        if again(app, id).await? {
            done += 1;
        }
    }
    Ok(done)
}

async fn again(app: &App, id: Uuid) -> Result<bool, Failure> {
    let (on, now) = (app.db.reader(), app.now());
    let before = now.plus_millis(-DEBOUNCE_MS);
    if !consultations::take_lease(on, id, now, before, now.plus_millis(LEASE_MS)).await? {
        return Ok(false);
    }
    // Noted before the votes are read: what comes later stays noted.
    let touches = consultations::touches(on, id).await?;
    let row = consultations::by_ids(on, &[id]).await?.into_iter().next();
    let row = row.ok_or(Refusal::Internal)?;
    let result = consultations::results(on, &[id]).await?.into_iter().next();
    let result = result.ok_or(Refusal::Internal)?;
    if row.state != InquiryState::Open.name() || result.is_final {
        consultations::untouch(on, &touches).await?;
        consultations::release(on, id, now).await?;
        return Ok(false);
    }
    let standing = result
        .standing
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let votes = load(app, on, &row).await?;
    if result.input_digest.as_deref() == Some(votes.matrix.digest().to_string().as_str()) {
        consultations::untouch(on, &touches).await?;
        consultations::release(on, id, now).await?;
        return Ok(false);
    }
    let done = compute(votes, standing).await?;
    let new = as_row(&done, false)?;
    let tx = app.db.begin().await?;
    let stored = consultations::store_result(&tx, id, &new, now).await?;
    consultations::untouch(&tx, &touches).await?;
    if stored {
        tell(app, &tx, id).await?;
    }
    tx.commit().await?;
    Ok(stored)
}
