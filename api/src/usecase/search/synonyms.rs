//! A district's own list of words that mean the same, read again when it was changed.

use super::super::{App, Failure};
use crate::search::analysis::Synonyms;
use anyhow::Context;
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

/// The file, and when the one that is used was written.
#[derive(Debug)]
pub struct SynonymsFile {
    path: PathBuf,
    used: Mutex<Option<SystemTime>>,
}

impl SynonymsFile {
    /// A file that has not been read yet.
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            used: Mutex::default(),
        }
    }

    fn written(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.path).and_then(|meta| meta.modified()).ok()
    }

    fn used(&self) -> std::sync::MutexGuard<'_, Option<SystemTime>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads it.
    ///
    /// # Errors
    /// A sentence with the file, and the line that does not fit.
    pub fn read(&self) -> anyhow::Result<Synonyms> {
        // Noted before it is read: what is written meanwhile is read again.
        *self.used() = self.written();
        let text =
            std::fs::read_to_string(&self.path).with_context(|| format!("{} cannot be read", self.path.display()))?;
        Synonyms::parse(&text).with_context(|| format!("{} cannot be used", self.path.display()))
    }
}

/// Takes up the list when it was written since; one that does not fit is said in the log, and the one before
/// it goes on.
///
/// # Errors
/// None; the form is that of a job.
pub async fn refresh(app: &App) -> Result<usize, Failure> {
    let Some(file) = &app.synonyms else { return Ok(0) };
    if *file.used() == file.written() {
        return Ok(0);
    }
    match file.read() {
        Ok(synonyms) => {
            app.analyser.replace_synonyms(synonyms);
            tracing::info!("the list of synonyms was read again");
        }
        Err(error) => tracing::error!(error = format!("{error:#}"), "the list of synonyms stays as it was"),
    }
    Ok(0)
}
