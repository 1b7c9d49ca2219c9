//! The permission matrix: every mutation by every role on own, sibling, parent and child areas of
//! one neighborhood's proposals. The snapshot is the table; what stands in it was tried, and each
//! time `viewerCan` was asked first and had to say the same.

use crate::{
    subject::{Cast, Situation, Subject, plan},
    world::{Engine, World, global, run, sdl},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write as _};
use yiting_domain::people::{Actor, Role};

/// Mutations that are not about a role: anybody, or anybody logged in, about themselves.
const PERSONAL: &[&str] = &[
    "bindPhone",
    "closeAccount",
    "loginStaff",
    "loginWithWechat",
    "logout",
    "markNoticesRead",
    "recordConsent",
    "recordSubscribeAnswers",
    "redeemInvitation",
    "refreshLogin",
];

/// Mutations whose matrix stands in `ballots.rs`, `consultations.rs`, `meeting_rights.rs`, `experts.rs`,
/// `photos.rs`, `rounds.rs` and `wechat.rs`. Whoever may hide a statement may check one.
const ELSEWHERE: &[&str] = &[
    "castVote",
    "cancelBallot",
    "giveAuditorKey",
    "enterPaperVote",
    "confirmPaperVote",
    "addStatement",
    "voteOnStatements",
    "seedStatement",
    "hideStatement",
    "checkStatement",
    "cancelConsultation",
    "startRound",
    "publishProcedureTemplate",
    "planRoundStep",
    "publishRoundNotice",
    "skipRoundStep",
    "cancelRound",
    "inviteToMeeting",
    "appointChair",
    "moveMeeting",
    "cancelMeeting",
    "endMeeting",
    "signUpForMeeting",
    "signOffFromMeeting",
    "checkIn",
    "checkInAttendee",
    "checkOut",
    "askToSpeak",
    "withdrawSpeech",
    "callSpeaker",
    "finishSpeech",
    "draftMinutes",
    "confirmMinutes",
    "publishMinutes",
    "attachToMeeting",
    "checkPhoto",
    "acceptReview",
    "declineReview",
    "submitOpinion",
    "publishOpinion",
    "makeCodeLink",
];

/// A mutation about a proposal: its name, the rule engine's action, and where it is tried.
type Row = (&'static str, &'static str, Situation);

const ROWS: &[Row] = &[
    ("editProposal", "edit", Situation::Draft),
    ("submitProposal", "submit", Situation::Draft),
    ("checkProposalText", "check_text", Situation::Unchecked),
    ("returnProposal", "return", Situation::Submitted),
    ("resubmitProposal", "resubmit", Situation::Returned),
    ("declineProposal", "decline", Situation::Submitted),
    ("appealDecline", "appeal", Situation::Declined),
    ("mergeProposal", "merge", Situation::Submitted),
    ("acceptProposal", "accept", Situation::Submitted),
    ("escalateProposal", "escalate", Situation::UnderReview),
    ("delegateProposal", "delegate", Situation::UnderReview),
    ("withdrawProposal", "withdraw", Situation::Submitted),
    ("formProposal", "form", Situation::UnderReview),
    ("rejectProposal", "reject", Situation::UnderReview),
    ("objectToProposal", "object", Situation::Formed),
    ("reportTask", "report", Situation::Implementing),
    ("requestExtension", "request_extension", Situation::Implementing),
    ("requestSuspension", "request_suspension", Situation::Implementing),
    ("decideRequest", "decide_request", Situation::Requested),
    ("resumeProposal", "resume", Situation::Suspended),
    ("deliverProposal", "deliver", Situation::TaskDone),
    ("confirmDelivery", "confirm_delivery", Situation::Delivered),
    ("rateProposal", "rate", Situation::Evaluating),
    ("recordSupervisorCheck", "record_check", Situation::Evaluating),
    ("closeProposal", "close", Situation::WindowOver),
    ("reopenProposal", "reopen", Situation::Closed),
    ("supportProposal", "support", Situation::UnderReview),
    ("revokeSupport", "revoke_support", Situation::UnderReview),
    ("chooseAfterMerge", "choose_after_merge", Situation::Merged),
    ("followProposal", "follow", Situation::Implementing),
    ("unfollowProposal", "unfollow", Situation::UnderReview),
    ("commentOnProposal", "comment", Situation::UnderReview),
    ("checkComment", "check_comment", Situation::CommentPending),
    ("hideComment", "hide_comment", Situation::Commented),
    ("appealComment", "appeal_comment", Situation::CommentHidden),
    (
        "decideCommentAppeal",
        "decide_comment_appeal",
        Situation::CommentAppealed,
    ),
    ("writeNote", "write_note", Situation::UnderReview),
    ("openSupervision", "open_supervision", Situation::UnderReview),
    ("answerSupervision", "answer_supervision", Situation::Supervised),
];

/// Mutations about an area: name, action, and the area on which they are tried.
const AREA_ROWS: &[(&str, &str, &str)] = &[
    ("draftProposal", "draft_proposal", "n1"),
    ("draftProposal for a resident", "draft_for_resident", "n1"),
    ("registerResident", "register_resident", "n1"),
    ("verifyResident", "verify_resident", "n1"),
    ("inviteHousehold", "invite_household", "n1"),
    ("grantRole", "grant_role", "n1"),
    ("revokeRole", "revoke_role", "n1"),
    ("publishProfile", "publish_profile", "d"),
    ("correctCalendar", "correct_calendar", "d"),
    ("announceBallot", "open_ballot", "n1"),
    ("openConsultation", "open_consultation", "n1"),
    ("announceMeeting", "announce_meeting", "n1"),
    ("listExpert", "keep_experts", "n1"),
    ("unlistExpert", "keep_experts", "n1"),
    ("inviteExpert", "invite_expert", "n1"),
    ("makeCode", "make_codes", "n1"),
    ("revokeCode", "make_codes", "n1"),
    ("sealMonth", "seal_month", "d"),
    ("scheduleReport", "schedule_report", "n1"),
    ("cancelReportSchedule", "schedule_report", "n1"),
    ("revealPersonalData", "reveal_personal_data", "n1"),
];

/// Everyone who is tried: a label, and the actor. `own` is the custodian `n1`.
pub async fn everyone(world: &World, cast: &Cast) -> Vec<(String, Option<Actor>)> {
    let mut all: Vec<(String, Option<Actor>)> = vec![("anonymous".into(), None)];
    let mut wechat = world.person("微信").await;
    wechat.level = yiting_domain::people::IdentityLevel::Wechat;
    all.push(("wechat only".into(), Some(wechat)));
    all.push(("phone only".into(), Some(world.person("手机").await)));
    all.push(("proponent".into(), Some(cast.proponent.clone())));
    all.push(("resident own".into(), Some(cast.neighbour.clone())));
    all.push(("resident sibling".into(), Some(world.resident("隔壁", "b3").await)));
    let relations = [
        ("own", "n1"),
        ("sibling", "n2"),
        ("parent", "s1"),
        ("uncle", "s2"),
        ("district", "d"),
        ("child", "b1"),
    ];
    for role in Role::ALL {
        for (relation, place) in relations {
            let tier = yiting_domain::area::Tier::parse(&world.areas[place].tier).expect("a tier");
            if role.fits(tier) {
                let actor = world.staff(*role, place).await;
                all.push((format!("{} {relation}", role.name()), Some(actor)));
            }
        }
    }
    all
}

fn input(world: &World, mutation: &str, subject: &Subject) -> Value {
    let due = world.app.now().plus_days(400).shanghai_date().to_string();
    let more = match mutation {
        "editProposal" | "resubmitProposal" => json!({"title": "加装电梯", "body": "补充：共六层。"}),
        "checkProposalText" | "decideRequest" | "confirmDelivery" => json!({"approve": true, "reason": "可以。"}),
        "declineProposal" => json!({"reason": "OUT_OF_SCOPE", "answer": "不属社区事务。"}),
        "mergeProposal" => json!({"into": subject.other, "reason": "同一件事。"}),
        "acceptProposal" => json!({"topic": global(b'T', world.topic)}),
        "escalateProposal" => json!({"reason": "需上级协调。"}),
        "delegateProposal" => json!({"to": world.area("b1"), "reason": "小区可办。"}),
        "formProposal" => plan(world),
        "rejectProposal" => json!({"answer": "未通过。", "direct": true}),
        "reportTask" => json!({"task": subject.task, "change": "PROGRESS", "text": "进场。", "spentFen": 10}),
        "requestExtension" => json!({"task": subject.task, "due": due, "reason": "材料晚到。"}),
        "rateProposal" => json!({"score": 5}),
        "chooseAfterMerge" => json!({"choice": "FOLLOW"}),
        "checkComment" | "decideCommentAppeal" => {
            json!({"comment": subject.comment, "approve": true, "reason": "可以。"})
        }
        "hideComment" | "appealComment" => json!({"comment": subject.comment, "reason": "说明。"}),
        "answerSupervision" => json!({"supervision": subject.supervision, "answer": "已安排。"}),
        "submitProposal" | "supportProposal" | "revokeSupport" | "followProposal" | "unfollowProposal" => json!({}),
        _ => json!({"text": "说明。"}),
    };
    let mut input = json!({"proposal": subject.id});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    input
}

fn answer_of(offers: &Value, action: &str) -> Option<Result<(), String>> {
    let found = offers.as_array()?.iter().find(|offer| offer["action"] == action)?;
    Some(match found["allowed"].as_bool() {
        Some(true) => Ok(()),
        _ => Err(found["reason"]["code"].as_str().unwrap_or("").to_owned()),
    })
}

const OFFERS: &str = "query($id: ID!) { node(id: $id) { ... on Proposal {
    viewerCan { action allowed reason { code } }
    comments { nodes { viewerCan { action allowed reason { code } } } } } } }";

/// What `viewerCan` says; a proposal that is not seen says `NOT_FOUND` (or asks for a login).
async fn offered(world: &World, who: Option<&Actor>, subject: &Subject, action: &str) -> Result<(), String> {
    let seen = world
        .ask(who, OFFERS, json!({"id": subject.id}))
        .await
        .expect("an answer");
    let node = &seen["node"];
    if node.is_null() {
        return Err(if who.is_some() { "NOT_FOUND" } else { "UNAUTHENTICATED" }.to_owned());
    }
    answer_of(&node["viewerCan"], action)
        .or_else(|| answer_of(&node["comments"]["nodes"][0]["viewerCan"], action))
        .unwrap_or_else(|| panic!("viewerCan does not speak of {action}"))
}

async fn proposal_cells(
    world: &World,
    cast: &Cast,
    everyone: &[(String, Option<Actor>)],
    row: Row,
    table: &mut String,
) {
    let (mutation, action, situation) = row;
    let _ = writeln!(table, "{mutation}");
    // A voice must be prepared for each person; else a proposal is made anew after each change.
    let anew = matches!(action, "revoke_support" | "unfollow" | "choose_after_merge");
    let mut subject: Option<Subject> = None;
    for (label, actor) in everyone {
        let who = actor.as_ref();
        let at_hand = match subject.take() {
            Some(standing) if !anew => standing,
            _ => cast.bring(world, situation, who.filter(|_| anew)).await,
        };
        let said = offered(world, who, &at_hand, action).await;
        let done = world
            .give(who, mutation, &input(world, mutation, &at_hand))
            .await
            .map(|_| ());
        assert_eq!(said, done, "viewerCan and {mutation} disagree about {label}");
        let _ = writeln!(
            table,
            "  {label:<28} {}",
            done.as_ref().map_or_else(|code| code.as_str(), |()| "yes")
        );
        if done.is_err() {
            subject = Some(at_hand);
        }
    }
}

/// An expert in the directory of an area.
async fn expert(world: &World, place: &str) -> String {
    let admin = world.staff(Role::Administrator, "d").await;
    let person = global(b'U', world.person("专家").await.pseudonym.0);
    let input = json!({"i": {"clientMutationId": crate::world::key(), "area": world.area(place), "person": person,
        "name": "陈工", "field": "建筑结构", "organisation": "设计院", "about": "从业十年。"}});
    let query = "mutation($i: ListExpertInput!) { listExpert(input: $i) { expert { id } } }";
    let listed = world.ask(Some(&admin), query, input).await.expect("listed");
    listed["listExpert"]["expert"]["id"].as_str().expect("an id").to_owned()
}

/// The same person, once they live in this area.
async fn settled(world: &World, place: &str, person: &str) -> String {
    let officer = world.staff(Role::CommitteeDirector, place).await;
    let home = json!({"area": world.area(place), "person": person});
    world
        .give(Some(&officer), "verifyResident", &home)
        .await
        .expect("verified");
    person.to_owned()
}

/// A mini-program code of an area.
pub async fn code(world: &World, place: &str) -> String {
    let director = world.staff(Role::CommitteeDirector, place).await;
    let input = json!({"clientMutationId": crate::world::key(), "target": world.area(place)});
    let query = "mutation($i: MakeCodeInput!) { makeCode(input: $i) { code { scene } } }";
    let made = world
        .ask(Some(&director), query, json!({"i": input}))
        .await
        .expect("made");
    made["makeCode"]["code"]["scene"].as_str().expect("a scene").to_owned()
}

/// `accepted` is a proposal in the area's custody.
async fn area_input(world: &World, mutation: &str, place: &str, number: usize, accepted: &str) -> Value {
    let area = world.area(place);
    let somebody = world.person("某人").await;
    let person = global(b'U', somebody.pseudonym.0);
    match mutation {
        "draftProposal" => json!({"home": area, "title": "加装电梯", "body": "六层楼没有电梯。"}),
        "draftProposal for a resident" => {
            json!({"home": area, "title": "加装电梯", "body": "六层楼没有电梯。", "onBehalfOf": person})
        }
        "registerResident" => json!({"area": area, "realName": "王阿姨", "household": "3号101"}),
        "verifyResident" => json!({"area": area, "person": person}),
        "revealPersonalData" => json!({"person": settled(world, place, &person).await, "reason": "电话核实。"}),
        "inviteHousehold" => json!({"area": area, "household": "3号102"}),
        "grantRole" => json!({"area": area, "person": person, "role": "EXPERT"}),
        "revokeRole" => {
            let admin = world.staff(Role::Administrator, "d").await;
            let grant = json!({"i": {"clientMutationId": crate::world::key(), "area": area, "person": person, "role": "EXPERT"}});
            let query = "mutation($i: GrantRoleInput!) { grantRole(input: $i) { membership } }";
            let granted = world.ask(Some(&admin), query, grant).await.expect("granted");
            json!({"membership": granted["grantRole"]["membership"]})
        }
        "publishProfile" => {
            // Each later than the one before, or the rules refuse it for that.
            let days = 30 + i64::try_from(number).unwrap_or(0);
            json!({"district": area, "tier": "BLOCK", "effectiveFrom": world.app.now().plus_days(days).rfc3339()})
        }
        // Each another one, or the rules refuse it for that.
        "sealMonth" => json!({"district": area, "month": format!("20{:02}-01", number % 26)}),
        "scheduleReport" => json!({"area": area, "every": "WEEK", "by": "BLOCK"}),
        "cancelReportSchedule" => {
            let director = world.staff(Role::CommitteeDirector, place).await;
            let input = json!({"clientMutationId": crate::world::key(), "area": area, "every": "WEEK", "by": "BLOCK"});
            let query = "mutation($i: ScheduleReportInput!) { scheduleReport(input: $i) { schedule } }";
            let made = world
                .ask(Some(&director), query, json!({"i": input}))
                .await
                .expect("a schedule");
            json!({"schedule": made["scheduleReport"]["schedule"]})
        }
        "openConsultation" => json!({"area": area, "question": "院子怎么改？", "electorate": "RESIDENTS",
            "closesAt": world.app.now().plus_days(1).rfc3339()}),
        "announceBallot" => json!({"area": area, "title": "是否加装电梯", "legalBasis": "居民自治章程",
            "kind": "YES_NO", "electorate": "RESIDENTS", "secrecy": "OPEN", "closesAt": world.app.now().plus_days(1).rfc3339()}),
        "announceMeeting" => json!({"area": area, "kind": "MEETING", "title": "议事会", "place": "居委会",
            "startsAt": world.app.now().plus_days(1).rfc3339(), "endsAt": world.app.now().plus_days(2).rfc3339()}),
        "listExpert" => json!({"area": area, "person": person, "name": "陈工", "field": "建筑结构",
            "organisation": "设计院", "about": "从业十年。"}),
        "unlistExpert" => json!({"expert": expert(world, place).await}),
        "inviteExpert" => json!({"expert": expert(world, place).await, "proposal": accepted,
            "question": "结构是否可行？", "dueAt": world.app.now().plus_days(7).rfc3339()}),
        "makeCode" => json!({"target": area}),
        "revokeCode" => json!({"scene": code(world, place).await}),
        "correctCalendar" => json!({"district": area, "day": "2026-12-24", "working": false}),
        _ => panic!("teach the matrix {mutation}"),
    }
}

#[test]
fn every_mutation_is_tried_by_every_role_and_viewer_can_says_the_same() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let mut table = String::new();
        for row in ROWS {
            proposal_cells(&world, &cast, &everyone, *row, &mut table).await;
        }
        let accepted = cast.accepted(&world).await;
        for (mutation, action, place) in AREA_ROWS {
            let _ = writeln!(table, "{mutation}");
            for (number, (label, actor)) in everyone.iter().enumerate() {
                let query = "query($id: ID!) { node(id: $id) { ... on Area { viewerCan { action allowed reason { code } } } } }";
                let seen = world
                    .ask(actor.as_ref(), query, json!({"id": world.area(place)}))
                    .await
                    .expect("an area");
                let said = answer_of(&seen["node"]["viewerCan"], action).expect("an offer");
                let input = area_input(&world, mutation, place, number, &accepted).await;
                let name = mutation.split(' ').next().expect("a name");
                let done = world.give(actor.as_ref(), name, &input).await.map(|_| ());
                assert_eq!(said, done, "viewerCan and {mutation} disagree about {label}");
                let _ = writeln!(
                    table,
                    "  {label:<28} {}",
                    done.as_ref().map_or_else(|code| code.as_str(), |()| "yes")
                );
            }
        }
        insta::assert_snapshot!("permission_matrix", table);
    });
}

#[test]
fn the_matrix_leaves_no_mutation_out() {
    let sdl = sdl();
    let begin = sdl.find("type Mutation {").expect("mutations");
    let end = begin + sdl[begin..].find("\n}").expect("an end");
    let served: BTreeSet<&str> = sdl[begin..end]
        .lines()
        .filter_map(|line| line.trim().split_once("(input: ").map(|(name, _)| name))
        .collect();
    let covered: BTreeSet<&str> = ROWS
        .iter()
        .map(|row| row.0)
        .chain(AREA_ROWS.iter().filter_map(|row| row.0.split(' ').next()))
        .chain(PERSONAL.iter().copied())
        .chain(ELSEWHERE.iter().copied())
        .collect();
    assert_eq!(served, covered);
}
