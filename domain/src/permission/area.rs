//! What may be done in an area, beside its proposals: people, roles, rules, the log.

use crate::{
    area::{AreaPath, AreaRef, Tier},
    people::{Actor, IdentityLevel, Membership, Role},
    refusal::Refusal,
};

macro_rules! area_actions {
    ($($(#[$doc:meta])* $name:ident, $text:literal;)*) => {
        /// Everything that can be done in an area.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AreaAction { $($(#[$doc])* $name,)* }

        impl AreaAction {
            /// All actions.
            pub const ALL: &'static [AreaAction] = &[$(AreaAction::$name,)*];
            /// The stable name.
            pub const fn name(self) -> &'static str { match self { $(AreaAction::$name => $text,)* } }
        }
    };
}

area_actions! {
    /// Draft a proposal of one's own.
    DraftProposal, "draft_proposal";
    /// Assisted entry: record a proposal for a resident.
    DraftForResident, "draft_for_resident";
    /// Record a resident without a phone.
    RegisterResident, "register_resident";
    /// Verify a resident or owner.
    VerifyResident, "verify_resident";
    /// Print a code for a household.
    InviteHousehold, "invite_household";
    /// Give a role.
    GrantRole, "grant_role";
    /// End a role.
    RevokeRole, "revoke_role";
    /// See who holds which role.
    ReadMembers, "read_members";
    /// Publish a version of the periods and thresholds.
    PublishProfile, "publish_profile";
    /// Correct the working-day calendar.
    CorrectCalendar, "correct_calendar";
    /// Read the audit log itself.
    ReadLog, "read_log";
    /// Announce or open a ballot.
    OpenBallot, "open_ballot";
    /// Open a consultation.
    OpenConsultation, "open_consultation";
    /// Start a round after a template.
    StartRound, "start_round";
    /// Publish a version of the platform's own procedure templates.
    EditProcedures, "edit_procedures";
    /// Announce a meeting.
    AnnounceMeeting, "announce_meeting";
    /// Keep the directory of experts.
    KeepExperts, "keep_experts";
    /// Invite an expert to review a proposal in the area's custody.
    InviteExpert, "invite_expert";
    /// Make mini-program codes and links, and withdraw them.
    MakeCodes, "make_codes";
    /// See which messages did not arrive.
    ReadDelivery, "read_delivery";
    /// Read all indicators of the area, not only what is open.
    ReadIndicators, "read_indicators";
    /// Seal the figures of a month of the district.
    SealMonth, "seal_month";
    /// Have a report made every week, month or quarter.
    ScheduleReport, "schedule_report";
    /// See who lives here, with names and numbers masked.
    ReadResidents, "read_residents";
    /// Find people by name or number, to name them in what one does.
    FindPeople, "find_people";
    /// See the name and the number of somebody who lives here unmasked, for a reason that is kept.
    RevealPersonalData, "reveal_personal_data";
    /// See who looked at whose personal data.
    ReadDataViews, "read_data_views";
}

/// Whether `actor` may do `action` in `area`.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`], [`Refusal::PhoneRequired`],
/// [`Refusal::NotResidentHere`]; [`Refusal::BadTarget`] where the area's tier has no such thing.
pub fn may_in_area(action: AreaAction, actor: Option<&Actor>, area: &AreaRef) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let fits = match action {
        AreaAction::DraftProposal | AreaAction::DraftForResident => {
            matches!(area.tier, Tier::Neighborhood | Tier::Block)
        }
        AreaAction::RegisterResident
        | AreaAction::VerifyResident
        | AreaAction::InviteHousehold
        | AreaAction::ReadResidents
        | AreaAction::RevealPersonalData => area.tier >= Tier::Neighborhood,
        AreaAction::GrantRole | AreaAction::RevokeRole | AreaAction::ReadMembers | AreaAction::FindPeople => {
            area.tier.has_platform()
        }
        AreaAction::OpenBallot
        | AreaAction::OpenConsultation
        | AreaAction::StartRound
        | AreaAction::EditProcedures
        | AreaAction::AnnounceMeeting
        | AreaAction::KeepExperts
        | AreaAction::InviteExpert
        | AreaAction::ReadIndicators
        | AreaAction::ReadDataViews
        | AreaAction::ScheduleReport => area.tier.has_platform(),
        AreaAction::SealMonth
        | AreaAction::PublishProfile
        | AreaAction::CorrectCalendar
        | AreaAction::ReadLog
        | AreaAction::ReadDelivery => area.tier == Tier::District,
        AreaAction::MakeCodes => area.tier >= Tier::District,
    };
    if !fits {
        return Err(Refusal::BadTarget);
    }
    let require = |yes: bool| if yes { Ok(()) } else { Err(Refusal::Forbidden) };
    let administers = actor.holds(&area.path, |role| role == Role::Administrator);
    match action {
        AreaAction::DraftProposal => {
            if actor.level < IdentityLevel::Phone {
                Err(Refusal::PhoneRequired)
            } else if actor.level >= IdentityLevel::Resident && !actor.is_resident_of(&area.path) {
                // A draft may be begun before verification; handing in needs the residence.
                Err(Refusal::NotResidentHere)
            } else {
                Ok(())
            }
        }
        AreaAction::DraftForResident
        | AreaAction::OpenBallot
        | AreaAction::OpenConsultation
        | AreaAction::StartRound
        | AreaAction::AnnounceMeeting
        | AreaAction::InviteExpert
        | AreaAction::ScheduleReport => require(actor.is_staff_of(&area.path)),
        AreaAction::EditProcedures | AreaAction::SealMonth => require(actor.is_director_of(&area.path)),
        AreaAction::RegisterResident
        | AreaAction::VerifyResident
        | AreaAction::InviteHousehold
        | AreaAction::ReadResidents
        | AreaAction::RevealPersonalData
        | AreaAction::MakeCodes => require(works_near(actor, area)),
        AreaAction::GrantRole | AreaAction::RevokeRole => require(administers),
        AreaAction::FindPeople => require(administers || works_near(actor, area)),
        AreaAction::ReadMembers | AreaAction::KeepExperts => require(administers || actor.is_director_of(&area.path)),
        AreaAction::PublishProfile | AreaAction::CorrectCalendar | AreaAction::ReadDelivery => require(administers),
        AreaAction::ReadIndicators => {
            require(works_near(actor, area) || actor.holds(&area.path, |role| role == Role::Supervisor))
        }
        AreaAction::ReadLog | AreaAction::ReadDataViews => {
            require(actor.holds(&area.path, |role| matches!(role, Role::Auditor | Role::Supervisor)))
        }
    }
}

/// Staff of the area or of the area right above it: a committee verifies in its blocks.
fn works_near(actor: &Actor, area: &AreaRef) -> bool {
    role_near(actor, area).is_some()
}

/// The role by which `actor` works in the area or in the one right above it: what is written down where the
/// role matters and not the name.
pub fn role_near<'a>(actor: &'a Actor, area: &AreaRef) -> Option<&'a Membership> {
    let staff = |place: &AreaPath| {
        let mut held = actor.memberships.iter();
        held.find(|held| held.role.is_staff() && held.acts_on(place))
    };
    staff(&area.path).or_else(|| area.path.parent().and_then(|above| staff(&above)))
}

/// All actions with the answer of the rule engine: what `viewerCan` shows on an area.
pub fn area_offers(actor: Option<&Actor>, area: &AreaRef) -> Vec<(AreaAction, Result<(), Refusal>)> {
    AreaAction::ALL
        .iter()
        .map(|action| (*action, may_in_area(*action, actor, area)))
        .collect()
}
