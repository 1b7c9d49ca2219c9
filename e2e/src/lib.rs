//! A real server process, real databases, a real client: what every end-to-end test stands on.

pub mod client;
pub mod postgres;
pub mod process;
pub mod story;

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// A folder that is removed in the end.
pub struct Folder(pub std::path::PathBuf);

impl Folder {
    /// A fresh folder.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("yiting-{name}-{:016x}", rand::random::<u64>()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
