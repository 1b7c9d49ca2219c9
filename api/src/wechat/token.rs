//! The access token of the server API: one for the process, fetched by one at a time.

use super::error::WechatError;
use std::time::Duration;
use tokio::{sync::Mutex, time::Instant};

/// WeChat gives the next token when this much of the present one is left, and both work meanwhile.
const OVERLAP: Duration = Duration::from_secs(300);

/// A token with its end.
#[derive(Clone)]
pub(super) struct Token {
    text: String,
    renew_at: Instant,
}

impl Token {
    /// A token as WeChat gives it. Half of a short life is used: WeChat says 300 s at the least.
    pub fn new(text: String, expires_in: i64) -> Self {
        let life = Duration::from_secs(u64::try_from(expires_in).unwrap_or(0));
        // Instances do not come all in the same second.
        let early = OVERLAP.saturating_sub(Duration::from_secs(u64::from(std::process::id() % 60)));
        let use_for = life.checked_sub(early).filter(|left| !left.is_zero());
        Self {
            text,
            renew_at: Instant::now() + use_for.unwrap_or(life / 2),
        }
    }

    /// The secret itself.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What is known of the token. Whoever finds none fetches one, and the others wait for that.
#[derive(Default)]
pub(super) struct TokenCache(Mutex<Option<Token>>);

impl TokenCache {
    /// The token, fetched where there is none or its end is near.
    pub async fn get(&self, fetch: impl Future<Output = Result<Token, WechatError>>) -> Result<Token, WechatError> {
        let mut known = self.0.lock().await;
        if let Some(token) = known.as_ref().filter(|token| Instant::now() < token.renew_at) {
            return Ok(token.clone());
        }
        let fresh = fetch.await?;
        *known = Some(fresh.clone());
        Ok(fresh)
    }

    /// Forgets a token that WeChat refused, unless another has taken its place meanwhile.
    pub async fn forget(&self, refused: &Token) {
        let mut known = self.0.lock().await;
        if known.as_ref().is_some_and(|token| token.text == refused.text) {
            *known = None;
        }
    }
}
