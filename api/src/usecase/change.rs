//! What was decided, on its way into rows, log and outbox: one transaction.

use super::{App, Failure};
use crate::store::{
    areas, comments,
    log::{self, Append},
    outbox, proposals,
    proposals::Stored,
    voices,
};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;
use yiting_domain::{
    id::{AreaId, Pseudonym},
    instant::Instant,
    proposal::{Decided, Event},
    refusal::Refusal,
};

/// The result of a mutation, stored under its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The proposal.
    pub proposal: Uuid,
    /// Its version after the command.
    pub version: u64,
    /// Sequence of the first log entry.
    pub seq: u64,
}

/// Who is told of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Sequence in the district's log.
    pub seq: u64,
    /// The event's name.
    pub kind: String,
    /// Whether followers are told.
    pub followers: bool,
    /// Who else is told, by pseudonym.
    pub also: Vec<Uuid>,
}

/// What an outbox message says: log entries about a proposal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Happened {
    /// The district whose log holds them.
    pub district: Uuid,
    /// The proposal.
    pub proposal: Uuid,
    /// When.
    pub at: Instant,
    /// Who is told of what.
    pub told: Vec<Told>,
}

/// Stores what was decided: rows, log, outbox.
#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one transaction, used in two places"
)]
pub(super) async fn store(
    app: &App,
    tx: &DatabaseTransaction,
    actor: Option<Pseudonym>,
    stored: &mut Stored,
    target: &mut Option<Stored>,
    decided: Decided,
    words: &HashMap<Uuid, String>,
    now: Instant,
) -> Result<Outcome, Failure> {
    let mut change = Change::new(app, tx, actor, now);
    let merged = decided.here.iter().any(|event| matches!(event, Event::Merged { .. }));
    change.fold(stored, decided.here, words).await?;
    let mut touched = vec![stored.clone()];
    if let Some(other) = target {
        let mut events = decided.on_target;
        if merged {
            // Followers move with the proposal, each once.
            let known = voices::followers(tx, other.state.id.0).await?;
            let coming = voices::followers(tx, stored.state.id.0).await?;
            let fresh = coming.into_iter().filter(|who| !known.contains(who));
            events.extend(fresh.map(|who| Event::Followed { by: Pseudonym(who) }));
        }
        if !events.is_empty() {
            change.fold(other, events, words).await?;
            touched.push(other.clone());
        }
    }
    change.finish(touched).await
}

/// The log entry of an event.
pub(super) fn entry(actor: Option<Pseudonym>, p: &Stored, event: &Event) -> Result<Append, Failure> {
    Ok(Append {
        actor,
        kind: event.kind().to_owned(),
        subject: p.state.id.0,
        body: serde_json::to_value(event).map_err(anyhow::Error::from)?,
    })
}

/// Somebody to be told of the entry at this index, from an instant on.
struct Telling {
    proposal: Uuid,
    from: Instant,
    index: usize,
    told: Told,
}

/// Events on their way into rows, log and outbox.
pub(super) struct Change<'a> {
    app: &'a App,
    tx: &'a DatabaseTransaction,
    actor: Option<Pseudonym>,
    now: Instant,
    pub(super) entries: Vec<Append>,
    tellings: Vec<Telling>,
}

impl<'a> Change<'a> {
    pub(super) const fn new(app: &'a App, tx: &'a DatabaseTransaction, actor: Option<Pseudonym>, now: Instant) -> Self {
        Self {
            app,
            tx,
            actor,
            now,
            entries: Vec::new(),
            tellings: Vec::new(),
        }
    }

    /// Folds events into a proposal and its voices.
    pub(super) async fn fold(
        &mut self,
        p: &mut Stored,
        events: Vec<Event>,
        words: &HashMap<Uuid, String>,
    ) -> Result<(), Failure> {
        for event in events {
            let (texts_before, checked_before) = (p.state.text_version, p.state.text_checked);
            p.state.evolve(&event, self.now);
            voices::apply(self.tx, &p.state, &event, self.now).await?;
            if p.state.text_version != texts_before {
                proposals::add_text(self.tx, &p.state, self.now).await?;
                if let Some(title) = words.get(&p.state.title.id.0) {
                    p.title.clone_from(title);
                }
            }
            if p.state.text_checked != checked_before || (p.state.text_checked && p.state.text_version != texts_before)
            {
                proposals::set_text_checked(self.tx, &p.state).await?;
            }
            if matches!(event, Event::Submitted { .. }) && p.number.is_none() {
                let code = self.district_code(p.district).await?;
                p.number = Some(proposals::next_number(self.tx, p.district, &code, self.now).await?);
            }
            self.tell(p, &event).await?;
            self.entries.push(entry(self.actor, p, &event)?);
        }
        p.touched_at = self.now;
        Ok(())
    }

    async fn tell(&mut self, p: &Stored, event: &Event) -> Result<(), Failure> {
        let mut also: Vec<Uuid> = Vec::new();
        if event.is_terminal_answer() {
            also.push(p.state.proponent.0);
            also.extend(p.state.co_proponents.iter().map(|who| who.0));
        }
        // Whoever was moderated is told with the reason.
        if let Event::CommentChecked { id, .. }
        | Event::CommentHidden { id, .. }
        | Event::CommentAppealDecided { id, .. } = event
        {
            let comment = comments::of_locked(self.tx, p.state.id.0, *id).await?;
            also.extend(comment.map(|comment| comment.author.0));
        }
        if event.is_move() || !also.is_empty() {
            self.tellings.push(Telling {
                proposal: p.state.id.0,
                from: event.told_from().unwrap_or(self.now),
                index: self.entries.len(),
                told: Told {
                    seq: 0,
                    kind: event.kind().to_owned(),
                    followers: event.is_move(),
                    also,
                },
            });
        }
        Ok(())
    }

    async fn district_code(&self, district: AreaId) -> Result<String, Failure> {
        Ok(areas::by_id(self.tx, district.0).await?.ok_or(Refusal::Internal)?.code)
    }

    /// Stores the rows, appends to the log, and leaves messages in the outbox.
    pub(super) async fn finish(self, touched: Vec<Stored>) -> Result<Outcome, Failure> {
        let first = touched.first().ok_or(Refusal::Internal)?;
        let district = first.district;
        for p in &touched {
            let policy = self.app.policy(self.tx, p.district.0).await?;
            proposals::update(self.tx, p, self.app.policy_for(&policy, &p.state)).await?;
        }
        let code = self.district_code(district).await?;
        let seq = log::append(self.tx, district, &code, &self.entries, self.now).await?;
        // One message per proposal now, which also wakes its subscribers, and one for each later
        // instant at which people are told.
        let mut messages: BTreeMap<(Instant, Uuid), Vec<Told>> =
            touched.iter().map(|p| ((self.now, p.state.id.0), Vec::new())).collect();
        for telling in self.tellings {
            let told = Told {
                seq: seq + u64::try_from(telling.index).unwrap_or(0),
                ..telling.told
            };
            messages.entry((telling.from, telling.proposal)).or_default().push(told);
        }
        for ((from, proposal), told) in messages {
            let message = Happened {
                district: district.0,
                proposal,
                at: from,
                told,
            };
            let payload = serde_json::to_string(&message).map_err(anyhow::Error::from)?;
            outbox::put(self.tx, self.app.fresh_id(), outbox::Topic::Proposal, payload, from).await?;
        }
        Ok(Outcome {
            proposal: first.state.id.0,
            version: first.state.version,
            seq,
        })
    }
}
