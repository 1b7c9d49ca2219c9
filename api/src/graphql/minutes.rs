//! Minutes as a reader sees them.

use super::{error::failed, proposal::words_by_id};
use crate::store::entity::meeting_minutes;
use async_graphql::{Context, Object, Result, SimpleObject};
use yiting_domain::{instant::Instant, meeting::Minutes};

/// What one person said, as the committee writes it.
#[derive(SimpleObject)]
pub struct MinutesContribution {
    /// Who spoke.
    speaker: String,
    /// What was said.
    text: String,
}

/// What was talked about under one heading.
#[derive(SimpleObject)]
pub struct MinutesSection {
    /// The item of the agenda; null for what came beside it.
    item: Option<u32>,
    /// The heading.
    heading: String,
    /// Who said what.
    contributions: Vec<MinutesContribution>,
    /// What was agreed.
    conclusion: Option<String>,
}

/// A version of a meeting's minutes.
pub struct MinutesVersion {
    row: meeting_minutes::Model,
    minutes: Minutes,
}

impl MinutesVersion {
    /// Reads the words, through the batch.
    pub async fn read(ctx: &Context<'_>, row: meeting_minutes::Model) -> Result<Self> {
        let words = words_by_id(ctx, row.content_id).await?;
        let minutes = serde_json::from_str(&words).map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
        Ok(Self { row, minutes })
    }

    fn path(&self, kind: &str) -> Option<String> {
        let (meeting, version) = (self.row.meeting_id, self.row.version);
        let path = format!("/export/meetings/{meeting}/minutes.{kind}?version={version}");
        self.row.published_at.map(|_| path)
    }
}

/// A version of a meeting's minutes.
#[Object]
impl MinutesVersion {
    /// From 1; each correction is one more.
    async fn version(&self) -> i64 {
        self.row.version
    }
    /// SHA-256 of their canonical JSON: what is confirmed, and what the log names.
    async fn digest(&self) -> &str {
        &self.row.digest
    }
    /// Who chaired, as the committee writes it.
    async fn chair(&self) -> &str {
        &self.minutes.chair
    }
    /// Who wrote them.
    async fn recorder(&self) -> &str {
        &self.minutes.recorder
    }
    /// Who was there, as the committee writes it.
    async fn present(&self) -> Option<&str> {
        self.minutes.present.as_deref()
    }
    /// By heading.
    async fn sections(&self) -> Vec<MinutesSection> {
        let sections = self.minutes.sections.iter().map(|section| MinutesSection {
            item: section.item,
            heading: section.heading.clone(),
            contributions: section
                .contributions
                .iter()
                .map(|one| MinutesContribution {
                    speaker: one.speaker.clone(),
                    text: one.text.clone(),
                })
                .collect(),
            conclusion: section.conclusion.clone(),
        });
        sections.collect()
    }
    /// What else is to be said.
    async fn remarks(&self) -> Option<&str> {
        self.minutes.remarks.as_deref()
    }
    /// For a correction: why.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.row.reason_id {
            Some(id) => words_by_id(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }
    /// RFC 3339.
    async fn drafted_at(&self) -> String {
        Instant::from_millis(self.row.drafted_at).rfc3339()
    }
    /// Whether the chair has confirmed it.
    async fn confirmed_by_chair(&self) -> bool {
        self.row.chair.is_some()
    }
    /// Whether a participant has confirmed it.
    async fn confirmed_by_participant(&self) -> bool {
        self.row.participant.is_some()
    }
    /// RFC 3339; null for a draft.
    async fn published_at(&self) -> Option<String> {
        self.row.published_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// Where the published document is, as HTML.
    async fn html_path(&self) -> Option<String> {
        self.path("html")
    }
    /// Where the published document is, as plain text.
    async fn text_path(&self) -> Option<String> {
        self.path("txt")
    }
}
