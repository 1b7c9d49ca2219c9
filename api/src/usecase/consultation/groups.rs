//! Computing opinion groups of a live consultation, seldom enough not to be in the way of voters, by one
//! instance at a time.
//!
//! What routing goes by follows the votes within seconds and is shown to nobody. The result is published
//! again only when at least five further participants have changed something
//! ([`disclosure::told_again`]); until then the changes wait in `consultation_touch`.

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
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    consultation::{
        Computed, Context, Counts, InquiryState, Matrix, ParticipantKey, Standing, StatementKey, StatementState,
        Summary, Vote,
        covotes::CoVotes,
        disclosure,
        projection::Axes,
        summary::compute_after,
        tally::{MIN_CELL, tally},
    },
    log::Digest,
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
    /// All of them, for routing.
    all: Matrix,
    context: Context,
}

/// Whether a statement is part of the votes: while open what is shown, after it what was shown then.
fn counts(row: &consultation::Model, statement: &consultation_statement::Model) -> bool {
    if row.state == InquiryState::Closed.name() {
        statement.counted
    } else {
        statement.state == StatementState::Visible.name()
    }
}

/// The votes that are published: those on statements on which at least five people voted. The result is
/// computed from them and from no others, so that whoever has the file finds the same.
pub(super) async fn published(on: &impl ConnectionTrait, row: &consultation::Model) -> Result<Matrix, Failure> {
    Ok(matrix(on, row).await?.without_rare(MIN_CELL as usize))
}

/// The matrix of all votes. Statements are named by their numbers, so that the votes file, which cannot
/// hold larger names, has the same digest.
async fn matrix(on: &impl ConnectionTrait, row: &consultation::Model) -> Result<Matrix, Failure> {
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
    Ok(Votes { all: matrix, context })
}

/// A computation with what routing goes by.
pub(super) struct Done {
    /// For everybody, with the digest of the votes themselves.
    pub summary: Summary,
    /// How many took part, exactly: for the quorum, never published.
    pub participants: u64,
    standing: Option<Standing>,
    routing: Routing,
    all: Digest,
}

/// Votes so far on everything that is shown, and how far what was computed divides.
fn routing(all: &Matrix, computed: &Matrix, extremity: &[f64]) -> Routing {
    let known: HashMap<StatementKey, f64> = computed
        .statements()
        .iter()
        .copied()
        .zip(extremity.iter().copied())
        .collect();
    let tallies = tally(all, &vec![None; all.rows().len()], 0);
    let numbers = all.statements().iter().zip(tallies);
    numbers
        .map(|(key, tally)| {
            let extremity = known.get(key).copied().unwrap_or_default();
            (i64::try_from(key.0).unwrap_or_default(), (tally.total, extremity))
        })
        .collect()
}

/// Computes beside the threads that answer requests. Texts are left out: what is stored names statements
/// by number, and words that are hidden later are gone at once.
pub(super) async fn compute(votes: Votes, before: Option<Standing>) -> Result<Done, Failure> {
    let work = move || {
        let matrix = votes.all.without_rare(MIN_CELL as usize);
        let covotes = CoVotes::new(&matrix);
        let Computed {
            summary,
            standing,
            extremity,
            ..
        } = compute_after(&matrix, &covotes, &votes.context, before.as_ref());
        Done {
            summary,
            participants: matrix.participants().len() as u64,
            standing,
            routing: routing(&votes.all, &matrix, &extremity),
            all: votes.all.digest(),
        }
    };
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

/// Computes what routing goes by alone.
async fn route(votes: Votes) -> Result<Routing, Failure> {
    let work = move || {
        let matrix = votes.all.without_rare(MIN_CELL as usize);
        let extremity = Axes::new(&CoVotes::new(&matrix)).extremity();
        routing(&votes.all, &matrix, &extremity)
    };
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

/// The summary as it is published: where the votes are not, their digest is blinded.
pub(super) fn public(done: &Done, keys: &Keys, votes_published: bool) -> Summary {
    let mut summary = done.summary.clone();
    if !votes_published {
        summary.digest = keys.blinded(&summary.digest);
        summary.follows = summary.follows.map(|before| keys.blinded(&before));
    }
    summary
}

/// The row of a computation.
pub(super) fn as_row(done: &Done, summary: &Summary, is_final: bool) -> Result<NewResult, Failure> {
    let json = |error: serde_json::Error| Failure::Fault(error.into());
    Ok(NewResult {
        summary: serde_json::to_string(summary).map_err(json)?,
        standing: done
            .standing
            .as_ref()
            .map(serde_json::to_string)
            .transpose()
            .map_err(json)?,
        routing: serde_json::to_string(&done.routing).map_err(json)?,
        input_digest: done.all.to_string(),
        algorithm: summary.algorithm.clone(),
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
    let (before, lease) = (now.plus_millis(-DEBOUNCE_MS), now.plus_millis(LEASE_MS));
    if !consultations::take_lease(on, id, now, before, lease).await? {
        return Ok(false);
    }
    let done = leased(app, id).await;
    if done.is_err() {
        consultations::give_up_lease(on, id, lease).await?;
    }
    done
}

async fn leased(app: &App, id: Uuid) -> Result<bool, Failure> {
    let (on, now) = (app.db.reader(), app.now());
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
    let votes = load(app, on, &row).await?;
    let digest = votes.all.digest().to_string();
    if result.input_digest.as_deref() == Some(digest.as_str()) {
        consultations::computed(on, &touches).await?;
        consultations::release(on, id, now).await?;
        return Ok(false);
    }
    let changed: HashSet<Uuid> = touches.iter().filter_map(|touch| touch.voter).collect();
    if !disclosure::told_again(changed.len() as u64) {
        let routing = route(votes).await?;
        let text = serde_json::to_string(&routing).map_err(anyhow::Error::from)?;
        let tx = app.db.begin().await?;
        consultations::store_routing(&tx, id, &text, &digest, now).await?;
        consultations::computed(&tx, &touches).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let standing = result
        .standing
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let done = compute(votes, standing).await?;
    // While votes come in their digest is blinded in any case.
    let summary = public(&done, &Keys::of(app, &row)?, false);
    let new = as_row(&done, &summary, false)?;
    let tx = app.db.begin().await?;
    let stored = consultations::store_result(&tx, id, &new, now).await?;
    consultations::untouch(&tx, &touches).await?;
    if stored {
        tell(app, &tx, id).await?;
    }
    tx.commit().await?;
    Ok(stored)
}
