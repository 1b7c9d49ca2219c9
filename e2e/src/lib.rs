//! A real server process, real databases, a real client: what every end-to-end test stands on.

pub mod civic;
pub mod client;
pub mod demo;
pub mod hostile;
pub mod meilisearch;
pub mod postgres;
pub mod process;
pub mod redis;
pub mod s3;
pub mod search_trial;
pub mod socket;
pub mod story;
pub mod voters;
pub mod writers;

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The folder of reference data, which stays outside the repository: `YITING_REFERENCE_DATA`, or
/// `../shared/data` beside the workspace. CI needs it; elsewhere a test that finds none says so.
pub fn reference_data() -> Option<std::path::PathBuf> {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("YITING_REFERENCE_DATA").map_or(beside, std::path::PathBuf::from);
    if folder.exists() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the reference data");
    println!("skipped, no reference data");
    None
}

/// Whether something becomes true within ten seconds: for what happens a moment after its cause.
pub fn soon(mut holds: impl FnMut() -> bool) -> bool {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while std::time::Instant::now() < deadline {
        if holds() {
            return true;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    holds()
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

/// A stream of numbers that a seed decides: SplitMix64 (Steele, Lea, Flood 2014).
pub struct Dice(u64);

impl Dice {
    /// From a seed, which a test prints.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end.max(1) as u64).unwrap_or(0)
    }
}

/// The seed of this run: `YITING_SEED`, or a fresh one. It is printed, so that a failure can be met again.
pub fn seed() -> u64 {
    let seed = std::env::var("YITING_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or_else(rand::random);
    println!("YITING_SEED={seed}");
    seed
}
