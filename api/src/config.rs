//! All settings, in one list.
//!
//! Each stands in the environment under the name below, or in a TOML file (`--config FILE`) under
//! the same name in lower case without `YITING_`. The environment wins. An unknown name in the file
//! or a value that does not fit is refused at start, by name.

use crate::wechat::template::Templates;
use anyhow::{Context, bail};
use std::{collections::BTreeMap, path::Path};

/// One setting: name, default, meaning.
pub struct Setting {
    /// Name in the environment.
    pub name: &'static str,
    /// Default; empty where there is none.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

/// The list.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "DATABASE_URL",
        default: "",
        meaning: "postgres://… ; without it SQLite in the data folder",
    },
    Setting {
        name: "REDIS_URL",
        default: "",
        meaning: "redis://… ; without it rate limits and fan-out stay in this process",
    },
    Setting {
        name: "MEILI_URL",
        default: "",
        meaning: "http(s)://… of a Meilisearch server; without it search is embedded, in the data folder of each instance",
    },
    Setting {
        name: "MEILI_KEY",
        default: "",
        meaning: "its API key",
    },
    Setting {
        name: "YITING_MEILI_INDEX",
        default: "yiting-proposals",
        meaning: "the name of the index there",
    },
    Setting {
        name: "YITING_SYNONYMS",
        default: "",
        meaning: "file of words that mean the same in search, one group a line; without it a list that is built in",
    },
    Setting {
        name: "YITING_ISSUER",
        default: "https://yiting.local",
        meaning: "issuer of access tokens: the public origin",
    },
    Setting {
        name: "YITING_SECRET",
        default: "",
        meaning: "64 hexadecimal digits from which all keys are derived; `serve` makes and keeps one in the data folder on SQLite, and demands it with DATABASE_URL",
    },
    Setting {
        name: "YITING_WECHAT_URL",
        default: "https://api.weixin.qq.com",
        meaning: "WeChat's API; a sandbox is accepted only with YITING_DEVELOPMENT=true",
    },
    Setting {
        name: "YITING_WECHAT_APPID",
        default: "unset",
        meaning: "app id of the mini-program",
    },
    Setting {
        name: "YITING_WECHAT_SECRET",
        default: "unset",
        meaning: "app secret of the mini-program",
    },
    Setting {
        name: "YITING_WECHAT_TEXT_CHECK",
        default: "",
        meaning: "on or off: whether WeChat checks the words of residents beside the local list; on where an app is named, but not in the demo",
    },
    Setting {
        name: "YITING_WECHAT_TEMPLATES",
        default: "",
        meaning: "templates of subscribe messages, as KIND=ID/once/key:field,…;KIND=ID/long/…: kinds answer, progress, round, ballot, rating; fields title, state, time, place, number, note",
    },
    Setting {
        name: "YITING_WECHAT_PUSH_TOKEN",
        default: "",
        meaning: "Token of the message push, 3 to 32 letters and digits, as in WeChat's console; without it /wechat/push is closed",
    },
    Setting {
        name: "YITING_WECHAT_PUSH_KEY",
        default: "",
        meaning: "EncodingAESKey of the message push, 43 letters and digits; without it pushes come plain",
    },
    Setting {
        name: "YITING_DEVELOPMENT",
        default: "false",
        meaning: "true allows introspection and a local WeChat sandbox",
    },
    Setting {
        name: "YITING_ALLOWED_ORIGINS",
        default: "",
        meaning: "comma-separated origins whose browsers may open sockets; empty allows any",
    },
    Setting {
        name: "YITING_TRUSTED_PROXIES",
        default: "",
        meaning: "comma-separated addresses whose X-Forwarded-For is believed",
    },
    Setting {
        name: "YITING_POOL",
        default: "16",
        meaning: "PostgreSQL connections of this process, 1 to 200",
    },
    Setting {
        name: "YITING_FREE_DOCUMENTS",
        default: "staff",
        meaning: "who may send GraphQL documents beside those of released SDK versions: `staff`, or `everyone`; in development everyone may",
    },
    Setting {
        name: "YITING_MANIFESTS",
        default: "",
        meaning: "folder of further manifests of trusted documents, VERSION.json each, such as of a client in another language",
    },
    Setting {
        name: "YITING_RETIRED_SDK",
        default: "",
        meaning: "comma-separated SDK versions that are no longer served, such as 0.1.3 or <0.2.0; their users are asked to update",
    },
    Setting {
        name: "YITING_S3_BUCKET",
        default: "",
        meaning: "bucket of S3-compatible storage for pictures; without it the folder `files` in the data folder, which all instances must share",
    },
    Setting {
        name: "YITING_S3_ENDPOINT",
        default: "",
        meaning: "https://HOST of that storage, without the bucket",
    },
    Setting {
        name: "YITING_S3_REGION",
        default: "us-east-1",
        meaning: "region of that storage",
    },
    Setting {
        name: "YITING_S3_KEY",
        default: "",
        meaning: "id of the access key of that storage",
    },
    Setting {
        name: "YITING_S3_SECRET",
        default: "",
        meaning: "access key of that storage",
    },
    Setting {
        name: "YITING_FILES_URL",
        default: "",
        meaning: "what stands before the paths of pictures, such as https://cdn.example; empty for the server's own origin",
    },
    Setting {
        name: "YITING_PRIVACY_VERSION",
        default: "2026-11",
        meaning: "version of the privacy notice that is in force, 1 to 32 letters, digits, dots, hyphens; whoever agreed to another one is asked anew",
    },
    Setting {
        name: "YITING_LOG",
        default: "info",
        meaning: "log filter, as tracing's EnvFilter",
    },
];

/// The settings of a process.
#[derive(Clone)]
pub struct Config {
    values: BTreeMap<&'static str, String>,
}

impl Config {
    /// Reads file and environment.
    ///
    /// # Errors
    /// A sentence that names the setting and what is wrong.
    pub fn load(file: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let mut values: BTreeMap<&'static str, String> =
            SETTINGS.iter().map(|s| (s.name, s.default.to_owned())).collect();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
            let table: toml::Table =
                toml::from_str(&text).with_context(|| format!("{} is not TOML", path.display()))?;
            for (key, value) in table {
                let known = SETTINGS.iter().find(|s| in_file(s.name) == key);
                let Some(setting) = known else {
                    bail!(
                        "{}: there is no setting «{key}»; `yiting settings` lists them",
                        path.display()
                    )
                };
                let text = match value {
                    toml::Value::String(text) => text,
                    toml::Value::Integer(number) => number.to_string(),
                    toml::Value::Boolean(flag) => flag.to_string(),
                    _ => bail!("{}: «{key}» must be a text, a number or true/false", path.display()),
                };
                values.insert(setting.name, text);
            }
        }
        for setting in SETTINGS {
            if let Some(value) = environment(setting.name).filter(|value| !value.is_empty()) {
                values.insert(setting.name, value);
            }
        }
        let config = Self { values };
        config.check()?;
        Ok(config)
    }

    /// Puts a value in place of what was read, as a command-line flag or the demo does.
    pub fn set(&mut self, name: &'static str, value: String) {
        self.values.insert(name, value);
    }

    /// The value of a setting.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The value, unless it is empty.
    pub fn maybe(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// A comma-separated value.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.get(name)
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Whether this is a development machine.
    pub fn development(&self) -> bool {
        self.get("YITING_DEVELOPMENT") == "true"
    }

    /// Templates of subscribe messages.
    ///
    /// # Errors
    /// A sentence that names the setting and what is wrong.
    pub fn templates(&self) -> anyhow::Result<Templates> {
        Templates::parse(self.get("YITING_WECHAT_TEMPLATES"))
            .map_err(|wrong| anyhow::anyhow!("YITING_WECHAT_TEMPLATES: {wrong}"))
    }

    /// Connections of the pool.
    pub fn pool(&self) -> u32 {
        self.get("YITING_POOL").parse().unwrap_or(16)
    }

    fn check(&self) -> anyhow::Result<()> {
        if let Some(url) = self.maybe("DATABASE_URL")
            && !(url.starts_with("postgres://") || url.starts_with("postgresql://"))
        {
            bail!("DATABASE_URL must begin with postgres:// ; leave it out for SQLite");
        }
        if let Some(url) = self.maybe("REDIS_URL")
            && !url.starts_with("redis://")
        {
            bail!("REDIS_URL must begin with redis://");
        }
        if let Some(url) = self.maybe("MEILI_URL")
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            bail!("MEILI_URL must begin with http:// or https://");
        }
        let of_index = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !self.get("YITING_MEILI_INDEX").bytes().all(of_index) {
            bail!("YITING_MEILI_INDEX may have letters, digits, - and _");
        }
        if let Some(secret) = self.maybe("YITING_SECRET")
            && !(secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_hexdigit()))
        {
            bail!("YITING_SECRET must be 64 hexadecimal digits, such as `openssl rand -hex 32` prints");
        }
        self.templates()?;
        if !matches!(self.get("YITING_WECHAT_TEXT_CHECK"), "" | "on" | "off") {
            bail!("YITING_WECHAT_TEXT_CHECK must be on or off");
        }
        let letters = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
        if let Some(token) = self.maybe("YITING_WECHAT_PUSH_TOKEN")
            && !((3..=32).contains(&token.len()) && letters(token))
        {
            bail!("YITING_WECHAT_PUSH_TOKEN must be 3 to 32 letters and digits");
        }
        if let Some(key) = self.maybe("YITING_WECHAT_PUSH_KEY")
            && !(key.len() == 43 && letters(key))
        {
            bail!("YITING_WECHAT_PUSH_KEY must be 43 letters and digits");
        }
        if !is_version(self.get("YITING_PRIVACY_VERSION")) {
            bail!("YITING_PRIVACY_VERSION must be 1 to 32 letters, digits, dots and hyphens");
        }
        if !matches!(self.get("YITING_DEVELOPMENT"), "true" | "false") {
            bail!("YITING_DEVELOPMENT must be true or false");
        }
        match self.get("YITING_POOL").parse::<u32>() {
            Ok(1..=200) => {}
            _ => bail!("YITING_POOL must be a number from 1 to 200"),
        }
        if !matches!(self.get("YITING_FREE_DOCUMENTS"), "staff" | "everyone") {
            bail!("YITING_FREE_DOCUMENTS must be staff or everyone");
        }
        if self.maybe("YITING_S3_BUCKET").is_some() {
            for name in [
                "YITING_S3_ENDPOINT",
                "YITING_S3_REGION",
                "YITING_S3_KEY",
                "YITING_S3_SECRET",
            ] {
                if self.maybe(name).is_none() {
                    bail!("{name} is needed with YITING_S3_BUCKET");
                }
            }
        }
        for name in ["YITING_S3_ENDPOINT", "YITING_FILES_URL"] {
            if let Some(url) = self.maybe(name)
                && !(url.starts_with("https://") || url.starts_with("http://"))
            {
                bail!("{name} must begin with https://");
            }
        }
        for proxy in self.list("YITING_TRUSTED_PROXIES") {
            if proxy.parse::<std::net::IpAddr>().is_err() {
                bail!("YITING_TRUSTED_PROXIES: «{proxy}» is not an address");
            }
        }
        Ok(())
    }

    /// What `serve` refuses beside malformed values: conveniences of the demo.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn check_for_serving(&self) -> anyhow::Result<()> {
        let url = self.get("YITING_WECHAT_URL");
        if url != "https://api.weixin.qq.com" && !self.development() {
            bail!("YITING_WECHAT_URL points elsewhere than WeChat; that is for development (YITING_DEVELOPMENT=true)");
        }
        if self.maybe("DATABASE_URL").is_some() && self.maybe("YITING_SECRET").is_none() {
            bail!("with DATABASE_URL all instances must share YITING_SECRET; make one with `openssl rand -hex 32`");
        }
        Ok(())
    }
}

/// Whether this can name a version of the privacy notice.
pub fn is_version(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (1..=32).contains(&text.len()) && text.bytes().all(fits)
}

fn in_file(name: &str) -> String {
    name.strip_prefix("YITING_").unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn load(pairs: &[(&str, &str)]) -> anyhow::Result<Config> {
        Config::load(None, |name| {
            pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        for (name, value) in [
            ("DATABASE_URL", "mysql://x"),
            ("REDIS_URL", "http://x"),
            ("MEILI_URL", "redis://x"),
            ("YITING_MEILI_INDEX", "a b"),
            ("YITING_SECRET", "short"),
            ("YITING_WECHAT_TEMPLATES", "gossip=T/once/thing1:title"),
            ("YITING_WECHAT_TEXT_CHECK", "yes"),
            ("YITING_WECHAT_PUSH_TOKEN", "a b"),
            ("YITING_WECHAT_PUSH_KEY", "short"),
            ("YITING_PRIVACY_VERSION", "the new one"),
            ("YITING_DEVELOPMENT", "yes"),
            ("YITING_POOL", "0"),
            ("YITING_TRUSTED_PROXIES", "example"),
            ("YITING_FREE_DOCUMENTS", "nobody"),
            ("YITING_S3_BUCKET", "pictures"),
            ("YITING_FILES_URL", "cdn.example"),
        ] {
            let error = load(&[(name, value)]).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(name), "{name}: {error}");
        }
    }

    #[test]
    fn serving_refuses_a_sandbox_and_an_unshared_secret() {
        let sandbox = load(&[("YITING_WECHAT_URL", "http://127.0.0.1:1")]).unwrap();
        assert!(sandbox.check_for_serving().is_err());
        let unshared = load(&[("DATABASE_URL", "postgres://localhost/x")]).unwrap();
        assert!(unshared.check_for_serving().is_err());
        assert!(load(&[]).unwrap().check_for_serving().is_ok());
    }
}
