//! Comments, and moderating them.

use super::{
    command::{Parser, ProposalPayload, SHORT, give},
    node_id::Kind,
    proposal_input::*,
};
use crate::usecase::proposal::{Ask, Moderation};
use async_graphql::{Context, Object, Result};
use serde::Serialize;
use yiting_domain::id::CommentId;

/// Gives a moderation of one comment.
async fn moderate<I: ProposalInput + Serialize + Sync>(
    ctx: &Context<'_>,
    operation: &'static str,
    input: &I,
    (comment, reason): (&async_graphql::ID, &str),
    how: Moderation,
) -> Result<ProposalPayload> {
    give(ctx, operation, input, |parse| {
        let comment = CommentId(Parser::id(Kind::Comment, comment, "comment")?);
        let reason = parse.text(reason, SHORT, "reason")?;
        Ok(Ask::Moderate { comment, how, reason })
    })
    .await
}

/// Mutations about comments.
#[derive(Default)]
pub struct CommentMutation;

/// Mutations about comments.
#[Object]
impl CommentMutation {
    /// Says something in public, perhaps in answer to a comment; threads have one level.
    async fn comment_on_proposal(&self, ctx: &Context<'_>, input: CommentInput) -> Result<ProposalPayload> {
        give(ctx, "commentOnProposal", &input, |parse| {
            let text = parse.text(&input.text, SHORT, "text")?;
            let reply_to = input
                .reply_to
                .as_ref()
                .map(|id| Parser::id(Kind::Comment, id, "replyTo").map(CommentId))
                .transpose()?;
            parse.photos(input.photos.as_deref())?;
            let id = CommentId(parse.app.fresh_id());
            Ok(Ask::Comment { id, text, reply_to })
        })
        .await
    }

    /// Shows or hides a comment that the content check was unsure of.
    async fn check_comment(&self, ctx: &Context<'_>, input: DecideCommentInput) -> Result<ProposalPayload> {
        let how = Moderation::Check { pass: input.approve };
        moderate(ctx, "checkComment", &input, (&input.comment, &input.reason), how).await
    }

    /// Takes a comment out of sight; its words are kept, its author reads the reason.
    async fn hide_comment(&self, ctx: &Context<'_>, input: CommentReasonInput) -> Result<ProposalPayload> {
        moderate(
            ctx,
            "hideComment",
            &input,
            (&input.comment, &input.reason),
            Moderation::Hide,
        )
        .await
    }

    /// Appeals, as its author and once, against a hidden comment, to the tier above.
    async fn appeal_comment(&self, ctx: &Context<'_>, input: CommentReasonInput) -> Result<ProposalPayload> {
        let what = (&input.comment, input.reason.as_str());
        moderate(ctx, "appealComment", &input, what, Moderation::Appeal).await
    }

    /// Decides an appeal: the comment is shown again, or stays hidden.
    async fn decide_comment_appeal(&self, ctx: &Context<'_>, input: DecideCommentInput) -> Result<ProposalPayload> {
        let how = Moderation::Decide { restore: input.approve };
        moderate(ctx, "decideCommentAppeal", &input, (&input.comment, &input.reason), how).await
    }
}
