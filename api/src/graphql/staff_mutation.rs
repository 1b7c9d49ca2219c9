//! People as staff and administrators handle them.

use super::{
    arguments::request,
    error::{failed, refused},
    node_id::{Kind, decode, encode},
    person::Person,
    viewer::{app, viewer},
};
use crate::usecase::{code, residents, roles};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use yiting_domain::{id::Pseudonym, people as rules};

/// What a person may be in an area.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "rules::Role")]
pub enum Role {
    /// 小区召集人
    Convener,
    /// 居委会社工
    CommitteeWorker,
    /// 居委会主任
    CommitteeDirector,
    /// 街镇经办
    StreetOfficer,
    /// 街镇负责人
    StreetLead,
    /// 区级经办
    DistrictOfficer,
    /// 区级负责人
    DistrictLead,
    /// 专家
    Expert,
    /// 承办人员
    Implementer,
    /// 居务监督员
    Supervisor,
    /// 审计员
    Auditor,
    /// 系统管理员
    Administrator,
}

/// Verification by staff.
#[derive(InputObject, Serialize)]
pub struct VerifyResidentInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Whom.
    person: ID,
    /// The block.
    area: ID,
    /// House number.
    household: Option<String>,
    /// For owners: exclusive area in hundredths of m².
    exclusive_area: Option<i64>,
}

/// A resident without a phone.
#[derive(InputObject, Serialize)]
pub struct RegisterResidentInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The block.
    area: ID,
    /// The name, stored sealed and shown masked.
    real_name: String,
    /// A phone number, if there is one; stored sealed.
    phone: Option<String>,
    /// House number.
    household: String,
    /// For owners: exclusive area in hundredths of m².
    exclusive_area: Option<i64>,
}

/// A code for a household.
#[derive(InputObject, Serialize)]
pub struct InviteHouseholdInput {
    /// Idempotency key; sent again it gives the same code.
    client_mutation_id: String,
    /// The block.
    area: ID,
    /// House number.
    household: String,
}

/// A printed code.
#[derive(SimpleObject)]
pub struct Invitation {
    client_mutation_id: String,
    /// To print; valid for 30 days and four people.
    code: String,
    /// What stands in the mini-program code for the household's letter.
    scene: String,
    /// The path of that code's picture. Whoever knows it knows the household's code.
    picture: String,
}

/// A role to be given.
#[derive(InputObject, Serialize)]
pub struct GrantRoleInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// To whom.
    person: ID,
    /// Which.
    role: Role,
    /// Where.
    area: ID,
    /// For implementers: whose member.
    unit: Option<ID>,
}

/// A role to be ended.
#[derive(InputObject, Serialize)]
pub struct RevokeRoleInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Which membership.
    membership: ID,
}

/// The person after a change.
#[derive(SimpleObject)]
pub struct PersonPayload {
    client_mutation_id: String,
    /// The person.
    person: Person,
}

/// The membership after a change.
#[derive(SimpleObject)]
pub struct MembershipPayload {
    client_mutation_id: String,
    /// Its global id.
    membership: ID,
}

/// Mutations about people.
#[derive(Default)]
pub struct StaffMutation;

/// Mutations about people.
#[Object]
impl StaffMutation {
    /// Verifies a resident or an owner. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET.
    async fn verify_resident(&self, ctx: &Context<'_>, input: VerifyResidentInput) -> Result<PersonPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "verifyResident", &input.client_mutation_id, &input)?;
        let person = decode(Kind::Person, &input.person).map_err(|r| refused(ctx, r, Some("person")))?;
        let area = decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?;
        let new = residents::Verification {
            person: Pseudonym(person),
            area,
            household: input.household.clone(),
            exclusive_area: input.exclusive_area,
        };
        residents::verify_resident(app(ctx), actor, &request, &new)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(PersonPayload {
            client_mutation_id: input.client_mutation_id,
            person: Person(person),
        })
    }

    /// Records a resident without a phone, for whom staff can then raise proposals. Codes: FORBIDDEN,
    /// NOT_FOUND, BAD_TARGET, INVALID_INPUT.
    async fn register_resident(&self, ctx: &Context<'_>, input: RegisterResidentInput) -> Result<PersonPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "registerResident", &input.client_mutation_id, &input)?;
        let new = residents::Registration {
            real_name: input.real_name.clone(),
            phone: input.phone.clone(),
            area: decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?,
            household: input.household.clone(),
            exclusive_area: input.exclusive_area,
        };
        let person = residents::register_resident(app(ctx), actor, &request, &new)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(PersonPayload {
            client_mutation_id: input.client_mutation_id,
            person: Person(person),
        })
    }

    /// Issues a code for a household. Codes: FORBIDDEN, NOT_FOUND, INVALID_INPUT.
    async fn invite_household(&self, ctx: &Context<'_>, input: InviteHouseholdInput) -> Result<Invitation> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "inviteHousehold", &input.client_mutation_id, &input)?;
        let area = decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?;
        let code = residents::invite_household(app(ctx), actor, &request, area, &input.household)
            .await
            .map_err(|e| failed(ctx, e))?;
        let scene = code::letter_scene(&code);
        Ok(Invitation {
            client_mutation_id: input.client_mutation_id,
            picture: format!("/codes/{scene}.png"),
            scene,
            code,
        })
    }

    /// Gives a role. Codes: FORBIDDEN, SEPARATION_OF_POWERS, ROLE_TIER_MISMATCH, NOT_FOUND.
    async fn grant_role(&self, ctx: &Context<'_>, input: GrantRoleInput) -> Result<MembershipPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "grantRole", &input.client_mutation_id, &input)?;
        let grant = roles::Grant {
            person: Pseudonym(decode(Kind::Person, &input.person).map_err(|r| refused(ctx, r, Some("person")))?),
            role: input.role.into(),
            area: decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?,
            unit: input
                .unit
                .as_ref()
                .map(|id| decode(Kind::Unit, id))
                .transpose()
                .map_err(|r| refused(ctx, r, Some("unit")))?,
        };
        let id = roles::grant_role(app(ctx), Some(actor), Some(&request), &grant)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(MembershipPayload {
            client_mutation_id: input.client_mutation_id,
            membership: encode(Kind::Membership, id),
        })
    }

    /// Ends a role from the next request on. Codes: FORBIDDEN, NOT_FOUND.
    async fn revoke_role(&self, ctx: &Context<'_>, input: RevokeRoleInput) -> Result<MembershipPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "revokeRole", &input.client_mutation_id, &input)?;
        let id = decode(Kind::Membership, &input.membership).map_err(|r| refused(ctx, r, Some("membership")))?;
        roles::revoke_role(app(ctx), actor, &request, id)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(MembershipPayload {
            client_mutation_id: input.client_mutation_id,
            membership: input.membership,
        })
    }
}
