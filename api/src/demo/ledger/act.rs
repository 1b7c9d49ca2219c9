//! Commands, as `usecase::proposal` gives them.

use super::{Deed, Ledger};
use crate::{
    store::{
        comments,
        contents::NewText,
        proposals::{self, Stored},
        traces::Trace,
    },
    usecase::{
        Failure,
        ask::{Ask, Named, check_words},
        change::{self, Telling, come_along, entry, messages, moderated, step, telling},
        proposal::NewDraft,
        wechat::words::Heard,
    },
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::{ProposalId, Pseudonym},
    instant::Instant,
    people::Actor,
    proposal::{Command, Decided, Event, decide, draft},
    refusal::Refusal,
};

/// Events on their way into rows and log, as `usecase::change::Change` is.
#[derive(Default)]
struct Pending {
    entries: Vec<crate::store::log::Append>,
    tellings: Vec<Telling>,
    touched: Vec<Uuid>,
}

impl Ledger {
    /// Drafts a proposal; the inner error is the refusal.
    ///
    /// # Errors
    /// Faults.
    pub fn draft(&mut self, by: &Actor, new: &NewDraft) -> Result<Result<ProposalId, Refusal>, Failure> {
        let done = split(self.try_draft(by, new))?;
        self.remember(|| Deed::Draft {
            by: by.clone(),
            new: Box::new(new.clone()),
            refused: done.err(),
        });
        self.deliver();
        Ok(done)
    }

    fn try_draft(&mut self, by: &Actor, new: &NewDraft) -> Result<ProposalId, Failure> {
        let now = self.now();
        let home = self.by_area.get(&new.home).ok_or(Refusal::BadTarget)?.clone();
        let event = draft(
            Some(by),
            home,
            new.title.reference.clone(),
            new.body.reference.clone(),
            new.topic,
            new.on_behalf_of,
        )?;
        let stored = new.stored(&event, self.district, now)?;
        self.keep_texts(&[new.title.clone(), new.body.clone()], now);
        self.add_text(&stored);
        self.of_person
            .entry(stored.state.proponent.0)
            .or_default()
            .push(new.id.0);
        let followed = Event::Followed {
            by: stored.state.proponent,
        };
        let mut pending = Pending::default();
        pending.entries.push(entry(Some(by.pseudonym), &stored, &event)?);
        self.proposals.insert(new.id.0, stored);
        self.fold(
            &mut pending,
            new.id.0,
            Some(by.pseudonym),
            vec![followed],
            &HashMap::new(),
            now,
        )?;
        self.finish(pending, now)?;
        Ok(new.id)
    }

    /// Asks something of a proposal; the inner error is the refusal.
    ///
    /// # Errors
    /// Faults.
    pub fn act(
        &mut self,
        by: &Actor,
        proposal: ProposalId,
        ask: &Ask,
        texts: &[NewText],
    ) -> Result<Result<(), Refusal>, Failure> {
        let done = split(self.try_act(by, proposal, ask, texts))?;
        self.remember(|| Deed::Act {
            by: by.clone(),
            proposal,
            ask: Box::new(ask.clone()),
            texts: texts.to_vec(),
            refused: done.err(),
        });
        self.deliver();
        Ok(done)
    }

    fn try_act(&mut self, by: &Actor, id: ProposalId, ask: &Ask, texts: &[NewText]) -> Result<(), Failure> {
        let now = self.now();
        let stored = self.proposals.get(&id.0).ok_or(Refusal::NotFound)?;
        let p = &stored.state;
        let target = match ask {
            Ask::Merge { into, .. } => Some(*into),
            Ask::Ready(command) if matches!(**command, Command::ChooseAfterMerge { .. }) => {
                p.merge.as_ref().map(|m| m.into)
            }
            _ => None,
        };
        if target == Some(id) {
            return Err(Refusal::BadTarget.into());
        }
        let other = match target {
            Some(target) => Some(&self.proposals.get(&target.0).ok_or(Refusal::BadTarget)?.state),
            None => None,
        };
        let mut facts = self.facts(by.pseudonym, p);
        facts.supports_target |= other.is_some_and(|other| other.is_proponent(by.pseudonym));
        let comment = ask.comment().and_then(|c| self.comments.get(&c.0));
        let named = Named {
            target: other.cloned(),
            area: ask.area().and_then(|area| self.by_area.get(&area.0)).cloned(),
            comment: comment.filter(|row| row.proposal_id == id.0).and_then(comments::view),
        };
        let mut command = ask.ready(&facts, named)?;
        let standing: Vec<&str> = [p.title.id.0, p.body.id.0]
            .iter()
            .filter_map(|id| self.words.get(id).map(String::as_str))
            .collect();
        check_words(&mut command, &standing, texts, &Heard::NotAsked)?;
        let decided = decide(p, &command, Some(by), &facts, self.policy_of(p), now)?;
        self.keep_texts(texts, now);
        self.store(Some(by.pseudonym), id, target, decided, now)
    }

    /// Takes what was decided into rows and log.
    pub(super) fn store(
        &mut self,
        actor: Option<Pseudonym>,
        id: ProposalId,
        target: Option<ProposalId>,
        decided: Decided,
        now: Instant,
    ) -> Result<(), Failure> {
        let merged = decided.here.iter().any(|event| matches!(event, Event::Merged { .. }));
        let titles = decided
            .here
            .iter()
            .filter_map(|event| match event {
                Event::Edited { title, .. } | Event::Resubmitted { title, .. } => Some(title.id.0),
                _ => None,
            })
            .filter_map(|id| self.words.get(&id).map(|words| (id, words.clone())))
            .collect();
        let mut pending = Pending::default();
        self.fold(&mut pending, id.0, actor, decided.here, &titles, now)?;
        if let Some(other) = target {
            let mut events = decided.on_target;
            if merged {
                events.extend(come_along(&self.followers(other.0), self.followers(id.0)));
            }
            if !events.is_empty() {
                self.fold(&mut pending, other.0, actor, events, &titles, now)?;
            }
        }
        self.finish(pending, now)
    }

    fn fold(
        &mut self,
        pending: &mut Pending,
        id: Uuid,
        actor: Option<Pseudonym>,
        events: Vec<Event>,
        words: &HashMap<Uuid, String>,
        now: Instant,
    ) -> Result<(), Failure> {
        // Taken out while it changes, as a row is locked.
        let mut p = self.proposals.remove(&id).ok_or(Refusal::Internal)?;
        for event in events {
            let change = step(&mut p, &event, words, now);
            if let Some(trace) = change.trace {
                self.keep(trace);
            }
            if change.new_text {
                self.add_text(&p);
            }
            if change.text_checked
                && let Some(row) = self.newest_text.get(&id).and_then(|at| self.texts.get_mut(*at))
            {
                row.checked = p.state.text_checked;
            }
            if change.wants_number {
                let year = proposals::numbering_year(now);
                let last = self.numbers.entry(year).or_default();
                *last += 1;
                p.number = Some(proposals::readable_number(&self.code, year, *last));
            }
            let author = moderated(&event)
                .and_then(|id| self.comments.get(&id.0))
                .map(|row| Pseudonym(row.author));
            let index = pending.entries.len();
            pending.tellings.extend(telling(&p, &event, author, index, now));
            pending.entries.push(entry(actor, &p, &event)?);
        }
        p.touched_at = now;
        self.proposals.insert(id, p);
        pending.touched.push(id);
        Ok(())
    }

    fn finish(&mut self, pending: Pending, now: Instant) -> Result<(), Failure> {
        for id in &pending.touched {
            self.set_next_tick(*id);
        }
        let first = self.append(&pending.entries, now)?;
        let messages: Vec<change::Happened> =
            messages(self.district, &pending.touched, pending.tellings, first, now).collect();
        for message in messages {
            self.messages += 1;
            self.waiting.insert((message.at, self.messages), message);
        }
        Ok(())
    }

    fn keep_texts(&mut self, texts: &[NewText], now: Instant) {
        for text in texts {
            self.contents.push(text.row(now));
            self.words.insert(text.reference.id.0, text.words().to_owned());
        }
    }

    fn add_text(&mut self, p: &Stored) {
        self.newest_text.insert(p.state.id.0, self.texts.len());
        self.texts.push(proposals::text_row(&p.state, self.now()));
    }

    /// Changes the rows and the index by person.
    fn keep(&mut self, trace: Trace) {
        match trace {
            Trace::Support(row) => {
                let held = self.held.entry(row.pseudonym).or_default();
                held.supports.insert(row.proposal_id, row.choice.clone());
                self.supports.insert((row.proposal_id, row.pseudonym), row);
            }
            Trace::Unsupport { proposal, who } => {
                self.held.entry(who).or_default().supports.remove(&proposal);
                self.supports.remove(&(proposal, who));
            }
            Trace::Choice { proposal, who, choice } => {
                let choice = Some(choice.to_owned());
                self.held
                    .entry(who)
                    .or_default()
                    .supports
                    .insert(proposal, choice.clone());
                if let Some(row) = self.supports.get_mut(&(proposal, who)) {
                    row.choice = choice;
                }
            }
            Trace::Follow(row) => {
                self.held
                    .entry(row.pseudonym)
                    .or_default()
                    .follows
                    .insert(row.proposal_id);
                self.follows.entry((row.proposal_id, row.pseudonym)).or_insert(row);
            }
            Trace::Unfollow { proposal, who } => {
                self.held.entry(who).or_default().follows.remove(&proposal);
                self.follows.remove(&(proposal, who));
            }
            Trace::Objection(row) => {
                let held = self.held.entry(row.pseudonym).or_default();
                held.objections.insert((row.proposal_id, row.stay));
                self.objections.push(row);
            }
            Trace::Rating(row) => {
                let held = self.held.entry(row.pseudonym).or_default();
                held.ratings.insert((row.proposal_id, row.stay), row.score);
                self.ratings.insert((row.proposal_id, row.stay, row.pseudonym), row);
            }
            Trace::Card(row) => {
                self.cards.insert(row.id, row);
            }
            Trace::CardAnswered { card, at } => {
                if let Some(row) = self.cards.get_mut(&card) {
                    row.answered_at = Some(at);
                }
            }
            Trace::Comment(row) => {
                self.spoken.entry(row.proposal_id).or_default().push(row.id);
                self.comments.insert(row.id, row);
            }
            Trace::Moderated {
                comment,
                state,
                reason,
                appealed,
            } => {
                if let Some(row) = self.comments.get_mut(&comment) {
                    state.name().clone_into(&mut row.state);
                    row.reason_id = Some(reason);
                    row.appealed |= appealed;
                }
            }
            Trace::Note(row) => self.notes.push(row),
        }
    }
}

/// Tells a refusal, which is part of life, from a fault.
fn split<T>(done: Result<T, Failure>) -> Result<Result<T, Refusal>, Failure> {
    match done {
        Ok(value) => Ok(Ok(value)),
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
        Err(fault) => Err(fault),
    }
}
