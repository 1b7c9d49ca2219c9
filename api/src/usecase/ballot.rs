//! Ballots: opened, voted in, closed exactly once.
//!
//! A vote leaves no instant, no log entry and no result that names its choice: until closing it is
//! joined to its voter by an HMAC under the ballot's key alone, and closing destroys that key and
//! the rows. Receipts follow from the request under the same key, so that a vote that is sent again
//! gets the same receipt and none can be made after closing.

use super::{
    App, Failure, Request, electorate,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
    wordcheck,
};
use crate::{
    identity::hex,
    store::{
        ballots, contents, electorates,
        entity::{ballot, ballot_paper, ballot_proposal, ballot_vote},
        idempotency::{self, Claim},
        log, proposals,
    },
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use sha2::Sha256;
use std::collections::BTreeMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    electorate::{ElectorateKind, Member},
    id::Pseudonym,
    instant::Instant,
    log::{Digest, Frontier},
    people::Actor,
    permission::{AreaAction, may_in_area},
    poll::{
        BallotAction, BallotList, BallotView, Choice, Electorate, Entry, LIST_VERSION, Opening, PollState, Published,
        Rule, Secrecy, TreeHead, commitment, mark, may_vote, publish,
    },
    refusal::Refusal,
};

/// A ballot to be announced, or opened at once when `opens_at` has come.
#[derive(Clone, Debug)]
pub struct NewBallot {
    /// The area that votes.
    pub area: Uuid,
    /// Who opens it; `None` for the clock.
    pub by: Option<Pseudonym>,
    /// All that is fixed.
    pub rule: Rule,
    /// What it is about; a running ballot binds them.
    pub proposals: Vec<Uuid>,
    /// The members of an electorate that is named one by one.
    pub listed: Vec<Pseudonym>,
    /// From when on votes are taken.
    pub opens_at: Instant,
    /// Until when.
    pub closes_at: Instant,
    /// Round and step, if it belongs to one.
    pub round: Option<(Uuid, i64)>,
}

/// Announces a ballot on behalf of the area's staff. Answers its id.
///
/// # Errors
/// Those of [`open_in`]; [`Refusal::Forbidden`]; [`Refusal::BadTarget`] for a proposal that is not
/// in the custody of the area or below, or not open.
pub async fn announce(app: &App, actor: &Actor, request: &Request, new: &NewBallot) -> Result<Uuid, Failure> {
    retrying!(try_announce(app, actor, request, new))
}

async fn try_announce(app: &App, actor: &Actor, request: &Request, new: &NewBallot) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (_, area) = place(&tx, new.area).await?;
    may_in_area(AreaAction::OpenBallot, Some(actor), &area)?;
    let about = proposals::by_ids(&tx, &new.proposals).await?;
    let fits = |id: &Uuid| {
        let found = about.get(id);
        found.is_some_and(|p| area.path.covers(&p.state.custodian().path) && p.state.state.is_open())
    };
    if !new.proposals.iter().all(fits) {
        return Err(Refusal::BadTarget.into());
    }
    let id = open_in(app, &tx, new).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    changed(app, id).await;
    Ok(id)
}

/// Calls a ballot off on behalf of the area's director.
///
/// # Errors
/// Those of [`cancel_in`].
pub async fn cancel(app: &App, actor: &Actor, request: &Request, id: Uuid, reason: &str) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    if let Claim::New = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        cancel_in(app, &tx, actor, id, reason).await?;
        idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
        tx.commit().await?;
        changed(app, id).await;
    }
    Ok(())
}

/// Tells those who watch a ballot to read it again.
async fn changed(app: &App, id: Uuid) {
    app.shared.publish(&format!("ballot:{id}"), "changed").await;
}

/// What opens the commitments of a sealed ballot, for its two auditors.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Forbidden`]; [`Refusal::BallotNotOpen`] before closing.
pub async fn openings(app: &App, actor: &Actor, id: Uuid) -> Result<Vec<Opening>, Failure> {
    let row = ballots::by_id(app.db.reader(), id).await?.ok_or(Refusal::NotFound)?;
    if !rule_of(&row)?.auditors.contains(&actor.pseudonym) {
        return Err(Refusal::Forbidden.into());
    }
    let sealed = row.openings_sealed.as_deref().ok_or(Refusal::BallotNotOpen)?;
    let text = app
        .field_key
        .open(sealed, &format!("ballot.openings/{id}"))
        .map_err(anyhow::Error::from)?;
    Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
}

pub(super) fn rule_of(row: &ballot::Model) -> Result<Rule, Failure> {
    Ok(serde_json::from_str(&row.rule).map_err(anyhow::Error::from)?)
}

/// The ballot as the rules look at it, for the person who is to vote.
pub(super) async fn view_of(
    tx: &impl ConnectionTrait,
    row: &ballot::Model,
    voter: Pseudonym,
) -> Result<BallotView, Failure> {
    let entries = match row.electorate_id {
        Some(list) => electorates::entries_of(tx, &[list], voter).await?,
        None => Vec::new(),
    };
    Ok(BallotView {
        state: state_of(row)?,
        area: AreaPath::parse(row.area_path.clone())?,
        opens_at: Instant::from_millis(row.opens_at),
        closes_at: Instant::from_millis(row.closes_at),
        entitled: !entries.is_empty(),
    })
}

/// The key of a running ballot; `None` when it was destroyed.
pub(super) fn opened_key(app: &App, row: &ballot::Model) -> Result<Option<String>, Failure> {
    let sealed = row.key_sealed.as_deref();
    let opened = sealed.map(|sealed| app.field_key.open(sealed, &key_place(row.id)));
    Ok(opened.transpose().map_err(anyhow::Error::from)?)
}

fn state_of(row: &ballot::Model) -> Result<PollState, Failure> {
    Ok(PollState::parse(&row.state).ok_or(Refusal::Internal)?)
}

/// Announces a ballot in the transaction of its caller, and opens it when its time has come.
///
/// # Errors
/// [`Refusal::Invalid`] for a rule that makes no sense or times that do not fit,
/// [`Refusal::NotFound`], [`Refusal::ContentRejected`].
pub async fn open_in(app: &App, tx: &impl ConnectionTrait, new: &NewBallot) -> Result<Uuid, Failure> {
    let now = app.now();
    let (area, _) = place(tx, new.area).await?;
    let district = area.district_id.ok_or(Refusal::BadTarget)?;
    new.rule.check()?;
    if new.closes_at <= new.opens_at || new.closes_at <= now {
        return Err(Refusal::Invalid.into());
    }
    if new.rule.electorate.is_listed() == new.listed.is_empty() {
        return Err(Refusal::Invalid.into());
    }
    let titles = new.rule.options.iter().map(|option| option.title.as_str());
    wordcheck::check(titles.chain([new.rule.title.as_str(), new.rule.legal_basis.as_str()]))?;
    let digest = new.rule.digest().map_err(|_| Refusal::Invalid)?;
    let (id, key) = (app.fresh_id(), app.entropy.bytes::<32>());
    let sealed = app
        .field_key
        .seal(&hex(&key), &key_place(id), app.entropy.bytes())
        .map_err(anyhow::Error::from)?;
    ballot::Entity::insert(ballot::ActiveModel {
        id: Set(id),
        district_id: Set(district),
        area_id: Set(area.id),
        area_path: Set(area.path.clone()),
        state: Set(PollState::Announced.name().to_owned()),
        rule: Set(serde_json::to_string(&new.rule).map_err(anyhow::Error::from)?),
        rule_digest: Set(digest.to_string()),
        listed: Set(serde_json::to_string(&new.listed).map_err(anyhow::Error::from)?),
        electorate_id: Set(None),
        opens_at: Set(new.opens_at.millis()),
        closes_at: Set(new.closes_at.millis()),
        next_at: Set(Some(new.opens_at.millis())),
        key_sealed: Set(Some(sealed)),
        round_id: Set(new.round.map(|round| round.0)),
        step: Set(new.round.map(|round| round.1)),
        created_at: Set(now.millis()),
        reason_id: Set(None),
        published: Set(None),
        openings_sealed: Set(None),
    })
    .exec_without_returning(tx)
    .await?;
    let mut proposals = new.proposals.clone();
    proposals.sort_unstable();
    proposals.dedup();
    if !proposals.is_empty() {
        let rows = proposals.iter().map(|proposal| ballot_proposal::ActiveModel {
            ballot_id: Set(id),
            proposal_id: Set(*proposal),
        });
        ballot_proposal::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    let body = json!({"rule": digest, "opensAt": new.opens_at, "closesAt": new.closes_at, "proposals": proposals});
    record(app, tx, &area, new.by, "ballot.announced", id, body).await?;
    if new.opens_at <= now {
        let row = ballots::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
        begin(app, tx, &row).await?;
    }
    Ok(id)
}

/// Freezes the electorate and takes votes from now on.
async fn begin(app: &App, tx: &impl ConnectionTrait, row: &ballot::Model) -> Result<(), Failure> {
    let rule = rule_of(row)?;
    let (area, reference) = place(tx, row.area_id).await?;
    let listed: Vec<Pseudonym> = serde_json::from_str(&row.listed).map_err(anyhow::Error::from)?;
    let frozen = electorate::freeze(app, tx, row.district_id, &reference, rule.electorate, &listed).await?;
    ballot::Entity::update(ballot::ActiveModel {
        id: Set(row.id),
        state: Set(PollState::Open.name().to_owned()),
        electorate_id: Set(Some(frozen.id)),
        next_at: Set(Some(row.closes_at)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    let body = json!({"electorate": frozen.digest, "members": frozen.members});
    record(app, tx, &area, None, "ballot.opened", row.id, body).await
}

fn key_place(ballot: Uuid) -> String {
    format!("ballot.key/{ballot}")
}

pub(super) fn keyed(key: &str, parts: &[&[u8]]) -> Result<String, Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(anyhow::Error::from)?;
    for part in parts {
        // Lengths first, so that no two lists of parts are written alike.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    Ok(hex(&mac.finalize().into_bytes()))
}

/// A vote as it comes in.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The ballot.
    pub ballot: Uuid,
    /// The choice, not yet checked.
    pub choice: Choice,
    /// Open ballots: whether the name may be published.
    pub named: bool,
    /// `clientMutationId`.
    pub key: String,
}

/// Votes. Answers the receipt; `None` for a request that is sent again after closing.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::BallotNotOpen`], [`Refusal::NotInElectorate`],
/// [`Refusal::MalformedVote`], [`Refusal::IdempotencyConflict`].
pub async fn cast(app: &App, actor: &Actor, vote: &Cast) -> Result<Option<String>, Failure> {
    retrying!(try_cast(app, actor, vote))
}

async fn try_cast(app: &App, actor: &Actor, vote: &Cast) -> Result<Option<String>, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    let row = ballots::shared(&tx, vote.ballot).await?.ok_or(Refusal::NotFound)?;
    let Some(key) = opened_key(app, &row)? else {
        // The key is gone; whether this request was acknowledged is all that is still known.
        let known = format!("cast:{}", vote.ballot);
        return match idempotency::claim(&tx, actor.person.0, &vote.key, "", now).await? {
            Ok(Claim::Done(result)) if result == known => Ok(None),
            Err(_) if idempotency::result(&tx, actor.person.0, &vote.key).await?.as_deref() == Some(&known) => Ok(None),
            _ => Err(Refusal::BallotNotOpen.into()),
        };
    };
    let given = serde_json::to_vec(&(&vote.choice, vote.named)).map_err(anyhow::Error::from)?;
    let who = actor.person.0.as_bytes();
    let receipt: String = keyed(&key, &[b"receipt", who, vote.key.as_bytes()])?
        .chars()
        .take(32)
        .collect();
    // Keyed too: a plain hash of an input with three possible values would tell which it was.
    let hash = keyed(&key, &[b"request", who, &given])?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &vote.key, &hash, now).await?? {
        return Ok(Some(receipt));
    }
    let rule = rule_of(&row)?;
    let view = view_of(&tx, &row, actor.pseudonym).await?;
    may_vote(BallotAction::Vote, Some(actor), &view, now)?;
    let choice = vote.choice.clone().check(&rule)?;
    let named = (rule.secrecy == Secrecy::Open && vote.named).then_some(actor.pseudonym.0);
    put(
        app,
        &tx,
        &row,
        &rule,
        &key,
        actor.pseudonym,
        &choice,
        named,
        &receipt,
        false,
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &vote.key, &format!("cast:{}", row.id)).await?;
    tx.commit().await?;
    Ok(Some(receipt))
}

/// The voters that a person speaks for: the own name, a household, or the joint owners of units.
async fn voters_of(
    tx: &impl ConnectionTrait,
    row: &ballot::Model,
    kind: ElectorateKind,
    who: Pseudonym,
) -> Result<BTreeMap<String, i64>, Failure> {
    let list = row.electorate_id.ok_or(Refusal::BallotNotOpen)?;
    let mine = electorates::entries_of(tx, &[list], who).await?;
    let mut voters = BTreeMap::new();
    match kind {
        ElectorateKind::Owners => {
            let all = electorates::members(tx, list).await?;
            voters = owners(&all);
            let name = who.to_string();
            voters.retain(|owners, _| owners.split(',').any(|owner| owner == name));
        }
        ElectorateKind::Households => voters.extend(mine.into_iter().map(|(_, member)| (member.unit, 0))),
        _ if mine.is_empty() => {}
        _ => {
            voters.insert(who.to_string(), 0);
        }
    }
    Ok(voters)
}

/// Owners by number: who stands in the same titles is one voter, with the sum of the areas.
fn owners(members: &[Member]) -> BTreeMap<String, i64> {
    let mut units: BTreeMap<&str, (Vec<String>, i64)> = BTreeMap::new();
    for member in members {
        let unit = units.entry(&member.unit).or_default();
        unit.0.push(member.pseudonym.to_string());
        // Joint owners state the same unit; where they differ the register's largest figure counts.
        unit.1 = unit.1.max(member.exclusive_area);
    }
    let mut voters = BTreeMap::new();
    for (mut names, area) in units.into_values() {
        names.sort_unstable();
        names.dedup();
        *voters.entry(names.join(",")).or_insert(0) += area;
    }
    voters
}

#[expect(clippy::too_many_arguments, reason = "one vote with all that it needs")]
pub(super) async fn put(
    app: &App,
    tx: &impl ConnectionTrait,
    row: &ballot::Model,
    rule: &Rule,
    key: &str,
    who: Pseudonym,
    choice: &Choice,
    named: Option<Uuid>,
    receipt: &str,
    paper: bool,
) -> Result<(), Failure> {
    let text = choice.canonical().map_err(anyhow::Error::from)?;
    let voters = voters_of(tx, row, rule.electorate, who).await?;
    if voters.is_empty() {
        return Err(Refusal::NotInElectorate.into());
    }
    for (number, (voter, area)) in (0..).zip(voters) {
        let vote = ballot_vote::Model {
            ballot_id: row.id,
            mark: keyed(key, &[b"voter", voter.as_bytes()])?,
            receipt: mark(row.id, receipt, number).to_string(),
            choice: text.clone(),
            salt: hex(&app.entropy.bytes::<32>()),
            area,
            paper,
            voter: named,
        };
        ballots::put_vote(tx, vote).await?;
    }
    Ok(ballots::participated(tx, row.id, who.0).await?)
}

/// Closes a ballot in the transaction of its caller: counts, publishes, destroys the key. One that
/// is closed already answers what was published then.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::BallotNotOpen`] for one that never opened or was cancelled.
pub async fn close_in(app: &App, tx: &impl ConnectionTrait, id: Uuid) -> Result<Published, Failure> {
    let row = ballots::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(published) = &row.published {
        return Ok(serde_json::from_str(published).map_err(anyhow::Error::from)?);
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
    let kept = if sealed {
        let text = serde_json::to_string(&openings).map_err(anyhow::Error::from)?;
        let place = format!("ballot.openings/{id}");
        let kept = app.field_key.seal(&text, &place, app.entropy.bytes());
        Some(kept.map_err(anyhow::Error::from)?)
    } else {
        None
    };
    ballot::Entity::update(ballot::ActiveModel {
        id: Set(id),
        state: Set(PollState::Closed.name().to_owned()),
        next_at: Set(None),
        key_sealed: Set(None),
        published: Set(Some(serde_json::to_string(&published).map_err(anyhow::Error::from)?)),
        openings_sealed: Set(kept),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    forget(tx, id).await?;
    let body = json!({"list": published.list_digest, "root": published.root, "result": published.result_digest});
    record(app, tx, &area, None, "ballot.closed", id, body).await?;
    Ok(published)
}

/// Deletes the rows in which votes waited: their order on disk would tell who voted when.
async fn forget(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), Failure> {
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
/// [`Refusal::NotFound`].
pub async fn outcome(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<Published>, Failure> {
    let row = ballots::by_id(on, id).await?.ok_or(Refusal::NotFound)?;
    let published = row.published.as_deref().map(serde_json::from_str).transpose();
    Ok(published.map_err(anyhow::Error::from)?)
}

/// Calls a ballot off, with a reason. Its votes and its key are destroyed uncounted.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BallotNotOpen`], [`Refusal::TextRequired`].
pub async fn cancel_in(
    app: &App,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: Uuid,
    reason: &str,
) -> Result<(), Failure> {
    let row = ballots::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    let view = BallotView {
        state: state_of(&row)?,
        area: AreaPath::parse(row.area_path.clone())?,
        opens_at: Instant::from_millis(row.opens_at),
        closes_at: Instant::from_millis(row.closes_at),
        entitled: false,
    };
    may_vote(BallotAction::Cancel, Some(actor), &view, app.now())?;
    let text = app.seal(reason, 1_000)?;
    contents::insert(tx, std::slice::from_ref(&text), app.now()).await?;
    ballot::Entity::update(ballot::ActiveModel {
        id: Set(id),
        state: Set(PollState::Cancelled.name().to_owned()),
        next_at: Set(None),
        key_sealed: Set(None),
        reason_id: Set(Some(text.reference.id.0)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    forget(tx, id).await?;
    let (area, _) = place(tx, row.area_id).await?;
    let body = json!({"reason": text.reference});
    record(app, tx, &area, Some(actor.pseudonym), "ballot.cancelled", id, body).await
}

/// Opens and closes what is due, at most `limit` ballots. Returns how many were due.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = ballots::due(app.db.reader(), app.now(), limit).await?;
    for id in &due {
        retrying!(run_one(app, *id))?;
    }
    Ok(due.len())
}

/// A second instance waits for the row, looks again, and finds nothing left to do.
async fn run_one(app: &App, id: Uuid) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    let Some(row) = ballots::locked(&tx, id).await? else {
        return Ok(());
    };
    if row.next_at.is_none_or(|at| at > app.now().millis()) {
        return Ok(());
    }
    match state_of(&row)? {
        PollState::Announced => begin(app, &tx, &row).await?,
        PollState::Open => {
            close_in(app, &tx, id).await?;
        }
        PollState::Closed | PollState::Cancelled => {}
    }
    tx.commit().await?;
    changed(app, id).await;
    Ok(())
}
