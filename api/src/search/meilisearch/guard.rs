//! Every call ends in time, and a server that fails again and again is left alone for a while.

use super::super::Lost;
use meilisearch_sdk::errors::{Error, ErrorType};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::{Instant, timeout};

/// After so many failures in a row the server is left alone.
const FAILURES: u32 = 3;
/// For so long; then one call tries again.
const PAUSE: Duration = Duration::from_secs(5);

/// What is known of the server.
#[derive(Debug, Default)]
pub(super) struct Guard {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    closed_until: Option<Instant>,
}

impl Guard {
    /// Waits for a call, but no longer than so long. An error of the server's that is about the request, not
    /// about the server, comes back as `Ok(Err(_))`.
    pub(super) async fn call<T>(
        &self,
        longest: Duration,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<Result<T, Error>, Lost> {
        self.admit(Instant::now())?;
        let lost = match timeout(longest, call).await {
            Ok(Err(Error::Meilisearch(error))) if error.error_type == ErrorType::InvalidRequest => {
                self.note(false);
                return Ok(Err(Error::Meilisearch(error)));
            }
            Ok(Ok(answer)) => {
                self.note(false);
                return Ok(Ok(answer));
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} ms", longest.as_millis()),
        };
        self.note(true);
        Err(Lost(lost))
    }

    /// The same where any error is a loss.
    pub(super) async fn ask<T>(
        &self,
        longest: Duration,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Lost> {
        self.call(longest, call).await?.map_err(|error| Lost(error.to_string()))
    }

    fn admit(&self, now: Instant) -> Result<(), Lost> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.closed_until {
            Some(until) if now < until => Err(Lost("it failed again and again and is left alone".to_owned())),
            // Whoever comes first tries; the others go on waiting for what it finds.
            Some(_) => {
                state.closed_until = Some(now + PAUSE);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn note(&self, failed: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if failed {
            state.failures = state.failures.saturating_add(1);
            if state.failures >= FAILURES {
                state.closed_until = Some(Instant::now() + PAUSE);
            }
        } else {
            *state = State::default();
        }
    }
}
