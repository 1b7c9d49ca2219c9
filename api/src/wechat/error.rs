//! How WeChat's error codes are told inside the product.

use std::time::Duration;

/// Why a call to WeChat failed, as the caller has to act on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WechatError {
    /// The code is wrong, expired or used: the client must call `wx.login` again.
    #[error("wechat: login code invalid")]
    CodeInvalid,
    /// WeChat holds this person for a risk.
    #[error("wechat: login blocked")]
    LoginBlocked,
    /// Too many calls for this person or this app.
    #[error("wechat: rate limited")]
    RateLimited {
        /// When to try again.
        retry_after: Duration,
    },
    /// WeChat is busy or cannot be reached, or its answer made no sense.
    #[error("wechat: unavailable")]
    Upstream,
    /// Our app id, secret, rights or white-list are wrong: somebody must be woken.
    #[error("wechat: configuration refused (errcode {errcode})")]
    Config {
        /// What WeChat said; 0 when the mistake was found before calling.
        errcode: i64,
    },
}

impl WechatError {
    /// The error code of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CodeInvalid => "WECHAT_CODE_INVALID",
            Self::LoginBlocked => "LOGIN_BLOCKED",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::Upstream => "UPSTREAM_UNAVAILABLE",
            Self::Config { .. } => "WECHAT_CONFIG",
        }
    }

    /// Whether the same input may work later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Upstream)
    }

    /// Maps an `errcode` other than 0. Unknown codes count as an unavailable upstream: they must not
    /// wake anybody, and must not sign anybody in.
    pub fn from_errcode(errcode: i64) -> Self {
        match errcode {
            40029 | 40163 => Self::CodeInvalid,
            40226 => Self::LoginBlocked,
            // The windows are minutes, and where in one we stand is not told.
            45011 | 44990 | 44991 => Self::RateLimited {
                retry_after: Duration::from_secs(60),
            },
            // A daily quota ends at Beijing midnight; an hour is short enough to notice.
            45009 | 44993 => Self::RateLimited {
                retry_after: Duration::from_secs(3600),
            },
            40002 | 40013 | 40125 | 41002 | 41004 | 40164 | 40243 | 50004 | 50007 | 48001 | 48004 | 89500..=89509 => {
                Self::Config { errcode }
            }
            _ => Self::Upstream,
        }
    }
}
