//! The server as a process.

use crate::free_port;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// The binary under test: `YITING_BIN`, or the debug build of this workspace.
pub fn binary() -> PathBuf {
    std::env::var_os("YITING_BIN").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/yiting"),
        PathBuf::from,
    )
}

/// Runs a command of the binary to its end and returns what it printed. One that does not end by
/// itself in two minutes is ended with status 124.
pub fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (ExitStatus, String) {
    let output = Command::new("timeout")
        .arg("120")
        .arg(binary())
        .args(arguments)
        .envs(environment.iter().copied())
        .env("YITING_LOG", "warn")
        .output()
        .expect("the binary runs");
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status, text)
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub base: String,
    log: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Server {
    /// Starts `yiting ARGUMENTS --listen …` and waits until it is ready.
    pub fn start(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut all: Vec<String> = arguments.iter().map(|&a| a.to_owned()).collect();
        all.extend(["--listen".to_owned(), format!("127.0.0.1:{port}")]);
        let environment: Vec<_> = environment.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
        let log = folder.join(format!("server-{port}.log"));
        let child = spawn(&all, &environment, &log);
        let mut server = Self {
            child,
            base: format!("http://127.0.0.1:{port}"),
            log,
            arguments: all,
            environment,
        };
        server.wait_until_ready();
        server
    }

    /// Starts the stand-in for WeChat and waits until it answers.
    pub fn sandbox(folder: &Path) -> Self {
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let all = ["sandbox", "--listen", &address].map(str::to_owned).to_vec();
        let log = folder.join(format!("sandbox-{port}.log"));
        let child = spawn(&all, &[], &log);
        let server = Self {
            child,
            base: format!("http://{address}"),
            log,
            arguments: all,
            environment: Vec::new(),
        };
        let answers = || {
            let client = reqwest::blocking::Client::builder().no_proxy().build();
            let asked = client
                .expect("a client")
                .get(format!("{}/__fake/sent", server.base))
                .send();
            asked.is_ok_and(|answer| answer.status().is_success())
        };
        assert!(crate::soon(answers), "the sandbox does not answer: {}", server.said());
        server
    }

    fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(240);
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("a child") {
                panic!("the server ended with {status}: {}", self.said());
            }
            if client
                .get(format!("{}/readyz", self.base))
                .send()
                .is_ok_and(|r| r.status().is_success())
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server did not become ready: {}", self.said());
    }

    /// What the server has logged so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("an end");
    }

    /// Asks it to stop and waits for the end.
    pub fn terminate(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.child.wait().expect("an end")
    }

    /// Asks it to stop.
    pub fn ask_to_stop(&self) {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("a signal");
    }

    /// Starts it again on the same address and data.
    pub fn restart(&mut self) {
        self.child = spawn(&self.arguments, &self.environment, &self.log);
        self.wait_until_ready();
    }
}

fn spawn(arguments: &[String], environment: &[(String, String)], log: &Path) -> Child {
    let out = File::options().create(true).append(true).open(log).expect("a log");
    Command::new(binary())
        .args(arguments)
        .envs(environment.iter().map(|(k, v)| (k.as_str(), v.as_str())))
        .stdout(out.try_clone().expect("a handle"))
        .stderr(out)
        .stdin(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let said = self.said();
            let tail: Vec<_> = said.lines().rev().take(30).collect();
            eprintln!("--- the server said ---");
            tail.iter().rev().for_each(|line| eprintln!("{line}"));
        }
    }
}
