//! What was decided, on its way into rows, log and outbox: one transaction.

use super::{App, Failure};
use crate::store::{
    areas, comments,
    log::{self, Append},
    outbox, proposals,
    proposals::Stored,
    traces::Trace,
    voices,
};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;
use yiting_domain::{
    id::{AreaId, CommentId, Pseudonym},
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

impl Told {
    /// The pseudonyms of all who are told, each once, in order.
    pub fn audience(&self, followers: &[Uuid]) -> Vec<Uuid> {
        let mut whom = self.also.clone();
        if self.followers {
            whom.extend(followers);
        }
        whom.sort_unstable();
        whom.dedup();
        whom
    }
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
            let known = voices::followers(tx, other.state.id.0).await?;
            let coming = voices::followers(tx, stored.state.id.0).await?;
            events.extend(come_along(&known, coming));
        }
        if !events.is_empty() {
            change.fold(other, events, words).await?;
            touched.push(other.clone());
        }
    }
    change.finish(touched).await
}

/// The log entry of an event.
pub(crate) fn entry(actor: Option<Pseudonym>, p: &Stored, event: &Event) -> Result<Append, Failure> {
    Ok(Append {
        actor,
        kind: event.kind().to_owned(),
        subject: p.state.id.0,
        body: serde_json::to_value(event).map_err(anyhow::Error::from)?,
    })
}

/// Followers of a merged proposal who do not yet follow the other: they move along, each once.
pub(crate) fn come_along(known: &[Uuid], coming: Vec<Uuid>) -> impl Iterator<Item = Event> {
    let fresh: Vec<Uuid> = coming.into_iter().filter(|who| !known.contains(who)).collect();
    fresh.into_iter().map(|who| Event::Followed { by: Pseudonym(who) })
}

/// What one event changed beside the proposal's own row.
pub(crate) struct Step {
    /// The row with a key of its own.
    pub trace: Option<Trace>,
    /// There is a new version of the text.
    pub new_text: bool,
    /// Whether the present version is checked is to be recorded.
    pub text_checked: bool,
    /// It was handed in and has no readable number.
    pub wants_number: bool,
}

/// Folds one event into a proposal; `words` has those of a new title.
pub(crate) fn step(p: &mut Stored, event: &Event, words: &HashMap<Uuid, String>, now: Instant) -> Step {
    let (texts_before, checked_before) = (p.state.text_version, p.state.text_checked);
    p.state.evolve(event, now);
    let new_text = p.state.text_version != texts_before;
    if new_text && let Some(title) = words.get(&p.state.title.id.0) {
        p.title.clone_from(title);
    }
    Step {
        trace: Trace::of(&p.state, event, now),
        new_text,
        text_checked: p.state.text_checked != checked_before || (p.state.text_checked && new_text),
        wants_number: matches!(event, Event::Submitted { .. }) && p.number.is_none(),
    }
}

/// The comment whose author is told with the reason.
pub(crate) const fn moderated(event: &Event) -> Option<CommentId> {
    match event {
        Event::CommentChecked { id, .. } | Event::CommentHidden { id, .. } | Event::CommentAppealDecided { id, .. } => {
            Some(*id)
        }
        _ => None,
    }
}

/// Who is told of an event that will be the entry at `index`; `author` wrote what it moderates.
pub(crate) fn telling(
    p: &Stored,
    event: &Event,
    author: Option<Pseudonym>,
    index: usize,
    now: Instant,
) -> Option<Telling> {
    let mut also: Vec<Uuid> = Vec::new();
    if event.is_terminal_answer() {
        also.push(p.state.proponent.0);
        also.extend(p.state.co_proponents.iter().map(|who| who.0));
    }
    also.extend(author.map(|who| who.0));
    (event.is_move() || !also.is_empty()).then(|| Telling {
        proposal: p.state.id.0,
        from: event.told_from().unwrap_or(now),
        index,
        told: Told {
            seq: 0,
            kind: event.kind().to_owned(),
            followers: event.is_move(),
            also,
        },
    })
}

/// The messages of a change whose first entry is `first`: one per proposal now, which also wakes its
/// subscribers, and one for each later instant at which people are told.
pub(crate) fn messages(
    district: AreaId,
    touched: &[Uuid],
    tellings: Vec<Telling>,
    first: u64,
    now: Instant,
) -> impl Iterator<Item = Happened> {
    let mut messages: BTreeMap<(Instant, Uuid), Vec<Told>> =
        touched.iter().map(|id| ((now, *id), Vec::new())).collect();
    for telling in tellings {
        let told = Told {
            seq: first + u64::try_from(telling.index).unwrap_or(0),
            ..telling.told
        };
        messages.entry((telling.from, telling.proposal)).or_default().push(told);
    }
    messages.into_iter().map(move |((at, proposal), told)| Happened {
        district: district.0,
        proposal,
        at,
        told,
    })
}

/// Somebody to be told of the entry at this index, from an instant on.
pub(crate) struct Telling {
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
            let step = step(p, &event, words, self.now);
            if let Some(trace) = step.trace {
                trace.write(self.tx).await?;
            }
            if step.new_text {
                proposals::add_text(self.tx, &p.state, self.now).await?;
            }
            if step.text_checked {
                proposals::set_text_checked(self.tx, &p.state).await?;
            }
            if step.wants_number {
                let code = self.district_code(p.district).await?;
                p.number = Some(proposals::next_number(self.tx, p.district, &code, self.now).await?);
            }
            let author = match moderated(&event) {
                Some(id) => comments::of_locked(self.tx, p.state.id.0, id).await?.map(|c| c.author),
                None => None,
            };
            let index = self.entries.len();
            self.tellings.extend(telling(p, &event, author, index, self.now));
            self.entries.push(entry(self.actor, p, &event)?);
        }
        p.touched_at = self.now;
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
        let touched_ids: Vec<Uuid> = touched.iter().map(|p| p.state.id.0).collect();
        for message in messages(district, &touched_ids, self.tellings, seq, self.now) {
            let payload = serde_json::to_string(&message).map_err(anyhow::Error::from)?;
            outbox::put(
                self.tx,
                self.app.fresh_id(),
                outbox::Topic::Proposal,
                payload,
                message.at,
            )
            .await?;
        }
        Ok(Outcome {
            proposal: first.state.id.0,
            version: first.state.version,
            seq,
        })
    }
}
