//! Consenting, and unmasking for a reason.

use super::{
    account_mutation::limit,
    allowance::spend,
    arguments::{id, known, request},
    command::SHORT,
    error::{failed, refused},
    node_id::Kind,
    person::Person,
    privacy::{self, Consent},
    viewer::{app, viewer},
};
use crate::usecase::privacy::{self as usecase, Asker};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use yiting_domain::id::Pseudonym;

/// Unmaskings at once by one person, and how long until there is one more, in seconds: a morning's telephone
/// calls pass, a register does not.
const REVEALS: u32 = 30;
const REVEAL_EVERY: f64 = 60.0;

/// What a person says to the privacy notice.
#[derive(InputObject, Serialize)]
pub struct RecordConsentInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The version that was shown.
    version: String,
    /// Whether it is agreed to; false takes the consent back.
    agreed: bool,
}

/// The consent after a change.
#[derive(SimpleObject)]
pub struct ConsentPayload {
    client_mutation_id: String,
    /// What stands now; null where the consent was taken back.
    consent: Option<Consent>,
}

/// Whose data is to be shown, and why.
#[derive(InputObject, Serialize)]
pub struct RevealPersonalDataInput {
    /// Idempotency key; sent again it shows the same without a second entry.
    client_mutation_id: String,
    /// Whose.
    person: ID,
    /// Why; the person, auditors and supervisors read it. At most 1000 characters.
    reason: String,
}

/// Name and phone number of a person, unmasked. Not to be kept.
#[derive(SimpleObject)]
pub struct PersonalData {
    client_mutation_id: String,
    /// The person.
    person: Person,
    /// The phone number; null where there is none.
    phone: Option<String>,
    /// The name; null where there is none.
    real_name: Option<String>,
}

/// Mutations about the privacy notice and personal data.
#[derive(Default)]
pub struct PrivacyMutation;

/// Mutations about the privacy notice and personal data.
#[Object]
impl PrivacyMutation {
    /// Records what I say to the privacy notice. Codes: INVALID_INPUT, RATE_LIMITED.
    async fn record_consent(&self, ctx: &Context<'_>, input: RecordConsentInput) -> Result<ConsentPayload> {
        let actor = known(ctx)?;
        limit(ctx, "consent", &actor.person.to_string()).await?;
        let request = request(ctx, "recordConsent", &input.client_mutation_id, &input)?;
        usecase::record_consent(app(ctx), actor, &request, &input.version, input.agreed)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(ConsentPayload {
            client_mutation_id: input.client_mutation_id,
            consent: privacy::standing(ctx).await?,
        })
    }

    /// Shows name and phone number of a resident to staff who verify where the person lives. Each time is
    /// recorded. Codes: FORBIDDEN, NOT_FOUND, TEXT_REQUIRED, TEXT_TOO_LONG, VERSION_CONFLICT, RATE_LIMITED.
    async fn reveal_personal_data(&self, ctx: &Context<'_>, input: RevealPersonalDataInput) -> Result<PersonalData> {
        let (app, actor) = (app(ctx), known(ctx)?);
        let key = format!("reveal:{}", actor.person);
        spend(ctx, &key, REVEALS, 1.0 / REVEAL_EVERY, None).await?;
        let request = request(ctx, "revealPersonalData", &input.client_mutation_id, &input)?;
        let person = id(ctx, Kind::Person, &input.person, "person")?;
        let reason = app
            .seal(&input.reason, SHORT)
            .map_err(|r| refused(ctx, r, Some("reason")))?;
        let asker = Asker {
            actor,
            request_id: &viewer(ctx).request_id,
        };
        let shown = usecase::reveal(app, &asker, &request, Pseudonym(person), &reason)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(PersonalData {
            client_mutation_id: input.client_mutation_id,
            person: Person(person),
            phone: shown.phone,
            real_name: shown.real_name,
        })
    }
}
