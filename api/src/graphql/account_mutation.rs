//! Logging in and out, and one's own account.

use super::{
    allowance::spend,
    error::{failed, refused},
    node_id::{Kind, decode},
    person::Person,
    viewer::{app, viewer},
};
use crate::{
    cache::RateRefusal,
    usecase::{Request, account, residents},
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use yiting_domain::refusal::Refusal;

/// A pair of tokens.
#[derive(SimpleObject)]
pub struct Login {
    client_mutation_id: String,
    /// Bearer token, 15 minutes.
    access_token: String,
    /// For one refresh.
    refresh_token: String,
    /// RFC 3339.
    expires_at: String,
}

/// Login by WeChat.
#[derive(InputObject)]
pub struct LoginWithWechatInput {
    /// Idempotency key. A WeChat code is single use, which already makes the login happen once.
    client_mutation_id: String,
    /// From wx.login.
    code: String,
}

/// Login of staff.
#[derive(InputObject)]
pub struct LoginStaffInput {
    /// Idempotency key; the code of the second factor works once.
    client_mutation_id: String,
    /// User name.
    username: String,
    /// Password.
    password: String,
    /// Six digits of the second factor.
    code: String,
}

/// The next pair of tokens.
#[derive(InputObject)]
pub struct RefreshLoginInput {
    /// Idempotency key; a refresh token works once, and within two minutes again under the same key.
    client_mutation_id: String,
    /// The refresh token.
    refresh_token: String,
}

/// A plain acknowledgement.
#[derive(SimpleObject)]
pub struct Done {
    client_mutation_id: String,
}

impl Done {
    /// Acknowledges a request.
    pub(super) const fn new(client_mutation_id: String) -> Self {
        Self { client_mutation_id }
    }
}

/// Only the key.
#[derive(InputObject, Serialize)]
pub struct OnlyKeyInput {
    /// Idempotency key.
    client_mutation_id: String,
}

/// Verification by a household's code.
#[derive(InputObject, Serialize)]
pub struct RedeemInvitationInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// As printed; case and dashes do not matter.
    code: String,
}

/// The viewer after a change.
#[derive(SimpleObject)]
pub struct Verified {
    client_mutation_id: String,
    /// The person.
    person: Person,
}

/// Notices that were read.
#[derive(InputObject, Serialize)]
pub struct MarkNoticesReadInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// At most 50.
    ids: Vec<ID>,
}

/// Refuses what comes too often: by address, and by what is tried.
pub(super) async fn limit(ctx: &Context<'_>, what: &str, whom: &str) -> Result<()> {
    let address = format!("auth:{what}:address:{}", viewer(ctx).address);
    let target = format!("auth:{what}:target:{whom}");
    for (key, burst) in [(address, 60), (target, 10)] {
        spend(ctx, &key, burst, 0.2, None).await?;
    }
    Ok(())
}

fn login(client_mutation_id: String, tokens: account::Tokens) -> Login {
    Login {
        client_mutation_id,
        access_token: tokens.access,
        refresh_token: tokens.refresh,
        expires_at: tokens.expires_at.rfc3339(),
    }
}

/// Mutations about accounts.
#[derive(Default)]
pub struct AccountMutation;

/// Mutations about accounts.
#[Object]
impl AccountMutation {
    /// Logs in by a code of wx.login. Codes: WECHAT_CODE_INVALID, UPSTREAM_UNAVAILABLE, RATE_LIMITED.
    async fn login_with_wechat(&self, ctx: &Context<'_>, input: LoginWithWechatInput) -> Result<Login> {
        let address = format!("auth:wechat:address:{}", viewer(ctx).address);
        if let Err(RateRefusal::TooFast { .. }) = app(ctx).shared.rate_limit(&address, 1, 300, 20.0).await {
            return Err(refused(ctx, Refusal::RateLimited, None));
        }
        let tokens = account::login_with_wechat(app(ctx), &input.code)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(login(input.client_mutation_id, tokens))
    }

    /// Logs staff in. Codes: LOGIN_FAILED, LOGIN_LOCKED, RATE_LIMITED.
    async fn login_staff(&self, ctx: &Context<'_>, input: LoginStaffInput) -> Result<Login> {
        limit(ctx, "staff", &input.username).await?;
        let tokens = account::login_staff(app(ctx), &input.username, &input.password, &input.code)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(login(input.client_mutation_id, tokens))
    }

    /// Exchanges a refresh token. A token used twice ends the session. Code: UNAUTHENTICATED.
    async fn refresh_login(&self, ctx: &Context<'_>, input: RefreshLoginInput) -> Result<Login> {
        let tokens = account::refresh(app(ctx), &input.refresh_token, &input.client_mutation_id)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(login(input.client_mutation_id, tokens))
    }

    /// Ends this session on every instance at once.
    async fn logout(&self, ctx: &Context<'_>, input: OnlyKeyInput) -> Result<Done> {
        let person = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?.person.0;
        let session = viewer(ctx)
            .session
            .ok_or_else(|| refused(ctx, Refusal::Unauthenticated, None))?;
        account::logout(app(ctx), person, session)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(Done::new(input.client_mutation_id))
    }

    /// Becomes a verified resident by a household's code. Codes: INVITATION_INVALID, RATE_LIMITED.
    async fn redeem_invitation(&self, ctx: &Context<'_>, input: RedeemInvitationInput) -> Result<Verified> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        limit(ctx, "invitation", &actor.person.to_string()).await?;
        let request = Request::new("redeemInvitation", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        residents::redeem_invitation(app(ctx), actor, &request, &input.code)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(Verified {
            client_mutation_id: input.client_mutation_id,
            person: Person(actor.pseudonym.0),
        })
    }

    /// Marks notices of my inbox as read.
    async fn mark_notices_read(&self, ctx: &Context<'_>, input: MarkNoticesReadInput) -> Result<Done> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        if input.ids.len() > 50 {
            return Err(refused(ctx, Refusal::Invalid, Some("ids")));
        }
        let ids: Result<Vec<_>, _> = input.ids.iter().map(|id| decode(Kind::Notice, id)).collect();
        let ids = ids.map_err(|r| refused(ctx, r, Some("ids")))?;
        let request = Request::new("markNoticesRead", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        account::mark_notices_read(app(ctx), actor, &request, &ids)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(Done::new(input.client_mutation_id))
    }

    /// Closes my account: name, phone and WeChat id are erased, my sessions end; what I said stays
    /// in the record under a name that no longer leads to me.
    async fn close_account(&self, ctx: &Context<'_>, input: OnlyKeyInput) -> Result<Done> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        account::close(app(ctx), actor).await.map_err(|e| failed(ctx, e))?;
        Ok(Done::new(input.client_mutation_id))
    }
}
