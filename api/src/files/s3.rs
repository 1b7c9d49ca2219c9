//! Files in S3-compatible storage (Amazon S3, MinIO, the object stores of Aliyun and Tencent). Requests
//! are signed with AWS Signature Version 4; the bucket must exist and stays private.

use super::{FileName, Files, FilesError};
use actix_web::web::Bytes;
use anyhow::Context;
use async_trait::async_trait;
use reqwest::StatusCode;
use rusty_s3::{
    Bucket, Credentials, S3Action, UrlStyle,
    actions::{DeleteObject, GetObject, PutObject},
};
use std::time::Duration;

/// For how long a signature holds.
const SIGNED: Duration = Duration::from_secs(60);
/// How long one request may take.
const TIME: Duration = Duration::from_secs(30);
/// No file of ours is larger; an answer that is, is none of ours.
const MOST: u64 = 32 * 1024 * 1024;

/// A bucket.
pub struct S3 {
    bucket: Bucket,
    credentials: Credentials,
    client: reqwest::Client,
}

/// Where the bucket is and who we are there.
pub struct Settings<'a> {
    /// `https://HOST`, without the bucket.
    pub endpoint: &'a str,
    /// The bucket's name.
    pub bucket: &'a str,
    /// Its region; some stores want any word.
    pub region: &'a str,
    /// The access key's id.
    pub key: &'a str,
    /// The access key.
    pub secret: &'a str,
}

impl S3 {
    /// A bucket by its settings; nothing is asked of it yet.
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn new(settings: &Settings<'_>) -> anyhow::Result<Self> {
        let endpoint = settings.endpoint.parse().context("YITING_S3_ENDPOINT is no address")?;
        let bucket = Bucket::new(
            endpoint,
            UrlStyle::Path,
            settings.bucket.to_owned(),
            settings.region.to_owned(),
        )
        .context("YITING_S3_BUCKET and YITING_S3_ENDPOINT do not fit")?;
        let client = reqwest::Client::builder()
            .timeout(TIME)
            .connect_timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .context("no HTTP client")?;
        Ok(Self {
            bucket,
            credentials: Credentials::new(settings.key, settings.secret),
            client,
        })
    }
}

/// A failure without the signed address, which would be a key to the file.
fn failed(error: reqwest::Error) -> FilesError {
    FilesError(error.without_url().to_string())
}

fn answered(status: StatusCode) -> Result<(), FilesError> {
    if status.is_success() {
        Ok(())
    } else {
        Err(FilesError(format!("status {}", status.as_u16())))
    }
}

#[async_trait]
impl Files for S3 {
    async fn put(&self, name: FileName, bytes: Bytes) -> Result<(), FilesError> {
        let name = name.to_string();
        let url = PutObject::new(&self.bucket, Some(&self.credentials), &name).sign(SIGNED);
        let request = self.client.put(url).header("content-type", "image/jpeg").body(bytes);
        answered(request.send().await.map_err(failed)?.status())
    }

    async fn get(&self, name: FileName) -> Result<Option<Bytes>, FilesError> {
        let name = name.to_string();
        let url = GetObject::new(&self.bucket, Some(&self.credentials), &name).sign(SIGNED);
        let answer = self.client.get(url).send().await.map_err(failed)?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        answered(answer.status())?;
        if answer.content_length().is_none_or(|length| length > MOST) {
            return Err(FilesError("an answer of another size than any file of ours".to_owned()));
        }
        answer.bytes().await.map(Some).map_err(failed)
    }

    async fn delete(&self, name: FileName) -> Result<(), FilesError> {
        let name = name.to_string();
        let url = DeleteObject::new(&self.bucket, Some(&self.credentials), &name).sign(SIGNED);
        let status = self.client.delete(url).send().await.map_err(failed)?.status();
        if status == StatusCode::NOT_FOUND {
            return Ok(());
        }
        answered(status)
    }
}
