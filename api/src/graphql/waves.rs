//! When a batch is loaded: in waves.
//!
//! A batch that starts too early splits, and then a document costs now more and now fewer
//! statements, by chance of timing. Here all batches of a request wait for each other: a wave
//! begins when the one before has ended and nobody has asked for anything more, or gone on with an
//! answer, for a few turns of the executor; then all that was asked is loaded at once. A document therefore costs as many
//! statements as its shape demands, however long its lists are.
//!
//! Tried before: the library's delay of a millisecond (a wait on every level, and still splits),
//! and a fixed number of turns (splits when another batch's answer comes in between).

use std::cell::Cell;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Notify;

/// Turns of the executor without a new question or an answer taken after which a wave begins. One is needed for the
/// resolvers that are ready; a list beyond thirty items hands its turn back in between.
const QUIET_TURNS: u32 = 3;

tokio::task_local! {
    /// Whether the batch that runs has its answer.
    static ANSWERED: Cell<bool>;
}

#[derive(Debug, Default)]
struct State {
    /// Counts waves.
    wave: u64,
    /// Batches that wait for the next wave.
    waiting: usize,
    /// Batches of this wave.
    size: usize,
    /// Those of them that have their answer.
    answered: usize,
    /// Those of them that have ended.
    ended: usize,
}

impl State {
    const fn is_over(&self) -> bool {
        self.ended == self.size
    }
}

/// The waves of one request.
#[derive(Debug, Default)]
pub struct Waves {
    state: Mutex<State>,
    stirred: AtomicU64,
    answered: Notify,
    over: Notify,
}

impl Waves {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that somebody asks for something, or goes on with what was asked for: hundreds of answers
    /// take the executor several turns, in which nobody may ask although the next question is on its way.
    pub fn stir(&self) {
        self.stirred.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits for the next wave, runs a batch in it.
    pub async fn ride<F: Future<Output = ()>>(self: Arc<Self>, batch: F) {
        let wave = {
            let mut state = self.state();
            state.waiting += 1;
            state.wave
        };
        self.begin(wave).await;
        let riding = async {
            // Also a batch that panics has ended; else those who wait would wait for ever.
            let _ends = Ends(&self);
            batch.await;
        };
        ANSWERED.scope(Cell::new(false), riding).await;
    }

    /// Returns when the wave after `wave` has begun.
    async fn begin(&self, wave: u64) {
        let (mut quiet, mut seen) = (0, self.stirred.load(Ordering::Relaxed));
        loop {
            let over = self.over.notified();
            let running = {
                let mut state = self.state();
                if state.wave != wave {
                    return;
                }
                if state.is_over() && quiet >= QUIET_TURNS {
                    *state = State {
                        wave: wave + 1,
                        size: state.waiting,
                        ..State::default()
                    };
                    return;
                }
                !state.is_over()
            };
            if running {
                over.await;
                quiet = 0;
            } else {
                tokio::task::yield_now().await;
                let stirred = self.stirred.load(Ordering::Relaxed);
                quiet = if stirred == seen { quiet + 1 } else { 0 };
                seen = stirred;
            }
        }
    }

    /// A batch of this wave has its answer; it is handed on when all have theirs. Otherwise whoever
    /// is answered first may ask for what another batch is just about to put into the cache.
    pub async fn level(&self) {
        // A batch is answered once; whoever rides no wave waits for nobody.
        if ANSWERED.try_with(|answered| answered.replace(true)) != Ok(false) {
            return;
        }
        let wave = {
            let mut state = self.state();
            state.answered += 1;
            state.wave
        };
        loop {
            let all = self.answered.notified();
            {
                let state = self.state();
                if state.wave != wave || state.answered >= state.size {
                    break;
                }
            }
            all.await;
        }
        self.answered.notify_waiters();
    }
}

struct Ends<'a>(&'a Waves);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        let over = {
            let mut state = self.0.state();
            state.ended += 1;
            // One that broke off was never answered, and holds nobody up.
            if ANSWERED.try_with(Cell::get) == Ok(false) {
                state.answered += 1;
            }
            state.is_over()
        };
        self.0.answered.notify_waiters();
        if over {
            self.0.over.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Waves;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    #[tokio::test]
    async fn batches_that_are_asked_for_together_run_together_and_a_broken_one_holds_up_nobody() {
        let waves = Arc::<Waves>::default();
        let ran = Arc::<AtomicUsize>::default();
        let batch = |breaks: bool| {
            let (waves, ran) = (Arc::clone(&waves), Arc::clone(&ran));
            tokio::spawn(Arc::clone(&waves).ride(async move {
                ran.fetch_add(1, Ordering::SeqCst);
                assert!(!breaks, "this batch breaks off");
                waves.level().await;
                assert_eq!(ran.load(Ordering::SeqCst), 3, "answers wait for all of their wave");
            }))
        };
        let (first, broken, third) = (batch(false), batch(true), batch(false));
        let all = async {
            first.await.unwrap();
            assert!(broken.await.is_err());
            third.await.unwrap();
            ran.store(2, Ordering::SeqCst);
            batch(false).await.unwrap();
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), all)
            .await
            .expect("nobody waits for ever");
    }
}
