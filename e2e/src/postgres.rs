//! A PostgreSQL cluster of the tests' own.

use crate::{Folder, free_port};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

/// A running cluster.
pub struct Postgres {
    child: Child,
    port: u16,
    data: PathBuf,
    _folder: Folder,
}

/// The folder of PostgreSQL's programs.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    found.retain(|path| path.join("postgres").exists());
    found.sort();
    found.pop().expect("PostgreSQL is needed: apt-get install postgresql")
}

/// PostgreSQL refuses to run as root, so as root its own user runs it.
fn as_user(program: PathBuf) -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    if root {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
            .arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn serve(data: &Path, port: u16) -> Child {
    as_user(programs().join("postgres"))
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
        .args(["-c", "unix_socket_directories=", "-c", "max_connections=200", "-D"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .spawn()
        .expect("postgres starts")
}

impl Postgres {
    /// Makes a cluster and starts it on a free port.
    pub fn start() -> Self {
        let folder = Folder::new("postgres");
        let data = folder.0.join("data");
        std::fs::create_dir(&data).expect("a folder");
        Command::new("sh")
            .args(["-c", "id postgres >/dev/null 2>&1 && [ \"$(id -u)\" = 0 ] && chown -R postgres \"$0\"; chmod 755 \"$0\"; chmod 700 \"$0/data\""])
            .arg(&folder.0)
            .status()
            .expect("chown");
        let made = as_user(programs().join("initdb"))
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "-D",
            ])
            .arg(&data)
            .stdout(Stdio::null())
            .stdin(Stdio::null())
            .status()
            .expect("initdb runs");
        assert!(made.success(), "initdb failed");
        let port = free_port();
        let child = serve(&data, port);
        let cluster = Self {
            child,
            port,
            data,
            _folder: folder,
        };
        cluster.wait_until_ready();
        cluster
    }

    /// The cluster that the tests running now share; it ends with the last of them.
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Self::start());
            *shared = Arc::downgrade(&cluster);
            cluster
        })
    }

    /// Ends it as a loss of power would, without a checkpoint, and lets it recover.
    pub fn crash_and_restart(&mut self) {
        self.signal("-QUIT");
        self.child.wait().expect("an end");
        self.child = serve(&self.data, self.port);
        self.wait_until_ready();
    }

    fn wait_until_ready(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.psql("SELECT 1") {
            assert!(Instant::now() < deadline, "PostgreSQL did not start");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        // It may have ended by itself.
        let _ = Command::new("kill").args([name, &pid]).status();
    }

    fn psql(&self, sql: &str) -> bool {
        self.psql_in("postgres", sql)
    }

    /// Runs statements in one of the databases.
    pub fn run(&self, database: &str, sql: &str) {
        assert!(self.psql_in(database, sql), "refused in {database}: {sql}");
    }

    /// Runs a script over and over from so many connections; transactions a second.
    pub fn pgbench(&self, database: &str, script: &Path, clients: usize, seconds: u64) -> f64 {
        let port = self.port.to_string();
        let said = Command::new(programs().join("pgbench"))
            .args(["-n", "-h", "127.0.0.1", "-p", &port, "-U", "postgres"])
            .args(["-c", &clients.to_string(), "-j", "2", "-T", &seconds.to_string(), "-f"])
            .arg(script)
            .arg(database)
            .output()
            .expect("pgbench runs");
        let text = String::from_utf8_lossy(&said.stdout);
        let found = text
            .lines()
            .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        found.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&said.stderr)))
    }

    fn psql_in(&self, database: &str, sql: &str) -> bool {
        Command::new(programs().join("psql"))
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &self.port.to_string(),
                "-U",
                "postgres",
                "-d",
                database,
                "-v",
                "ON_ERROR_STOP=1",
                "-qc",
                sql,
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Makes a database and returns its URL.
    pub fn database(&self, name: &str) -> String {
        assert!(self.psql(&format!("CREATE DATABASE {name}")), "no database {name}");
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; it releases its shared memory.
        self.signal("-INT");
        let _ = self.child.wait();
    }
}
