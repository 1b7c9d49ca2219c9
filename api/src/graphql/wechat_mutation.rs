//! What residents do through WeChat: binding a phone, and saying which messages they want.

use super::{
    account_mutation::{Done, limit},
    arguments::{known, request},
    delivery::SubscribeAnswer,
    error::failed,
    person::Person,
    viewer::app,
};
use crate::usecase::{phone, wechat::grants};
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use serde::Serialize;

/// A phone number to be bound.
#[derive(InputObject, Serialize)]
pub struct BindPhoneInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// From the phone button (`bindgetphonenumber`); it works once, for five minutes.
    code: String,
}

/// An account with a phone number.
#[derive(SimpleObject)]
pub struct BoundPhone {
    client_mutation_id: String,
    /// The person who goes on.
    person: Person,
    /// Whether somebody whom a register or a member of staff had recorded was joined, with residences
    /// and roles.
    joined: bool,
    /// Whether the session goes on under the recorded person: the access token at hand is over, and
    /// `refreshLogin` gives the next one.
    moved: bool,
}

/// What the phone said of one template.
#[derive(InputObject, Serialize)]
pub struct SubscribeAnswerInput {
    /// Its id.
    template: String,
    /// The answer.
    answer: SubscribeAnswer,
}

/// What `wx.requestSubscribeMessage` answered.
#[derive(InputObject, Serialize)]
pub struct RecordSubscribeAnswersInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// One to five, each template once.
    answers: Vec<SubscribeAnswerInput>,
}

/// Mutations that need WeChat.
#[derive(Default)]
pub struct WechatMutation;

/// Mutations that need WeChat.
#[Object]
impl WechatMutation {
    /// Binds the phone number that WeChat verified: identity level 1. Whoever was recorded under the
    /// number before, and has no account, is joined. Codes: WECHAT_ACCOUNT_REQUIRED, WECHAT_CODE_INVALID,
    /// PHONE_TAKEN, PHONE_NOT_JOINABLE, UPSTREAM_UNAVAILABLE, RATE_LIMITED.
    async fn bind_phone(&self, ctx: &Context<'_>, input: BindPhoneInput) -> Result<BoundPhone> {
        let actor = known(ctx)?;
        limit(ctx, "phone", &actor.person.to_string()).await?;
        let request = request(ctx, "bindPhone", &input.client_mutation_id, &input)?;
        let bound = phone::bind(app(ctx), actor, &request, &input.code).await;
        let bound = bound.map_err(|e| failed(ctx, e))?;
        Ok(BoundPhone {
            client_mutation_id: input.client_mutation_id,
            person: Person(bound.person),
            joined: bound.joined,
            moved: bound.moved,
        })
    }

    /// Keeps what the phone answered when it was asked about subscribe messages: each acceptance is one
    /// message, or messages without end for a long-term template. Code: INVALID_INPUT.
    async fn record_subscribe_answers(&self, ctx: &Context<'_>, input: RecordSubscribeAnswersInput) -> Result<Done> {
        let actor = known(ctx)?;
        let request = request(ctx, "recordSubscribeAnswers", &input.client_mutation_id, &input)?;
        let answers: Vec<_> = input
            .answers
            .iter()
            .map(|one| (one.template.clone(), one.answer.into()))
            .collect();
        let kept = grants::record(app(ctx), actor, &request, &answers).await;
        kept.map_err(|e| failed(ctx, e))?;
        Ok(Done::new(input.client_mutation_id))
    }
}
