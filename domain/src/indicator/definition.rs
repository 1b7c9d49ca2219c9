//! The definitions, as data: one for everybody, with a version that changes with its meaning.

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Proposals.
    Cases,
    /// A share from 0 to 1.
    Share,
    /// Days of 24 hours.
    Days,
    /// Proposals per person.
    CasesPerPerson,
}

/// By which date a case falls into a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// When it was first submitted.
    Submission,
    /// When it was first accepted.
    Acceptance,
}

/// One definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The stable name.
    pub id: &'static str,
    /// Rises whenever the same events give another figure.
    pub version: u32,
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
    /// What exactly is counted, in Chinese.
    pub meaning_zh: &'static str,
    /// What exactly is counted, in English.
    pub meaning_en: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// By which date a case belongs to a period.
    pub basis: Basis,
    /// Whether an area's figure is the sum of those of the areas right below and of the area's own cases.
    /// For shares this holds of numerator and denominator.
    pub additive: bool,
    /// Whether it counts people: then nothing is told of fewer than five.
    pub people: bool,
    /// Whether everybody may read it of a district.
    pub open: bool,
}

macro_rules! indicators {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $unit:ident, $basis:ident, $kind:ident,
       $zh:literal, $en:literal, $meaning_zh:literal, $meaning_en:literal;)*) => {
        /// Every indicator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Indicator { $($(#[$doc])* $name,)* }

        impl Indicator {
            /// All of them.
            pub const ALL: &'static [Indicator] = &[$(Indicator::$name,)*];

            /// What it means.
            pub const fn definition(self) -> &'static Definition {
                match self { $(Indicator::$name => const { &Definition {
                    id: $id,
                    version: 1,
                    zh: $zh,
                    en: $en,
                    meaning_zh: $meaning_zh,
                    meaning_en: $meaning_en,
                    unit: Unit::$unit,
                    basis: Basis::$basis,
                    additive: Kind::$kind.additive(),
                    people: Kind::$kind.people(),
                    open: Kind::$kind.open(),
                } },)* }
            }

            /// Reads [`Definition::id`].
            pub fn parse(text: &str) -> Option<Self> { match text { $($id => Some(Indicator::$name),)* _ => None } }
        }
    };
}

/// What kinds of indicators share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Cases are counted.
    Cases,
    /// Ratings are counted: each person once per case.
    Ratings,
    /// Distinct persons are counted.
    Persons,
    /// A median, which does not add up.
    Time,
    /// About those who work there.
    Staff,
}

impl Kind {
    const fn additive(self) -> bool {
        matches!(self, Self::Cases | Self::Ratings)
    }
    const fn people(self) -> bool {
        matches!(self, Self::Ratings | Self::Persons)
    }
    const fn open(self) -> bool {
        !matches!(self, Self::Staff)
    }
}

indicators! {
    /// 提交数
    Submitted, "submitted", Cases, Submission, Cases, "提交数", "Submitted",
        "期间内首次提交的提案数。", "Proposals first submitted in the period.";
    /// 受理总数
    Accepted, "accepted", Cases, Acceptance, Cases, "受理总数", "Accepted",
        "期间内首次受理的提案数。上报、下派后再次受理不重复计算。",
        "Proposals first accepted in the period. Acceptance again after a hand-over is not counted again.";
    /// 办结数
    Closed, "closed", Cases, Acceptance, Cases, "办结数", "Closed",
        "期间内受理、到统计时点为已办结状态的提案数。", "Proposals accepted in the period that are closed at the instant.";
    /// 按时办结
    OnTimeClosed, "on_time_closed", Cases, Acceptance, Cases, "按时办结", "Closed on time",
        "已办结且各环节结束时均未超期的提案数。", "Closed proposals of which no link was overdue when it ended.";
    /// 超时办结
    LateClosed, "late_closed", Cases, Acceptance, Cases, "超时办结", "Closed late",
        "已办结但至少一个环节结束时已超期的提案数。", "Closed proposals of which at least one link was overdue when it ended.";
    /// 未办结
    Unclosed, "unclosed", Cases, Acceptance, Cases, "未办结", "Not closed",
        "期间内受理、到统计时点未处于已办结状态的提案数（含不予采纳、合并、撤回）。",
        "Proposals accepted in the period that are not closed at the instant, whatever became of them.";
    /// 不予采纳
    NotAdopted, "not_adopted", Cases, Acceptance, Cases, "不予采纳", "Not adopted",
        "期间内受理、经议事未获采纳的提案数。", "Proposals accepted in the period that their round did not adopt.";
    /// 重复提案
    Duplicates, "duplicates", Cases, Submission, Cases, "重复提案", "Duplicates",
        "期间内提交、已并入其他提案的提案数。", "Proposals submitted in the period that were merged into another.";
    /// 在办数
    OpenNow, "open_now", Cases, Submission, Cases, "在办数", "Open",
        "统计时点仍在办理（提交、退回、审议、形成、落实、评估）的提案数。",
        "Proposals on which work goes on at the instant, from submission to evaluation.";
    /// 预警数
    YellowNow, "yellow_now", Cases, Submission, Cases, "预警数", "Nearly due",
        "统计时点在办、当前环节已用时限八成以上但未超期的提案数。",
        "Open proposals whose present clock has used at least 80 % of its time and is not over.";
    /// 超期数
    OverdueNow, "overdue_now", Cases, Submission, Cases, "超期数", "Overdue",
        "统计时点在办、当前环节已超期的提案数。", "Open proposals whose present clock is over.";
    /// 督办中
    SupervisedNow, "supervised_now", Cases, Submission, Cases, "督办中", "Under supervision",
        "统计时点有未答复督办的提案数。", "Proposals with an unanswered supervision at the instant.";
    /// 受理率
    AcceptanceRate, "acceptance_rate", Share, Submission, Cases, "受理率", "Acceptance rate",
        "期间内提交且已有受理结论（受理或不予受理）的提案中，已受理的占比。",
        "Of proposals submitted in the period that were accepted or declined by then, those accepted.";
    /// 受理及时率
    ScreeningOnTimeRate, "screening_on_time_rate", Share, Submission, Cases, "受理及时率", "Screening on time",
        "期间内提交、初审已结束或已超期的提案中，各次初审均未超期的占比。",
        "Of proposals submitted in the period with a screening that ended or is overdue, those with none overdue.";
    /// 办结率
    ClosureRate, "closure_rate", Share, Acceptance, Cases, "办结率", "Closure rate",
        "办结数占期间内受理总数的比例。", "Closed proposals of all accepted in the period.";
    /// 按时办结率
    OnTimeClosureRate, "on_time_closure_rate", Share, Acceptance, Cases, "按时办结率", "On-time closure rate",
        "按时办结数占期间内受理总数的比例。", "Proposals closed on time of all accepted in the period.";
    /// 不采纳率
    NotAdoptedRate, "not_adopted_rate", Share, Acceptance, Cases, "不采纳率", "Not-adopted rate",
        "不予采纳数占期间内受理总数的比例。", "Proposals not adopted of all accepted in the period.";
    /// 满意率
    SatisfactionRate, "satisfaction_rate", Share, Acceptance, Ratings, "满意率", "Satisfaction rate",
        "每件提案最近一次评估的全部评分中，四分及以上的占比；评分不足五人不公布。",
        "Of all ratings in the latest evaluation of each proposal, those of 4 and 5; not told under five ratings.";
    /// 不满意率
    DissatisfactionRate, "dissatisfaction_rate", Share, Acceptance, Ratings, "不满意率", "Dissatisfaction rate",
        "每件提案最近一次评估的全部评分中，二分及以下的占比；评分不足五人不公布。",
        "Of all ratings in the latest evaluation of each proposal, those of 1 and 2; not told under five ratings.";
    /// 返工率
    ReworkRate, "rework_rate", Share, Acceptance, Cases, "返工率", "Rework rate",
        "已进入评估的提案中，至少返工一次的占比。", "Of proposals that reached evaluation, those reworked at least once.";
    /// 重开率
    ReopenRate, "reopen_rate", Share, Acceptance, Cases, "重开率", "Reopen rate",
        "曾经办结的提案中，至少重开一次的占比。", "Of proposals that were ever closed, those reopened at least once.";
    /// 上报率
    EscalationRate, "escalation_rate", Share, Submission, Cases, "上报率", "Escalation rate",
        "期间内提交的提案中，至少上报一次的占比。", "Of proposals submitted in the period, those escalated at least once.";
    /// 重复率
    DuplicateRate, "duplicate_rate", Share, Submission, Cases, "重复率", "Duplicate rate",
        "重复提案占期间内提交数的比例。", "Duplicates of all proposals submitted in the period.";
    /// 参与率
    ParticipationRate, "participation_rate", Share, Submission, Persons, "参与率", "Participation rate",
        "统计时点本区域已核验居民中，对期间内提交的提案附议、评论、异议或评分过的人数占比；不足五人不公布。表决依法秘密，不计入。",
        "Of the residents verified in the area, those who supported, commented on, objected to or rated a proposal submitted in the period; not told under five persons. Secret votes are not linked to persons and not counted.";
    /// 受理用时
    TimeToScreening, "time_to_screening", Days, Submission, Time, "受理用时中位数", "Median time to acceptance",
        "自首次提交至首次受理的中位天数（卡普兰-迈耶法；未受理者为删失）。",
        "Days from first submission to first acceptance, median by Kaplan-Meier; censored where not accepted.";
    /// 审议用时
    TimeInReview, "time_in_review", Days, Acceptance, Time, "审议用时中位数", "Median time in review",
        "自首次进入审议至首次形成或不予采纳的中位天数（卡普兰-迈耶法）。",
        "Days from the first review to the first resolution or rejection, median by Kaplan-Meier.";
    /// 公示用时
    TimeInFormation, "time_in_formation", Days, Acceptance, Time, "公示用时中位数", "Median time in public notice",
        "自首次形成至首次落实的中位天数（卡普兰-迈耶法）。",
        "Days from the first resolution to the first implementation, median by Kaplan-Meier.";
    /// 落实用时
    TimeInImplementation, "time_in_implementation", Days, Acceptance, Time, "落实用时中位数", "Median time in implementation",
        "自首次落实至首次交付确认的中位天数（卡普兰-迈耶法）。",
        "Days from the first implementation to the first confirmed delivery, median by Kaplan-Meier.";
    /// 评估用时
    TimeInEvaluation, "time_in_evaluation", Days, Acceptance, Time, "评估用时中位数", "Median time in evaluation",
        "自首次评估至首次办结或返工的中位天数（卡普兰-迈耶法）。",
        "Days from the first evaluation to the first closure or rework, median by Kaplan-Meier.";
    /// 办结用时
    TimeToClosure, "time_to_closure", Days, Acceptance, Time, "办结用时中位数", "Median time to closure",
        "自首次受理至首次办结的中位天数（卡普兰-迈耶法；未办结者为删失）。",
        "Days from first acceptance to first closure, median by Kaplan-Meier; censored where not closed.";
    /// 人均在办
    Workload, "workload", CasesPerPerson, Submission, Staff, "人均在办数", "Workload per staff member",
        "统计时点由本区域平台保管的在办提案数，除以本区域各平台在岗工作人员数。",
        "Open proposals in the custody of the area's platforms at the instant, per working staff member of these platforms.";
}

#[cfg(test)]
mod tests {
    use super::Indicator;
    use std::collections::BTreeSet;

    #[test]
    fn every_indicator_has_a_name_of_its_own_and_a_meaning_in_both_languages() {
        let names: BTreeSet<_> = Indicator::ALL.iter().map(|one| one.definition().id).collect();
        assert_eq!(names.len(), Indicator::ALL.len());
        for one in Indicator::ALL {
            let definition = one.definition();
            assert_eq!(Indicator::parse(definition.id), Some(*one));
            assert!(definition.meaning_zh.ends_with('。') && definition.meaning_en.ends_with('.'));
            assert!(definition.version >= 1);
        }
    }
}
