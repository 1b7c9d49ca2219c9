//! How WeChat's error codes are told inside the product.

use std::time::Duration;

/// Why a call to WeChat failed, as the caller has to act on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WechatError {
    /// The code is wrong, expired or used: the client must call `wx.login` (or tap the phone button)
    /// again.
    #[error("wechat: code invalid")]
    CodeInvalid,
    /// WeChat holds this person for a risk.
    #[error("wechat: login blocked")]
    LoginBlocked,
    /// Too many calls for this person or this app.
    #[error("wechat: rate limited (errcode {errcode})")]
    RateLimited {
        /// What WeChat said.
        errcode: i64,
        /// When to try again.
        retry_after: Duration,
    },
    /// WeChat said that it is busy: nothing was done.
    #[error("wechat: busy")]
    Busy,
    /// No connection came about: nothing was done.
    #[error("wechat: unreached")]
    Unreached,
    /// The answer was lost on the way or made no sense: it may have been done.
    #[error("wechat: unavailable")]
    Upstream,
    /// WeChat said something that we do not know: nothing was done, and nobody is woken.
    #[error("wechat: unknown errcode {errcode}")]
    Unknown {
        /// What WeChat said.
        errcode: i64,
    },
    /// This one request is refused, for a reason that another try will not change.
    #[error("wechat: refused (errcode {errcode})")]
    Refused {
        /// What WeChat said.
        errcode: i64,
    },
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
            Self::Busy | Self::Unreached | Self::Upstream | Self::Unknown { .. } => "UPSTREAM_UNAVAILABLE",
            Self::Refused { .. } => "WECHAT_REFUSED",
            Self::Config { .. } => "WECHAT_CONFIG",
        }
    }

    /// Whether the same input may work later.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. } | Self::Busy | Self::Unreached | Self::Upstream | Self::Unknown { .. }
        )
    }

    /// What WeChat said; 0 where nothing could be understood, -1 where it is busy.
    pub fn errcode(&self) -> i64 {
        match self {
            Self::CodeInvalid => 40029,
            Self::LoginBlocked => 40226,
            Self::Busy => -1,
            Self::Unreached | Self::Upstream => 0,
            Self::RateLimited { errcode, .. }
            | Self::Unknown { errcode }
            | Self::Refused { errcode }
            | Self::Config { errcode } => *errcode,
        }
    }

    /// Maps an `errcode` other than 0. Unknown codes count as an unavailable upstream: they must not
    /// wake anybody, and must not sign anybody in.
    pub fn from_errcode(errcode: i64) -> Self {
        let rate = |seconds| Self::RateLimited {
            errcode,
            retry_after: Duration::from_secs(seconds),
        };
        match errcode {
            -1 => Self::Busy,
            40029 | 40163 => Self::CodeInvalid,
            40226 => Self::LoginBlocked,
            // The windows are minutes, and where in one we stand is not told.
            45011 | 44990 | 44991 => rate(60),
            // Two sends to one person at once: the other has the turn.
            43108 => rate(2),
            // A daily quota ends at Beijing midnight; an hour is short enough to notice.
            45009 | 44993 => rate(3600),
            // The person, the template, the words, the page, the scene, or the file.
            40003
            | 40004
            | 40037
            | 40097
            | 40129
            | 40159
            | 40165
            | 40169
            | 40212
            | 41030
            | 43101
            | 43104
            | 43107
            | 44002
            | 45029
            | 45168
            | 47001
            | 47003
            | 61010
            | 85079
            | 85096
            | 85401
            | 85402
            | 87007..=87009
            | 87014
            | 87020 => Self::Refused { errcode },
            40001
            | 40002
            | 40013
            | 40014
            | 40125
            | 40164
            | 40243
            | 41001
            | 41002
            | 41004
            | 42001
            | 43002
            | 48001
            | 48004
            | 50004
            | 50007
            | 89500..=89509 => Self::Config { errcode },
            _ => Self::Unknown { errcode },
        }
    }
}
