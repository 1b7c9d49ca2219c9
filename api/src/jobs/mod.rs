//! What is done beside requests: the outbox, and the clocks.

use crate::{
    store::{
        idempotency, notices,
        outbox::{self, Topic},
        rounds, search_feed, voices,
    },
    usecase::{
        App, Failure, ballot, change::Happened, clockwork, consultation, indicator, meeting, policy, round, search,
        upload, wechat,
    },
};
use sea_orm::DatabaseTransaction;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// How long a job sleeps when nothing waits.
const PAUSE: Duration = Duration::from_millis(500);

/// How often what is no longer needed is deleted.
const SWEEP: Duration = Duration::from_secs(3600);

/// How often it is looked whether a month is to be sealed, or stated anew.
const SEAL: Duration = Duration::from_secs(900);

/// Starts the jobs; they end when `stop` becomes true.
pub fn start(app: &App, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
    let deliver = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "outbox", PAUSE, || deliver_some(&app)).await })
    };
    let tick = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "clocks", PAUSE, || clockwork::run_due(&app, 100)).await })
    };
    let ballots = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "ballots", PAUSE, || ballot::run_due(&app, 100)).await })
    };
    let consult = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "consultations", PAUSE, || consultation::run_due(&app, 100)).await })
    };
    let rounds = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "rounds", PAUSE, || round::run_due(&app, 100)).await })
    };
    let groups = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "groups", PAUSE, || consultation::run_touched(&app, 20)).await })
    };
    let meetings = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "meetings", PAUSE, || meeting::run_due(&app, 100)).await })
    };
    let pictures = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "pictures", PAUSE * 4, || upload::run_due(&app, 20)).await })
    };
    let media = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(
            async move { repeat(stop, "media checks", PAUSE * 20, || wechat::media::run_due(&app, 100)).await },
        )
    };
    let messages = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "messages", PAUSE, || wechat::deliver::run_due(&app, 50)).await })
    };
    let sweep = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "sweep", SWEEP, || sweep(&app)).await })
    };
    let indicators = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "indicators", PAUSE, || indicator::fold_some(&app)).await })
    };
    let reports = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "reports", PAUSE, || indicator::reports_due(&app, 20)).await })
    };
    let seals = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "seals", SEAL, || indicator::seals_due(&app)).await })
    };
    let index = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move {
            repeat(stop, "search index", PAUSE, || search::feed::follow_some(&app)).await;
            search::feed::release(&app).await;
        })
    };
    let synonyms = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "synonyms", PAUSE * 4, || search::synonyms::refresh(&app)).await })
    };
    vec![
        deliver, tick, ballots, consult, rounds, groups, meetings, pictures, media, messages, indicators, reports,
        seals, sweep, index, synonyms,
    ]
}

async fn repeat<F, W>(mut stop: watch::Receiver<bool>, name: &'static str, pause: Duration, work: W)
where
    F: Future<Output = Result<usize, Failure>>,
    W: Fn() -> F,
{
    while !*stop.borrow() {
        let done = work().await.unwrap_or_else(|failure| {
            tracing::warn!(job = name, fault = ?failure, "job failed; it is tried again");
            0
        });
        if done == 0 {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// How many messages are delivered in one transaction.
const BATCH: u64 = 50;

/// How long a message that could not be delivered waits, in milliseconds.
const AGAIN_MS: i64 = 60_000;

/// Delivers what waits in the outbox: notices, news to subscribers, clocks to be computed again.
/// Delivery is at least once; notices have a unique key, news only says "read again", and clocks
/// come out the same however often they are computed.
///
/// # Errors
/// Faults; the messages stay.
pub async fn deliver_some(app: &App) -> Result<usize, Failure> {
    let tx = app.db.begin().await?;
    let messages = outbox::take(&tx, app.now(), BATCH).await?;
    if messages.is_empty() {
        return Ok(0);
    }
    let (mut done, mut news, mut corrected) = (Vec::new(), Vec::new(), Vec::new());
    let mut changed = Changed::default();
    for message in &messages {
        match Message::read(message) {
            Some(Message::Happened(happened)) => {
                tell(app, &tx, &happened).await?;
                news.push(format!("proposal:{}", happened.proposal));
                changed.proposals.push(happened.proposal);
                done.push(message.id);
            }
            Some(Message::Consulted(id)) => {
                news.push(format!("consultation:{id}"));
                changed.consultations.push(id);
                done.push(message.id);
            }
            Some(Message::Met(id)) => {
                news.push(format!("meeting:{id}"));
                changed.meetings.push(id);
                done.push(message.id);
            }
            Some(Message::Deliberated(id)) => {
                news.push(format!("round:{id}"));
                done.push(message.id);
            }
            Some(Message::Polled(told)) => {
                wechat::tell::of_ballot(app, &tx, told).await?;
                done.push(message.id);
            }
            Some(Message::Corrected(district)) => corrected.push((message.id, district)),
            // Another version of the program may know it; it must not hold up the others.
            None => {
                tracing::error!(topic = message.topic, "an outbox message cannot be read; it waits");
                outbox::postpone(&tx, message, app.now().plus_millis(AGAIN_MS)).await?;
            }
        }
    }
    outbox::delete(&tx, &done).await?;
    changed.mark(app, &tx).await?;
    tx.commit().await?;
    for topic in &news {
        app.shared.publish(topic, "changed").await;
    }
    // Computing clocks again takes transactions of its own, after which the message goes.
    for (message, district) in corrected {
        policy::recompute(app, &district).await?;
        search::feed::mark_district(app, district.district).await?;
        outbox::delete(app.db.reader(), &[message]).await?;
    }
    Ok(messages.len())
}

/// What the search index is to read again.
#[derive(Default)]
struct Changed {
    proposals: Vec<Uuid>,
    consultations: Vec<Uuid>,
    meetings: Vec<Uuid>,
}

impl Changed {
    async fn mark(mut self, app: &App, tx: &DatabaseTransaction) -> Result<(), Failure> {
        self.proposals
            .extend(search_feed::about(tx, &self.consultations, &self.meetings).await?);
        self.proposals.sort_unstable();
        self.proposals.dedup();
        Ok(search_feed::mark(tx, &self.proposals, app.now()).await?)
    }
}

/// A message of the outbox.
enum Message {
    Happened(Happened),
    Corrected(policy::Corrected),
    Consulted(Uuid),
    Met(Uuid),
    Deliberated(Uuid),
    Polled(wechat::tell::OfBallot),
}

impl Message {
    fn read(row: &crate::store::entity::outbox::Model) -> Option<Self> {
        match Topic::parse(&row.topic)? {
            Topic::Proposal => serde_json::from_str(&row.payload).ok().map(Self::Happened),
            Topic::Consultation => serde_json::from_str(&row.payload).ok().map(Self::Consulted),
            Topic::Meeting => serde_json::from_str(&row.payload).ok().map(Self::Met),
            Topic::Round => serde_json::from_str(&row.payload).ok().map(Self::Deliberated),
            Topic::Ballot => serde_json::from_str(&row.payload).ok().map(Self::Polled),
            Topic::Policy => serde_json::from_str(&row.payload).ok().map(Self::Corrected),
        }
    }
}

/// The event for which a round's follow-up may wait.
const DELIVERED: &str = "proposal.delivery_confirmed";

/// Puts notices into the inboxes of those who are told.
async fn tell(app: &App, tx: &DatabaseTransaction, happened: &Happened) -> Result<(), Failure> {
    let followers = if happened.told.iter().any(|told| told.followers) {
        voices::followers(tx, happened.proposal).await?
    } else {
        Vec::new()
    };
    // Here and not where it happened: there the proposal's row is held, and rounds come before it.
    if happened.told.iter().any(|told| told.kind == DELIVERED) {
        rounds::wake(tx, happened.proposal, app.now()).await?;
    }
    for told in &happened.told {
        let people: Vec<_> = told
            .audience(&followers)
            .into_iter()
            .map(|who| (app.fresh_id(), who))
            .collect();
        let about = notices::About {
            entry: (happened.district, i64::try_from(told.seq).unwrap_or(i64::MAX)),
            proposal: happened.proposal,
            kind: &told.kind,
            at: happened.at,
        };
        notices::tell(tx, &people, about).await?;
        let whom: Vec<Uuid> = people.iter().map(|(_, who)| *who).collect();
        let message = wechat::tell::Told {
            district: happened.district,
            seq: told.seq,
            event: &told.kind,
            proposal: happened.proposal,
            at: happened.at,
        };
        wechat::tell::of_proposal(app, tx, message, &whom).await?;
    }
    Ok(())
}

/// How long the result of a request is kept under its key, in days.
const KEYS_DAYS: i64 = 30;

/// Deletes keys of requests that nobody will send again, and drops cases that nobody asks about.
async fn sweep(app: &App) -> Result<usize, Failure> {
    app.indicators.sweep(app.clock.unmoved());
    idempotency::forget(app.db.reader(), app.now().plus_days(-KEYS_DAYS)).await?;
    wechat::push::forget(app).await?;
    wechat::deliver::forget(app).await?;
    Ok(0)
}
