//! From an input to a command and its payload: what all mutations about proposals share.

use super::{
    error::{failed, refused},
    loaders::{CommentsOf, EntriesAbout, FactsAbout, FollowOf, NotesOf, ProposalBy, SupportOf, VersionsOf},
    node_id::{Kind, decode},
    photo_loaders::{PhotoBy, PhotosAt},
    proposal::Proposal,
    proposal_input::ProposalInput,
    viewer::{app, viewer},
};
use crate::usecase::{
    App, Request,
    change::Outcome,
    proposal as usecase,
    proposal::{Ask, Enclosed},
};
use async_graphql::{Context, ID, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{
    id::{FileId, ProposalId},
    instant::Instant,
    proposal::TextRef,
    refusal::Refusal,
    upload::MOST_AT_A_PLACE,
};

/// The most characters of a title.
pub(super) const TITLE: usize = 60;
/// The most characters of a proposal's text, of a resolution, of an answer.
pub(super) const LONG: usize = 5_000;
/// The most characters of a reason, a comment, a report.
pub(super) const SHORT: usize = 1_000;

/// A proposal after a command.
#[derive(SimpleObject)]
pub struct ProposalPayload {
    client_mutation_id: String,
    /// The proposal; null when the command took it out of the viewer's sight.
    proposal: Option<Proposal>,
    /// Its version right after the command.
    version: u64,
    /// Sequence of the command's first entry in the district's log.
    seq: u64,
}

/// A refusal about one field of the input.
pub(super) type Refused = (Refusal, &'static str);

/// Reads the values of an input, and seals its texts.
pub(super) struct Parser<'a> {
    pub(super) app: &'a App,
    enclosed: Enclosed,
}

impl Parser<'_> {
    pub(super) fn text(&mut self, words: &str, limit: usize, field: &'static str) -> Result<TextRef, Refused> {
        let text = self.app.seal(words, limit).map_err(|refusal| (refusal, field))?;
        let reference = text.reference.clone();
        self.enclosed.texts.push(text);
        Ok(reference)
    }

    pub(super) fn maybe(
        &mut self,
        words: Option<&str>,
        limit: usize,
        field: &'static str,
    ) -> Result<Option<TextRef>, Refused> {
        words.map(|words| self.text(words, limit, field)).transpose()
    }

    /// Pictures that come with the command; `None` leaves those that stand there.
    pub(super) fn photos(&mut self, photos: Option<&[ID]>) -> Result<Vec<FileId>, Refused> {
        let Some(photos) = photos else { return Ok(Vec::new()) };
        let ids = photo_ids(photos)?;
        self.enclosed.photos = Some(ids.clone());
        Ok(ids.into_iter().map(FileId).collect())
    }

    pub(super) fn id(kind: Kind, id: &ID, field: &'static str) -> Result<Uuid, Refused> {
        decode(kind, id).map_err(|refusal| (refusal, field))
    }

    pub(super) fn date(text: &str, field: &'static str) -> Result<chrono::NaiveDate, Refused> {
        text.parse().map_err(|_| (Refusal::Invalid, field))
    }

    pub(super) fn instant(text: Option<&str>, field: &'static str) -> Result<Option<Instant>, Refused> {
        let Some(text) = text else { return Ok(None) };
        let at = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| (Refusal::Invalid, field))?;
        Ok(Some(Instant::from_millis(at.timestamp_millis())))
    }
}

/// The uploads that an input names.
pub(super) fn photo_ids(photos: &[ID]) -> Result<Vec<Uuid>, Refused> {
    if photos.len() > MOST_AT_A_PLACE {
        return Err((Refusal::TooManyPhotos, "photos"));
    }
    let ids = photos.iter().map(|id| Parser::id(Kind::Photo, id, "photos"));
    ids.collect()
}

/// The payload of a command that was done.
pub(super) async fn answer(ctx: &Context<'_>, key: &str, outcome: Outcome) -> Result<ProposalPayload> {
    let loaders = &viewer(ctx).loaders;
    // A mutation may follow another in one document: nothing read before it may answer for it.
    loaders.clear::<ProposalBy>();
    loaders.clear::<FactsAbout>();
    loaders.clear::<EntriesAbout>();
    loaders.clear::<SupportOf>();
    loaders.clear::<FollowOf>();
    loaders.clear::<CommentsOf>();
    loaders.clear::<NotesOf>();
    loaders.clear::<VersionsOf>();
    loaders.clear::<PhotosAt>();
    loaders.clear::<PhotoBy>();
    let row = loaders
        .load_one(ProposalBy(outcome.proposal))
        .await
        .map_err(|e| super::error::lost(ctx, &e))?;
    Ok(ProposalPayload {
        client_mutation_id: key.to_owned(),
        proposal: row.and_then(|row| Proposal::seen(ctx, row)),
        version: outcome.version,
        seq: outcome.seq,
    })
}

/// Parses, gives the command, and answers with the proposal.
pub(super) async fn give<I: ProposalInput + Serialize + Sync>(
    ctx: &Context<'_>,
    operation: &'static str,
    input: &I,
    make: impl FnOnce(&mut Parser<'_>) -> Result<Ask, Refused>,
) -> Result<ProposalPayload> {
    let app = app(ctx);
    let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
    let request = Request::new(operation, input.key(), input).map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
    let proposal = decode(Kind::Proposal, input.proposal()).map_err(|r| refused(ctx, r, Some("proposal")))?;
    let mut parser = Parser {
        app,
        enclosed: Enclosed::default(),
    };
    let ask = make(&mut parser).map_err(|(refusal, field)| refused(ctx, refusal, Some(field)))?;
    let outcome = usecase::act(
        app,
        actor,
        &request,
        ProposalId(proposal),
        input.version(),
        &ask,
        &parser.enclosed,
    )
    .await
    .map_err(|e| failed(ctx, e))?;
    answer(ctx, input.key(), outcome).await
}
