//! The folder of an embedded index: generations side by side, and a file that names the one that answers.
//!
//! ```text
//! CURRENT              text: the name of the generation that answers
//! LOCK                 held while a generation is begun, put in place or removed
//! generation-000007/   a tantivy index
//! ```
//!
//! A generation is written under tantivy's own writer lock and is only named in `CURRENT` once it is complete and
//! on disk; the name is replaced in one step. So whoever is killed leaves the last complete generation in place,
//! and two who build at the same time write apart: the one that ends last answers.

use super::{Lost, schema::Fields};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};
use tantivy::{
    Index, IndexWriter,
    directory::{Directory, INDEX_WRITER_LOCK},
    indexer::IndexWriterOptions,
};

const CURRENT: &str = "CURRENT";
const PREFIX: &str = "generation-";
/// Memory of a writer before it begins a new segment, in bytes; tantivy asks for at least 15 MB.
const HEAP: usize = 32 << 20;

/// The folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// What of the file system or of tantivy fails, an engine that is lost.
pub fn lost(error: impl std::fmt::Display) -> Lost {
    Lost(error.to_string())
}

impl Folder {
    /// Makes it if it is not there.
    pub fn open(path: &Path) -> Result<Self, Lost> {
        fs::create_dir_all(path).map_err(lost)?;
        Ok(Self(path.to_owned()))
    }

    /// Name of the generation that answers.
    pub fn current(&self) -> Result<Option<String>, Lost> {
        match fs::read_to_string(self.0.join(CURRENT)) {
            Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| number(name).is_some())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            // What was overwritten with something else is no name.
            Err(error) if error.kind() == ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(lost(error)),
        }
    }

    /// The folder of a generation.
    pub fn of(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Begins a generation beside the others, and keeps its writer's lock.
    pub fn begin(&self) -> Result<(String, IndexWriter), Lost> {
        let _lock = self.lock()?;
        let last = self.names()?.iter().filter_map(|name| number(name)).max().unwrap_or(0);
        let name = format!("{PREFIX}{:06}", last + 1);
        let folder = self.of(&name);
        fs::create_dir(&folder).map_err(lost)?;
        let index = Index::create_in_dir(&folder, Fields::new().0).map_err(lost)?;
        Ok((name, writer(&index)?))
    }

    /// Names a complete generation as the one that answers, and removes the others that nobody writes to.
    pub fn publish(&self, name: &str) -> Result<(), Lost> {
        let _lock = self.lock()?;
        let draft = self.0.join(format!("{CURRENT}.{name}"));
        let mut file = File::create(&draft).map_err(lost)?;
        file.write_all(name.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(lost)?;
        fs::rename(&draft, self.0.join(CURRENT)).map_err(lost)?;
        File::open(&self.0).and_then(|folder| folder.sync_all()).map_err(lost)?;
        self.sweep(name);
        Ok(())
    }

    /// Removes generations other than this one. Whoever reads from one has its files open, and keeps them.
    /// What cannot be removed now is removed the next time.
    fn sweep(&self, keep: &str) {
        for name in self.names().unwrap_or_default().iter().filter(|name| *name != keep) {
            let folder = self.of(name);
            let index = Index::open_in_dir(&folder);
            // Who holds this lock is still building.
            let lock = index
                .as_ref()
                .ok()
                .map(|index| index.directory().acquire_lock(&INDEX_WRITER_LOCK));
            if !matches!(lock, Some(Err(_))) && fs::remove_dir_all(&folder).is_err() {
                tracing::warn!(generation = %name, "an old generation of the search index could not be removed");
            }
        }
    }

    fn names(&self) -> Result<Vec<String>, Lost> {
        let entries = fs::read_dir(&self.0).map_err(lost)?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter(|name| number(name).is_some()).collect())
    }

    fn lock(&self) -> Result<File, Lost> {
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(self.0.join("LOCK"))
            .map_err(lost)?;
        file.lock().map_err(lost)?;
        Ok(file)
    }
}

fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(PREFIX)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

/// The one who may write to a generation; fails while another one, of this process or another, is it.
pub fn writer(index: &Index) -> Result<IndexWriter, Lost> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(HEAP)
        .build();
    index.writer_with_options(options).map_err(lost)
}

/// Bytes of the files of a generation.
pub fn bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|about| about.len())
        .sum()
}
