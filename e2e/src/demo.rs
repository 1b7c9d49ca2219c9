//! Servers over the demo's data, on either database.

use crate::{
    Folder,
    process::{self, Server},
};

/// The secret of all test installations, from which their keys follow.
pub const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Where one installation keeps its things.
pub struct Place {
    /// Files, and the database on SQLite.
    pub folder: Folder,
    /// URL of PostgreSQL, if it is used.
    pub database: Option<String>,
    /// URL of Redis, if it is used.
    pub redis: Option<String>,
}

impl Place {
    /// On SQLite.
    pub fn sqlite(name: &str) -> Self {
        Self {
            folder: Folder::new(name),
            database: None,
            redis: None,
        }
    }

    /// On PostgreSQL.
    pub fn postgres(name: &str, database: String) -> Self {
        Self {
            database: Some(database),
            ..Self::sqlite(name)
        }
    }

    /// The same with Redis.
    pub fn with_redis(self, redis: String) -> Self {
        Self {
            redis: Some(redis),
            ..self
        }
    }

    /// The data folder.
    pub fn data(&self) -> &str {
        self.folder.0.to_str().expect("a path")
    }

    /// The settings.
    pub fn environment(&self) -> Vec<(&str, &str)> {
        let mut environment = vec![("YITING_SECRET", SECRET), ("YITING_LOG", "warn")];
        environment.extend(self.database.as_deref().map(|url| ("DATABASE_URL", url)));
        environment.extend(self.redis.as_deref().map(|url| ("REDIS_URL", url)));
        environment
    }

    /// A demo with so many proposals; the first one loads it.
    pub fn demo(&self, proposals: usize) -> Server {
        self.demo_with(proposals, &[])
    }

    /// The same with further settings.
    pub fn demo_with(&self, proposals: usize, settings: &[(&str, &str)]) -> Server {
        let count = proposals.to_string();
        let arguments = ["demo", "--data", self.data(), "--no-rounds", "--proposals", &count];
        let environment = [self.environment(), settings.to_vec()].concat();
        Server::start(&self.folder.0, &arguments, &environment)
    }

    /// A demo without proposals, with so many residents of one block beside the usual ones.
    pub fn demo_with_voters(&self, voters: usize) -> Server {
        let count = voters.to_string();
        let arguments = [
            "demo",
            "--data",
            self.data(),
            "--no-rounds",
            "--proposals",
            "0",
            "--voters",
            &count,
        ];
        Server::start(&self.folder.0, &arguments, &self.environment())
    }

    /// The server as it is in production, but that everybody may send documents of their own, as tests do.
    pub fn serve(&self) -> Server {
        self.in_production(&[("YITING_FREE_DOCUMENTS", "everyone")])
    }

    /// The server as it is in production, with further settings.
    pub fn in_production(&self, settings: &[(&str, &str)]) -> Server {
        let environment = [self.environment(), settings.to_vec()].concat();
        Server::start(&self.folder.0, &["serve", "--data", self.data()], &environment)
    }

    /// The same with more settings.
    pub fn serve_with(&self, more: &[(&str, &str)]) -> Server {
        let mut environment = self.environment();
        environment.extend_from_slice(more);
        Server::start(&self.folder.0, &["serve", "--data", self.data()], &environment)
    }

    /// Runs a command on the same data to its end; whether it succeeded and what it said.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        let mut all = arguments.to_vec();
        all.extend(["--data", self.data()]);
        let (status, said) = process::run(&all, &self.environment());
        (status.success(), said)
    }

    /// Rebuilds everything from the log, expects it to equal the tables, and answers the report.
    pub fn check_log(&self) -> String {
        let (fine, said) = self.run(&["log", "check"]);
        assert!(fine && said.contains("The tables equal the log."), "{said}");
        said
    }

    /// How many entries the logs of all districts have together.
    pub fn log_entries(&self) -> u64 {
        let said = self.check_log();
        said.lines()
            .filter_map(|line| line.split_once("entries ")?.1.split(' ').next()?.parse::<u64>().ok())
            .sum()
    }
}
