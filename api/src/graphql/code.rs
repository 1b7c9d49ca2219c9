//! Mini-program codes.

use super::{
    account_mutation::{Done, limit},
    arguments::{instant, known, request},
    error::{failed, lost, refused},
    loaders::AreaBy,
    node::{Node, find},
    node_id::{Kind, decode_any, encode, tag_of},
    page,
    viewer::{app, viewer},
};
use crate::{
    store::{codes, entity::code},
    usecase::code::{self as usecase, Landing, Target},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject, connection::Connection};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{
    instant::Instant,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// What a code is made for.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// The matters of an area: of a block, a stairwell, a neighborhood.
    Area,
    /// A proposal.
    Proposal,
    /// A round.
    Round,
    /// A meeting, at whose door people check in.
    Meeting,
    /// A household's letter, by which residents are verified.
    Invitation,
}

impl From<Target> for CodeKind {
    fn from(target: Target) -> Self {
        match target {
            Target::Area(_) => Self::Area,
            Target::Proposal(_) => Self::Proposal,
            Target::Round(_) => Self::Round,
            Target::Meeting(_) => Self::Meeting,
        }
    }
}

fn global(target: Target) -> ID {
    match target {
        Target::Area(id) => encode(Kind::Area, id),
        Target::Proposal(id) => encode(Kind::Proposal, id),
        Target::Round(id) => encode(Kind::Round, id),
        Target::Meeting(id) => encode(Kind::Meeting, id),
    }
}

/// A mini-program code.
pub struct Code(code::Model);

/// A mini-program code.
#[Object]
impl Code {
    /// What stands in it; the page gets it as `scene`.
    async fn scene(&self) -> &str {
        &self.0.scene
    }
    /// What it is made for.
    async fn kind(&self, ctx: &Context<'_>) -> Result<CodeKind> {
        let target = Target::of(&self.0).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(target.into())
    }
    /// Where it lands; null where the viewer may not see it.
    async fn target(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        match Target::of(&self.0) {
            Some(target) => find(ctx, &global(target)).await,
            None => Ok(None),
        }
    }
    /// The path of its picture, a PNG to be printed.
    async fn picture(&self) -> String {
        format!("/codes/{}.png", self.0.scene)
    }
    /// A link that opens the app from outside WeChat, where one was made (`makeCodeLink`) and is good.
    async fn link(&self, ctx: &Context<'_>) -> Option<&str> {
        let good = self
            .0
            .link_expires_at
            .is_some_and(|until| until > app(ctx).now().millis());
        self.0.link.as_deref().filter(|_| good)
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        Instant::from_millis(self.0.created_at).rfc3339()
    }
    /// RFC 3339; null where it has no end.
    async fn expires_at(&self) -> Option<String> {
        self.0.expires_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// RFC 3339; null where it was not withdrawn.
    async fn revoked_at(&self) -> Option<String> {
        self.0.revoked_at.map(|at| Instant::from_millis(at).rfc3339())
    }
}

/// Where a scan lands.
#[derive(SimpleObject)]
pub struct CodeLanding {
    /// What the code was made for.
    kind: CodeKind,
    /// In what; null where the viewer may not see it (yet).
    node: Option<Node>,
    /// For a household's letter: the code for `redeemInvitation`.
    invitation: Option<String>,
}

/// Reads a scene for the phone that scanned it.
pub async fn landing(ctx: &Context<'_>, scene: &str) -> Result<CodeLanding> {
    if scene.starts_with(&usecase::letter_scene("")) {
        // A household's code is short enough to be guessed at, given time.
        limit(ctx, "letter", scene).await?;
    }
    let landing = usecase::landing(app(ctx), scene).await;
    Ok(match landing.map_err(|e| failed(ctx, e))? {
        Landing::Target(target) => CodeLanding {
            kind: target.into(),
            node: find(ctx, &global(target)).await?,
            invitation: None,
        },
        Landing::Letter { area, code } => CodeLanding {
            kind: CodeKind::Invitation,
            node: find(ctx, &encode(Kind::Area, area)).await?,
            invitation: Some(code),
        },
    })
}

/// The scene's bytes as an id, by which a cursor names it.
fn as_id(scene: &str) -> Uuid {
    let bytes = URL_SAFE_NO_PAD.decode(scene).unwrap_or_default();
    Uuid::from_slice(&bytes).unwrap_or_default()
}

/// A page of the codes of exactly this area, for those who may make them.
pub async fn of_area(
    ctx: &Context<'_>,
    area: Uuid,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Code>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let row = viewer.loaders.load_one(AreaBy(area)).await.map_err(|e| lost(ctx, &e))?;
    let place = row.and_then(|row| crate::store::areas::reference(&row));
    let place = place.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("area")))?;
    let may = may_in_area(AreaAction::MakeCodes, viewer.actor.as_deref(), &place);
    may.map_err(|r| refused(ctx, r, Some("area")))?;
    let page = page::asked(ctx, format!("codes:{area}"), first, after.as_deref())?;
    let before = page.after.map(|(at, id)| (at, URL_SAFE_NO_PAD.encode(id.as_bytes())));
    let rows = codes::of_area(app.db.reader(), area, before, page.limit()).await;
    let rows = rows.map_err(|e| failed(ctx, e))?;
    Ok(page.of(rows, |row| (row.created_at, as_id(&row.scene)), Code))
}

/// A code to be made.
#[derive(InputObject, Serialize)]
pub struct MakeCodeInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// An area (also a stairwell), a proposal, a round or a meeting.
    target: ID,
    /// When it ends, RFC 3339; never when left out.
    expires_at: Option<String>,
}

/// A code.
#[derive(InputObject, Serialize)]
pub struct OnCodeInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Its scene.
    scene: String,
}

/// A code after a change.
#[derive(SimpleObject)]
pub struct CodePayload {
    client_mutation_id: String,
    /// The code.
    code: Code,
}

async fn answer(ctx: &Context<'_>, client_mutation_id: String, scene: &str) -> Result<CodePayload> {
    let row = codes::by_scene(app(ctx).db.reader(), scene).await;
    let row = row.map_err(|e| failed(ctx, e))?;
    Ok(CodePayload {
        client_mutation_id,
        code: Code(row.ok_or_else(|| refused(ctx, Refusal::CodeUnknown, Some("scene")))?),
    })
}

/// Mutations about mini-program codes.
#[derive(Default)]
pub struct CodeMutation;

/// Mutations about mini-program codes.
#[Object]
impl CodeMutation {
    /// Makes a mini-program code. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET, INVALID_INPUT.
    async fn make_code(&self, ctx: &Context<'_>, input: MakeCodeInput) -> Result<CodePayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "makeCode", &input.client_mutation_id, &input)?;
        let target = decode_any(&input.target).and_then(|(tag, id)| {
            [
                (Kind::Area, Target::Area(id)),
                (Kind::Proposal, Target::Proposal(id)),
                (Kind::Round, Target::Round(id)),
                (Kind::Meeting, Target::Meeting(id)),
            ]
            .into_iter()
            .find_map(|(kind, target)| (tag == tag_of(kind)).then_some(target))
        });
        let target = target.ok_or_else(|| refused(ctx, Refusal::Invalid, Some("target")))?;
        let end = input.expires_at.as_deref().map(|text| instant(ctx, text, "expiresAt"));
        let made = usecase::make(app(ctx), actor, &request, target, end.transpose()?).await;
        let scene = made.map_err(|e| failed(ctx, e))?;
        answer(ctx, input.client_mutation_id, &scene).await
    }

    /// Withdraws a code: whoever scans it is told so. Codes: FORBIDDEN, CODE_UNKNOWN, CODE_REVOKED.
    async fn revoke_code(&self, ctx: &Context<'_>, input: OnCodeInput) -> Result<Done> {
        let actor = known(ctx)?;
        let request = request(ctx, "revokeCode", &input.client_mutation_id, &input)?;
        let done = usecase::revoke(app(ctx), actor, &request, &input.scene).await;
        done.map_err(|e| failed(ctx, e))?;
        Ok(Done::new(input.client_mutation_id))
    }

    /// Makes a link for a code that opens the app from outside WeChat, good for 30 days; one that is
    /// good for another day stays. Codes: FORBIDDEN, CODE_UNKNOWN, CODE_REVOKED, CODE_EXPIRED,
    /// UPSTREAM_UNAVAILABLE, RATE_LIMITED.
    async fn make_code_link(&self, ctx: &Context<'_>, input: OnCodeInput) -> Result<CodePayload> {
        let actor = known(ctx)?;
        let done = usecase::link(app(ctx), actor, &input.scene).await;
        done.map_err(|e| failed(ctx, e))?;
        answer(ctx, input.client_mutation_id, &input.scene).await
    }
}
