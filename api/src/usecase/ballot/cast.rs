//! Voting: each voter has one vote, the last.

use super::{
    super::{
        App, Failure,
        proposal::{ATTEMPTS, retrying},
    },
    group::with_others,
    keyed, opened_key, rule_of, view_of,
};
use crate::{
    identity::hex,
    store::{
        ballots, electorates,
        entity::{ballot, ballot_vote},
        idempotency::{self, Claim},
    },
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use uuid::Uuid;
use yiting_domain::{
    electorate::{ElectorateKind, Member},
    id::Pseudonym,
    people::Actor,
    poll::{BallotAction, Choice, Rule, Secrecy, mark, may_vote},
    refusal::Refusal,
};

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

/// A vote that was taken.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// What finds it in the published list; `None` for a request that is sent again after closing.
    pub receipt: Option<String>,
    /// The ballot as it stood.
    pub row: ballot::Model,
}

/// What follows from a request under the ballot's key.
pub(super) struct Words {
    /// 32 hexadecimal digits.
    pub receipt: String,
    /// The request's hash. Keyed: a plain hash of an input with three possible values would tell which it was.
    pub hash: String,
    /// What is stored as the result: that it was acknowledged, and nothing else.
    pub result: String,
}

impl Words {
    pub(super) fn of(key: &str, actor: &Actor, vote: &Cast) -> Result<Self, Failure> {
        let given = serde_json::to_vec(&(&vote.choice, vote.named)).map_err(anyhow::Error::from)?;
        let who = actor.person.0.as_bytes();
        let receipt = keyed(key, &[b"receipt", who, vote.key.as_bytes()])?;
        Ok(Self {
            receipt: receipt.chars().take(32).collect(),
            hash: keyed(key, &[b"request", who, &given])?,
            result: known(vote.ballot),
        })
    }
}

fn known(ballot: Uuid) -> String {
    format!("cast:{ballot}")
}

impl Cast {
    /// Whose name is published with the choice, if anybody's.
    pub(super) fn named_in(&self, rule: &Rule, actor: &Actor) -> Option<Uuid> {
        (rule.secrecy == Secrecy::Open && self.named).then_some(actor.pseudonym.0)
    }
}

/// Votes.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::BallotNotOpen`], [`Refusal::NotInElectorate`],
/// [`Refusal::MalformedVote`], [`Refusal::IdempotencyConflict`].
pub async fn cast(app: &App, actor: &Actor, vote: &Cast) -> Result<Acknowledged, Failure> {
    if let Some(taken) = with_others(app, actor, vote).await {
        return Ok(taken);
    }
    retrying!(try_cast(app, actor, vote))
}

async fn try_cast(app: &App, actor: &Actor, vote: &Cast) -> Result<Acknowledged, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    let row = ballots::shared(&tx, vote.ballot).await?.ok_or(Refusal::NotFound)?;
    let Some(key) = opened_key(app, &row)? else {
        // The key is gone; whether this request was acknowledged is all that is still known.
        let known = known(vote.ballot);
        let again = match idempotency::claim(&tx, actor.person.0, &vote.key, "", now).await? {
            Ok(Claim::Done(result)) => result == known,
            Err(_) => idempotency::result(&tx, actor.person.0, &vote.key).await?.as_deref() == Some(&known),
            Ok(Claim::New) => false,
        };
        if !again {
            return Err(Refusal::BallotNotOpen.into());
        }
        return Ok(Acknowledged { receipt: None, row });
    };
    let words = Words::of(&key, actor, vote)?;
    let acknowledged = |row: ballot::Model| Acknowledged {
        receipt: Some(words.receipt.clone()),
        row,
    };
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &vote.key, &words.hash, now).await?? {
        return Ok(acknowledged(row));
    }
    let rule = rule_of(&row)?;
    let view = view_of(&tx, &row, actor.pseudonym).await?;
    may_vote(BallotAction::Vote, Some(actor), &view, now)?;
    let choice = vote.choice.clone().check(&rule)?;
    put(
        app,
        &tx,
        &row,
        &rule,
        &key,
        actor.pseudonym,
        &choice,
        vote.named_in(&rule, actor),
        &words.receipt,
        false,
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &vote.key, &words.result).await?;
    tx.commit().await?;
    Ok(acknowledged(row))
}

/// The voters that a person speaks for: the own name, a household, or the joint owners of units.
/// However large the electorate, only entries of the person's own units are read.
async fn voters_in(
    tx: &impl ConnectionTrait,
    row: &ballot::Model,
    kind: ElectorateKind,
    who: Pseudonym,
) -> Result<BTreeMap<String, i64>, Failure> {
    let list = row.electorate_id.ok_or(Refusal::BallotNotOpen)?;
    if kind == ElectorateKind::Owners {
        // Each unit in which the person stands comes with all of its owners, so that those who own
        // them together are told apart here as they are over the whole list.
        return Ok(owners(&electorates::sharing(tx, list, who).await?));
    }
    let mine = electorates::entries_of(tx, &[list], who).await?;
    Ok(voters_of(kind, who, mine.iter().map(|(_, member)| member)))
}

/// The voters that a person speaks for who has these entries, in any electorate but that of owners.
pub(super) fn voters_of<'a>(
    kind: ElectorateKind,
    who: Pseudonym,
    mine: impl IntoIterator<Item = &'a Member>,
) -> BTreeMap<String, i64> {
    let voter = |member: &Member| match kind {
        ElectorateKind::Households => member.unit.clone(),
        _ => who.to_string(),
    };
    mine.into_iter().map(|member| (voter(member), 0)).collect()
}

/// Owners by number: who stands in the same titles is one voter, with the sum of the areas.
pub(super) fn owners(members: &[Member]) -> BTreeMap<String, i64> {
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
pub(in crate::usecase) async fn put(
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
    let voters = voters_in(tx, row, rule.electorate, who).await?;
    if voters.is_empty() {
        return Err(Refusal::NotInElectorate.into());
    }
    let votes = ballots_of(app, row, key, choice, voters, named, receipt, paper)?;
    ballots::put_votes(tx, votes).await?;
    Ok(ballots::participated(tx, row.id, &[who.0]).await?)
}

/// The rows of one vote, one for each voter for whom it counts.
#[expect(clippy::too_many_arguments, reason = "one vote with all that it needs")]
pub(super) fn ballots_of(
    app: &App,
    row: &ballot::Model,
    key: &str,
    choice: &Choice,
    voters: BTreeMap<String, i64>,
    named: Option<Uuid>,
    receipt: &str,
    paper: bool,
) -> Result<Vec<ballot_vote::Model>, Failure> {
    let text = choice.canonical().map_err(anyhow::Error::from)?;
    let mut votes = Vec::with_capacity(voters.len());
    for (number, (voter, area)) in (0..).zip(voters) {
        votes.push(ballot_vote::Model {
            ballot_id: row.id,
            mark: keyed(key, &[b"voter", voter.as_bytes()])?,
            receipt: mark(row.id, receipt, number).to_string(),
            choice: text.clone(),
            salt: hex(&app.entropy.bytes::<32>()),
            area,
            paper,
            voter: named,
        });
    }
    Ok(votes)
}
