//! Files in a folder of this machine. All instances must see the same one.

use super::{FileName, Files, FilesError};
use actix_web::web::Bytes;
use async_trait::async_trait;
use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// A folder with 256 folders in it.
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Keeps files in this folder, which is made when the first comes.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn path(&self, name: FileName) -> PathBuf {
        let name = name.to_string();
        self.root.join(&name[..2]).join(name)
    }
}

/// Does blocking work elsewhere.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T, FilesError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| FilesError(e.to_string()))?
        .map_err(|e| FilesError(e.to_string()))
}

/// Numbers what is being written, so that two writers of one name do not share a file on the way.
static WRITES: AtomicU64 = AtomicU64::new(0);

/// Writes beside the place, syncs, then moves there: a name never holds half of its bytes.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let number = WRITES.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_extension(format!("{}-{number}.part", std::process::id()));
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    std::fs::File::open(folder)?.sync_all()
}

#[async_trait]
impl Files for Folder {
    async fn put(&self, name: FileName, bytes: Bytes) -> Result<(), FilesError> {
        let path = self.path(name);
        aside(move || write(&path, &bytes)).await
    }

    async fn get(&self, name: FileName) -> Result<Option<Bytes>, FilesError> {
        let path = self.path(name);
        aside(move || match std::fs::read(path) {
            Ok(bytes) => Ok(Some(Bytes::from(bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn delete(&self, name: FileName) -> Result<(), FilesError> {
        let path = self.path(name);
        aside(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }
}
