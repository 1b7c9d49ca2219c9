//! What is done beside requests: the outbox, and the clocks.

use crate::{
    store::{notices, outbox, voices},
    usecase::{App, Failure, clockwork, proposal::Happened},
};
use std::time::Duration;
use tokio::sync::watch;

/// How long a job sleeps when nothing waits.
const PAUSE: Duration = Duration::from_millis(500);

/// Starts the jobs; they end when `stop` becomes true.
pub fn start(app: &App, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
    let deliver = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "outbox", || deliver_some(&app)).await })
    };
    let tick = {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move { repeat(stop, "clocks", || clockwork::run_due(&app, 100)).await })
    };
    vec![deliver, tick]
}

async fn repeat<F, W>(mut stop: watch::Receiver<bool>, name: &'static str, work: W)
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
                () = tokio::time::sleep(PAUSE) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// Delivers what waits in the outbox: notices to followers, and news to subscribers. Delivery is at
/// least once; notices have a unique key, and news only says "read again".
///
/// # Errors
/// Faults; the messages stay.
pub async fn deliver_some(app: &App) -> Result<usize, Failure> {
    let tx = app.db.begin().await?;
    let messages = outbox::take(&tx, app.now(), 50).await?;
    if messages.is_empty() {
        return Ok(0);
    }
    let mut news = Vec::new();
    for message in &messages {
        let happened: Happened = serde_json::from_str(&message.payload).map_err(anyhow::Error::from)?;
        if !happened.moves.is_empty() {
            let followers = voices::followers(&tx, happened.proposal).await?;
            for (seq, kind) in &happened.moves {
                let people: Vec<_> = followers.iter().map(|who| (app.fresh_id(), *who)).collect();
                let about = notices::About {
                    entry: (happened.district, i64::try_from(*seq).unwrap_or(i64::MAX)),
                    proposal: happened.proposal,
                    kind,
                    at: happened.at,
                };
                notices::tell(&tx, &people, about).await?;
            }
        }
        news.push(format!("proposal:{}", happened.proposal));
    }
    let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
    outbox::delete(&tx, &ids).await?;
    tx.commit().await?;
    for topic in &news {
        app.shared.publish(topic, "changed").await;
    }
    Ok(messages.len())
}
