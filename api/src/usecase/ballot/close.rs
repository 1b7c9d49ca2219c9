//! Closing: counted, published, and what joins a vote to its voter destroyed.

use super::{
    super::{
        App, Failure,
        record::{place, record},
    },
    cast::owners,
    rule_of, state_of,
};
use crate::{
    identity::auditors::{key_from_hex, seal},
    store::{
        ballots, electorates,
        entity::{ballot, ballot_paper, ballot_publication, ballot_vote},
        log,
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    electorate::ElectorateKind,
    id::Pseudonym,
    log::{Digest, Frontier},
    poll::{
        BallotList, Choice, Electorate, Entry, LIST_VERSION, Opening, PollState, Published, Rule, Secrecy, TreeHead,
        commitment, publish,
    },
    refusal::Refusal,
};

/// What pages show of a closed ballot, kept beside it so that nobody reads its list for that.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Shown {
    /// Votes there were to be had.
    pub votes: u64,
    /// SHA-256 of the published list.
    pub list_digest: Digest,
    /// Root of the Merkle tree over its entries.
    pub root: Digest,
    /// All that the counting rule found.
    pub result: serde_json::Value,
}

/// Closes a ballot in the transaction of its caller: counts, publishes, destroys the key. One that
/// is closed already answers what was published then.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::BallotNotOpen`] for one that never opened or was cancelled.
pub async fn close_in(app: &App, tx: &impl ConnectionTrait, id: Uuid) -> Result<Published, Failure> {
    let row = ballots::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(published) = outcome(tx, id).await? {
        return Ok(published);
    }
    if state_of(&row)? != PollState::Open {
        return Err(Refusal::BallotNotOpen.into());
    }
    let rule = rule_of(&row)?;
    let (area, _) = place(tx, row.area_id).await?;
    let list = row.electorate_id.ok_or(Refusal::Internal)?;
    let frozen = electorates::by_ids(tx, &[list]).await?.pop().ok_or(Refusal::Internal)?;
    let (mut votes, mut total) = (u64::try_from(frozen.members).unwrap_or(0), 0);
    if rule.electorate == ElectorateKind::Owners {
        let voters = owners(&electorates::members(tx, list).await?);
        votes = voters.len() as u64;
        total = voters.values().map(|area| u64::try_from(*area).unwrap_or(0)).sum();
    }
    let head = log::head_locked(tx, row.district_id).await?;
    let frontier: Frontier = match head {
        Some(head) => serde_json::from_str(&head.frontier).map_err(anyhow::Error::from)?,
        None => Frontier::default(),
    };
    let rows = ballots::votes(tx, id).await?;
    let (entries, openings) = entries(&rule, &rows)?;
    let sealed = rule.secrecy == Secrecy::Sealed;
    let unpublished = BallotList {
        version: LIST_VERSION,
        ballot: id,
        electorate: Electorate {
            votes,
            area: total,
            digest: frozen.digest.parse().map_err(anyhow::Error::from)?,
        },
        tree_head: TreeHead {
            size: frontier.size(),
            root: frontier.root(),
        },
        entries,
        choices: if sealed {
            openings.iter().map(|opening| opening.choice.clone()).collect()
        } else {
            Vec::new()
        },
        paper_votes: rows.iter().filter(|vote| vote.paper).count() as u64,
        rule,
    };
    let (published, _) = publish(unpublished).map_err(anyhow::Error::from)?;
    let shown = Shown {
        votes,
        list_digest: published.list_digest,
        root: published.root,
        result: published.result.clone(),
    };
    let kept = if sealed {
        for_auditors(app, tx, id, &published.list.rule, &openings).await?
    } else {
        None
    };
    ballot::Entity::update(ballot::ActiveModel {
        id: Set(id),
        state: Set(PollState::Closed.name().to_owned()),
        next_at: Set(None),
        key_sealed: Set(None),
        openings_sealed: Set(kept),
        outcome: Set(Some(serde_json::to_string(&shown).map_err(anyhow::Error::from)?)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    ballot_publication::Entity::insert(ballot_publication::ActiveModel {
        ballot_id: Set(id),
        published: Set(serde_json::to_string(&published).map_err(anyhow::Error::from)?),
    })
    .exec_without_returning(tx)
    .await?;
    forget(tx, id).await?;
    let body = json!({"list": published.list_digest, "root": published.root, "result": published.result_digest});
    record(app, tx, &area, None, "ballot.closed", id, body).await?;
    Ok(published)
}

/// Deletes the rows in which votes waited: their order on disk would tell who voted when.
pub(super) async fn forget(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), Failure> {
    ballot_vote::Entity::delete_many()
        .filter(ballot_vote::Column::BallotId.eq(id))
        .exec(tx)
        .await?;
    ballot_paper::Entity::delete_many()
        .filter(ballot_paper::Column::BallotId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

fn entries(rule: &Rule, rows: &[ballot_vote::Model]) -> Result<(Vec<Entry>, Vec<Opening>), Failure> {
    let (mut entries, mut openings) = (Vec::new(), Vec::new());
    let open = rule.secrecy == Secrecy::Open;
    for row in rows {
        let mark: Digest = row.receipt.parse().map_err(anyhow::Error::from)?;
        let choice: Choice = serde_json::from_str(&row.choice).map_err(anyhow::Error::from)?;
        let mut entry = Entry {
            mark,
            choice: None,
            commitment: None,
            voter: row.voter.filter(|_| open).map(Pseudonym),
            area: u64::try_from(row.area).unwrap_or(0),
            paper: open && row.paper,
        };
        if rule.secrecy == Secrecy::Sealed {
            let salt: Digest = row.salt.parse().map_err(anyhow::Error::from)?;
            entry.commitment = Some(commitment(&salt, &mark, &choice).map_err(anyhow::Error::from)?);
            openings.push(Opening { mark, salt, choice });
        } else {
            entry.choice = Some(choice);
        }
        entries.push(entry);
    }
    openings.sort_unstable_by_key(|opening| opening.mark);
    Ok((entries, openings))
}

/// What was published at closing; `None` before, and for a ballot that was cancelled.
///
/// # Errors
/// Of the database.
pub async fn outcome(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<Published>, Failure> {
    let published = ballots::list_of(on, id).await?;
    let published = published.as_deref().map(serde_json::from_str).transpose();
    Ok(published.map_err(anyhow::Error::from)?)
}

/// Seals what opens the commitments for the auditors; `None` where one of them has given no key: then it
/// is kept by nobody.
async fn for_auditors(
    app: &App,
    tx: &impl ConnectionTrait,
    id: Uuid,
    rule: &Rule,
    openings: &[Opening],
) -> Result<Option<String>, Failure> {
    let given = ballots::auditors(tx, &[id]).await?;
    let mut keys = Vec::new();
    for auditor in &rule.auditors {
        let Some(row) = given.iter().find(|row| row.pseudonym == auditor.0) else {
            return Ok(None);
        };
        keys.push((*auditor, key_from_hex(&row.public_key).map_err(anyhow::Error::from)?));
    }
    let text = serde_json::to_string(openings).map_err(anyhow::Error::from)?;
    let sealed = seal(id, &text, &keys, || app.entropy.bytes()).map_err(anyhow::Error::from)?;
    Ok(Some(serde_json::to_string(&sealed).map_err(anyhow::Error::from)?))
}

/// Leaves nothing of the votes of closed ballots in old pages, as far as the database allows; after the
/// transaction that closed one. See the module's head for what remains.
pub async fn scrub(app: &App) {
    if let Err(fault) = app.db.scrub(&["ballot_vote", "ballot_paper", "ballot"]).await {
        tracing::warn!(?fault, "old pages of closed ballots could not be cleaned now");
    }
}
