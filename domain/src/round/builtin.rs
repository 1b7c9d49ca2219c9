//! The procedures that every platform has from the start.
//!
//! Sources: the four deliberations and two publications (四议两公开) come from the Regulations on the Work of
//! Rural Primary-Level Party Organizations (2018) and are carried over to residents here; quorum
//! and majority of the delegates' meeting follow the Organic Law of Villagers' Committees, art. 26.
//! The owners' assembly follows the Civil Code, art. 278, and the Property Management Regulations,
//! art. 14 (notice of 15 days; fifteen working days are more).

use super::{Label, Need, Phase, Step, Template, Work};
use crate::{
    ballot::{owners::Matter, threshold::Bound},
    consultation::Moderation,
    electorate::ElectorateKind,
    meeting::MeetingKind,
    poll::{PollKind, QuorumRule, Secrecy, Share},
};

const TWO_THIRDS: Share = Share {
    part: 2,
    of: 3,
    bound: Bound::AtLeast,
};

/// All procedures that are built in, in the order in which they are offered.
pub fn built_in() -> Vec<Template> {
    vec![
        quick_consultation(),
        four_deliberations(),
        three_meetings(),
        neighbors(),
        owners_assembly(),
        budget_round(),
    ]
}

fn label(zh: &str, en: &str) -> Label {
    Label {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn template(key: &str, name: Label, about: Label, steps: Vec<Step>) -> Template {
    Template {
        key: key.to_owned(),
        version: 0,
        name,
        about,
        steps,
    }
}

fn step(name: Label, work: Work, days: u32, needs: Need) -> Step {
    Step {
        name,
        work,
        days,
        needs,
        optional: false,
        phase: Phase::Deliberation,
    }
}

const fn ask_residents(quorum_percent: Option<u32>) -> Work {
    Work::Consultation {
        electorate: ElectorateKind::Residents,
        quorum_percent,
        moderation: Moderation::After,
        residents_state: true,
    }
}

const fn meeting(kind: MeetingKind, least: u32) -> Work {
    Work::Meeting { kind, least }
}

fn ballot(kind: PollKind, electorate: ElectorateKind, secrecy: Secrecy, quorum: QuorumRule, basis: &str) -> Work {
    Work::Ballot {
        kind,
        electorate,
        secrecy,
        threshold: Share::MAJORITY,
        quorum,
        matter: Matter::Ordinary,
        legal_basis: basis.to_owned(),
    }
}

fn quick_consultation() -> Template {
    template(
        "online-consultation",
        label("线上征询", "Online consultation"),
        label(
            "先在线上听取居民意见，再公示结果。",
            "Residents are heard online, then the result is published.",
        ),
        vec![
            step(label("意见征询", "Consultation"), ask_residents(None), 7, Need::Nothing),
            step(
                label("结果公示", "Publication of the result"),
                Work::Publication,
                3,
                Need::Quorum,
            ),
        ],
    )
}

fn four_deliberations() -> Template {
    let delegates = ballot(
        PollKind::YesNo,
        ElectorateKind::Delegates,
        Secrecy::Verifiable,
        QuorumRule::Share(TWO_THIRDS),
        "参照《中华人民共和国村民委员会组织法》第二十六条：三分之二以上代表参加，到会代表过半数同意。",
    );
    template(
        "four-deliberations",
        label("四议两公开", "Four deliberations, two publications"),
        label(
            "党组织提议、两委商议、党员大会审议、居民代表会议决议；决议公开、实施结果公开。",
            "Proposed by the Party branch, discussed by both committees, reviewed by the members' meeting, resolved by the residents' delegates; the resolution and its results are published.",
        ),
        vec![
            step(
                label("党组织提议", "Proposed by the Party branch"),
                meeting(MeetingKind::Meeting, 3),
                1,
                Need::Nothing,
            ),
            step(
                label("两委商议", "Discussed by both committees"),
                meeting(MeetingKind::Meeting, 3),
                1,
                Need::Quorum,
            ),
            step(
                label("党员大会审议", "Reviewed by the members' meeting"),
                meeting(MeetingKind::Meeting, 3),
                2,
                Need::Quorum,
            ),
            step(
                label("居民代表会议决议", "Resolved by the residents' delegates"),
                delegates,
                3,
                Need::Quorum,
            ),
            step(
                label("决议公开", "Publication of the resolution"),
                Work::Publication,
                5,
                Need::Adopted,
            ),
            Step {
                phase: Phase::FollowUp,
                ..step(
                    label("实施结果公开", "Publication of what was done"),
                    Work::Publication,
                    5,
                    Need::Nothing,
                )
            },
        ],
    )
}

fn three_meetings() -> Template {
    template(
        "three-meetings",
        label("三会", "Three meetings"),
        label(
            "决策前听证，有分歧时协调，实施后评议。",
            "A hearing before the decision, mediation where people differ, an appraisal of what was done.",
        ),
        vec![
            step(
                label("听证会", "Hearing"),
                meeting(MeetingKind::Hearing, 5),
                5,
                Need::Nothing,
            ),
            Step {
                optional: true,
                ..step(
                    label("协调会", "Mediation"),
                    meeting(MeetingKind::Mediation, 2),
                    3,
                    Need::Quorum,
                )
            },
            step(
                label("结果公示", "Publication of the result"),
                Work::Publication,
                5,
                Need::Nothing,
            ),
            Step {
                phase: Phase::FollowUp,
                ..step(
                    label("评议会", "Appraisal"),
                    meeting(MeetingKind::Appraisal, 3),
                    5,
                    Need::Nothing,
                )
            },
        ],
    )
}

fn neighbors() -> Template {
    template(
        "neighbors",
        label("6+X四邻协商", "6+X consultation of neighbors"),
        label(
            "居民区党组织、居委会、业委会、物业、社区民警、居民代表六方，与X相关方共同协商。",
            "The Party branch, the residents' committee, the owners' committee, the property manager, the community police officer and residents' delegates, with whoever else (X) it concerns.",
        ),
        vec![
            step(label("议题征询", "Consultation"), ask_residents(None), 5, Need::Nothing),
            step(
                label("四邻协商会", "Meeting of neighbors"),
                meeting(MeetingKind::Meeting, 6),
                2,
                Need::Nothing,
            ),
            step(
                label("各方表决", "Vote of the parties"),
                ballot(
                    PollKind::YesNo,
                    ElectorateKind::Delegates,
                    Secrecy::Open,
                    QuorumRule::Share(TWO_THIRDS),
                    "本居民区协商议事规则：三分之二以上各方参加，过半数同意。",
                ),
                2,
                Need::Quorum,
            ),
            step(
                label("协商结果公示", "Publication of the result"),
                Work::Publication,
                5,
                Need::Adopted,
            ),
        ],
    )
}

fn owners_assembly() -> Template {
    template(
        "owners-assembly",
        label("业主大会", "Owners' assembly"),
        label(
            "提前公告议题，业主按专有面积和人数双重计票，再公告结果。",
            "The matter is announced, owners vote with a double majority by area and by number, the result is published.",
        ),
        vec![
            step(label("议题公告", "Announcement"), Work::Publication, 15, Need::Nothing),
            step(
                label("业主表决", "Vote of the owners"),
                ballot(
                    PollKind::YesNo,
                    ElectorateKind::Owners,
                    Secrecy::Open,
                    QuorumRule::None,
                    "《中华人民共和国民法典》第二百七十八条",
                ),
                10,
                Need::Nothing,
            ),
            step(
                label("结果公告", "Publication of the result"),
                Work::Publication,
                5,
                Need::Adopted,
            ),
        ],
    )
}

fn budget_round() -> Template {
    template(
        "budget-round",
        label("公益创投", "Budget round"),
        label(
            "居民讨论项目，在预算内投票，公示入选项目。",
            "Residents discuss the projects, vote within a budget, and the funded ones are published.",
        ),
        vec![
            step(
                label("项目讨论", "Discussion of the projects"),
                ask_residents(None),
                5,
                Need::Nothing,
            ),
            step(
                label("项目投票", "Vote on the projects"),
                ballot(
                    PollKind::Budget,
                    ElectorateKind::Residents,
                    Secrecy::Verifiable,
                    QuorumRule::Count(5),
                    "本街镇公益创投办法：等额份额法（Method of Equal Shares）",
                ),
                10,
                Need::Nothing,
            ),
            step(
                label("入选公示", "Publication of the funded projects"),
                Work::Publication,
                5,
                Need::Adopted,
            ),
        ],
    )
}
