//! Votes that arrive at the same time are written in one transaction.
//!
//! Only votes about which there is nothing to say go this way: a request that was made before, one that the
//! rules refuse, an owners' vote that replaces those of several units. Those, and all of a group that met an
//! obstacle, are taken one by one ([`super::cast`]), where each finds its own answer.

use super::{
    super::{App, Failure, together::Together},
    cast::{Acknowledged, Cast, Words, ballots_of, voters_of},
    opened_key, rule_of, running_view,
};
use crate::store::{ballots, electorates, idempotency};
use moka::sync::Cache;
use std::{collections::HashSet, time::Duration};
use uuid::Uuid;
use yiting_domain::{
    electorate::{ElectorateKind, Member},
    people::Actor,
    poll::{BallotAction, may_vote},
};

/// Most votes of one transaction.
const MOST: usize = 64;
/// Ballots whose queues are kept; one that is asked for anew gets a new queue.
const BALLOTS: u64 = 10_000;
/// For how long a queue is kept that nobody joins.
const IDLE: Duration = Duration::from_secs(600);

type Queue = Together<(Actor, Cast), Option<Acknowledged>>;

/// The queues of running ballots in this process.
#[derive(Clone)]
pub struct Ballots(Cache<Uuid, Queue>);

impl Default for Ballots {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(BALLOTS).time_to_idle(IDLE).build())
    }
}

/// Votes together with others; `None` for a vote that has to be taken by itself.
pub(super) async fn with_others(app: &App, actor: &Actor, vote: &Cast) -> Option<Acknowledged> {
    let queue = app.votes.0.get_with(vote.ballot, Queue::default);
    let (app, ballot) = (app.clone(), vote.ballot);
    let take = move |votes: Vec<(Actor, Cast)>| {
        let app = app.clone();
        async move {
            let written = write(&app, ballot, &votes).await;
            written.unwrap_or_else(|failure| {
                tracing::debug!(?failure, "votes are taken one by one");
                vec![None; votes.len()]
            })
        }
    };
    queue.join((actor.clone(), vote.clone()), MOST, take).await.flatten()
}

async fn write(app: &App, id: Uuid, asked: &[(Actor, Cast)]) -> Result<Vec<Option<Acknowledged>>, Failure> {
    let nothing = || Ok(vec![None; asked.len()]);
    let now = app.now();
    let tx = app.db.begin().await?;
    let Some(row) = ballots::shared(&tx, id).await? else {
        return nothing();
    };
    let rule = rule_of(&row)?;
    let (Some(key), Some(list)) = (opened_key(app, &row)?, row.electorate_id) else {
        return nothing();
    };
    if rule.electorate == ElectorateKind::Owners {
        return nothing();
    }
    let people: Vec<Uuid> = asked.iter().map(|(actor, _)| actor.pseudonym.0).collect();
    let entries = electorates::entries_of_all(&tx, list, &people).await?;
    let mut marks = HashSet::new();
    let (mut claims, mut rows, mut voted) = (Vec::new(), Vec::new(), Vec::new());
    let mut answers = Vec::with_capacity(asked.len());
    for (actor, vote) in asked {
        let mine: Vec<&Member> = entries.iter().filter(|m| m.pseudonym == actor.pseudonym).collect();
        let view = running_view(&row, actor.pseudonym, !mine.is_empty())?;
        let allowed = may_vote(BallotAction::Vote, Some(actor), &view, now).is_ok();
        let choice = vote.choice.clone().check(&rule).ok().filter(|_| allowed);
        let Some(choice) = choice else {
            answers.push(None);
            continue;
        };
        let words = Words::of(&key, actor, vote)?;
        let voters = voters_of(rule.electorate, actor.pseudonym, mine);
        let named = vote.named_in(&rule, actor);
        let cast = ballots_of(app, &row, &key, &choice, voters, named, &words.receipt, false)?;
        // Who votes twice at the same time, or two of one household: the second waits for the first.
        if cast.iter().any(|vote| marks.contains(&vote.mark)) {
            answers.push(None);
            continue;
        }
        marks.extend(cast.iter().map(|vote| vote.mark.clone()));
        rows.extend(cast);
        voted.push(actor.pseudonym.0);
        claims.push((actor.person.0, vote.key.clone(), words.hash, words.result));
        answers.push(Some(Acknowledged {
            receipt: Some(words.receipt),
            row: row.clone(),
        }));
    }
    if claims.is_empty() {
        return nothing();
    }
    // One order everywhere, so that two instances do not wait for each other crosswise.
    claims.sort_unstable();
    rows.sort_unstable_by(|a, b| a.mark.cmp(&b.mark));
    voted.sort_unstable();
    if !idempotency::claim_all(&tx, claims, now).await? {
        return nothing();
    }
    ballots::put_votes(&tx, rows).await?;
    ballots::participated(&tx, id, &voted).await?;
    tx.commit().await?;
    Ok(answers)
}
