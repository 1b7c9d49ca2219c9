//! Versions of a proposal's text and what changed between them.

use super::proposal::words_by_id;
use crate::store::entity::proposal_text;
use async_graphql::{Context, Object, Result, SimpleObject};
use yiting_domain::instant::Instant;

/// A version of a proposal's text.
pub struct TextVersion {
    row: proposal_text::Model,
    before: Option<proposal_text::Model>,
}

impl TextVersion {
    /// Each version with the one before it among those given.
    pub fn chain(rows: impl IntoIterator<Item = proposal_text::Model>) -> Vec<Self> {
        let mut before = None;
        rows.into_iter()
            .map(|row| {
                let version = Self {
                    row: row.clone(),
                    before: before.take(),
                };
                before = Some(row);
                version
            })
            .collect()
    }
}

/// One run of a difference.
#[derive(SimpleObject)]
pub struct DiffRun {
    /// `=` kept, `+` added, `-` removed.
    pub kind: &'static str,
    /// The characters.
    pub text: String,
}

/// A version of a proposal's text.
#[Object(name = "ProposalTextVersion")]
impl TextVersion {
    /// From 1.
    async fn number(&self) -> i64 {
        self.row.number
    }
    /// The title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.title_id).await
    }
    /// The text.
    async fn body(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.body_id).await
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        Instant::from_millis(self.row.created_at).rfc3339()
    }
    /// What changed in the text since the version before; empty for the first.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<DiffRun>> {
        let Some(before) = &self.before else {
            return Ok(Vec::new());
        };
        let old = words_by_id(ctx, before.body_id).await?;
        let new = words_by_id(ctx, self.row.body_id).await?;
        let mut runs: Vec<DiffRun> = Vec::new();
        for change in similar::TextDiff::from_chars(&old, &new).iter_all_changes() {
            let kind = match change.tag() {
                similar::ChangeTag::Equal => "=",
                similar::ChangeTag::Insert => "+",
                similar::ChangeTag::Delete => "-",
            };
            match runs.last_mut() {
                Some(run) if run.kind == kind => run.text.push_str(change.value()),
                _ => runs.push(DiffRun {
                    kind,
                    text: change.value().to_owned(),
                }),
            }
        }
        Ok(runs)
    }
}
