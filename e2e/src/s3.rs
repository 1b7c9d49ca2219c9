//! An S3-compatible server of the tests' own: `s3rver` of `node/`.

use crate::{Folder, free_port};
use std::{
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A running server with one bucket.
pub struct S3Server {
    child: Child,
    port: u16,
    _folder: Folder,
}

impl S3Server {
    /// The bucket that is there.
    pub const BUCKET: &'static str = "pictures";
    /// The id of the key that it knows.
    pub const KEY: &'static str = "S3RVER";
    /// That key.
    pub const SECRET: &'static str = "S3RVER";

    /// Starts it on a free port.
    pub fn start() -> Self {
        let (folder, port) = (Folder::new("s3"), free_port());
        let child = Command::new("node")
            .arg("node_modules/s3rver/bin/s3rver.js")
            .args(["--silent", "--address", "127.0.0.1", "--port", &port.to_string()])
            .args(["--configure-bucket", Self::BUCKET, "--directory"])
            .arg(&folder.0)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/node"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .expect("node is needed: apt-get install nodejs; then npm ci in e2e/node");
        let server = Self {
            child,
            port,
            _folder: folder,
        };
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "s3rver did not start: npm ci in e2e/node");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Its address.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
