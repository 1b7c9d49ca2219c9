//! Where pictures are kept: a folder of this machine by default, S3-compatible storage by settings.
//!
//! Names are made here and never come from outside; a name is written once and its bytes never change.

pub mod folder;
pub mod picture;
pub mod s3;

#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod picture_tests;

use actix_web::web::Bytes;
use async_trait::async_trait;
use std::fmt;
use uuid::Uuid;

/// The two sizes in which a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// As large as it is shown.
    Full,
    /// For lists.
    Thumbnail,
}

/// The name of a stored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileName {
    /// The upload.
    pub id: Uuid,
    /// Which of its sizes.
    pub size: Size,
}

impl FileName {
    /// Both names of an upload.
    pub const fn both(id: Uuid) -> [Self; 2] {
        [
            Self { id, size: Size::Full },
            Self {
                id,
                size: Size::Thumbnail,
            },
        ]
    }

    /// Reads what stands in an address: 32 hexadecimal digits, `-s` for the small size, `.jpg`.
    pub fn parse(text: &str) -> Option<Self> {
        let stem = text.strip_suffix(".jpg")?;
        let (digits, size) = match stem.strip_suffix("-s") {
            Some(digits) => (digits, Size::Thumbnail),
            None => (stem, Size::Full),
        };
        let shaped = digits.len() == 32
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let id = shaped.then(|| Uuid::try_parse(digits).ok()).flatten()?;
        Some(Self { id, size })
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = match self.size {
            Size::Full => "",
            Size::Thumbnail => "-s",
        };
        write!(f, "{}{size}.jpg", self.id.simple())
    }
}

/// The store cannot do it now; what was asked may be asked again.
#[derive(Debug, thiserror::Error)]
#[error("the file store failed: {0}")]
pub struct FilesError(pub String);

/// Keeps files. Two adapters stand behind it, and one suite of tests over both.
#[async_trait]
pub trait Files: Send + Sync {
    /// Keeps bytes under a name. The same name again means the same bytes again.
    async fn put(&self, name: FileName, bytes: Bytes) -> Result<(), FilesError>;

    /// The bytes under a name; `None` where there are none.
    async fn get(&self, name: FileName) -> Result<Option<Bytes>, FilesError>;

    /// Forgets a name. One that is not there is forgotten already.
    async fn delete(&self, name: FileName) -> Result<(), FilesError>;
}
