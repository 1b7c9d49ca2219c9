//! Announcing a ballot, and opening it when its time has come.

use super::{
    super::{
        App, Failure, Request, electorate,
        proposal::{ATTEMPTS, retrying},
        record::{place, record},
        wechat::tell::{BallotNews, OfBallot},
        wordcheck,
    },
    changed, key_place, rule_of,
};
use crate::{
    identity::hex,
    store::{
        ballots,
        entity::{ballot, ballot_proposal},
        idempotency::{self, Claim},
        outbox, proposals,
    },
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    poll::{PollState, Rule},
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
        outcome: Set(None),
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
pub(super) async fn begin(app: &App, tx: &impl ConnectionTrait, row: &ballot::Model) -> Result<(), Failure> {
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
    let now = app.now();
    announce_news(app, tx, row.id, BallotNews::Opened, now).await?;
    let last_day = Instant::from_millis(row.closes_at).plus_days(-1);
    if last_day > now {
        announce_news(app, tx, row.id, BallotNews::Closing, last_day).await?;
    }
    let body = json!({"electorate": frozen.digest, "members": frozen.members});
    record(app, tx, &area, None, "ballot.opened", row.id, body).await
}

/// Leaves in the outbox what the electorate is told, from an instant on.
async fn announce_news(
    app: &App,
    tx: &impl ConnectionTrait,
    ballot: Uuid,
    news: BallotNews,
    from: Instant,
) -> Result<(), Failure> {
    let message = OfBallot { ballot, news };
    let payload = serde_json::to_string(&message).map_err(anyhow::Error::from)?;
    Ok(outbox::put(tx, app.fresh_id(), outbox::Topic::Ballot, payload, from).await?)
}
