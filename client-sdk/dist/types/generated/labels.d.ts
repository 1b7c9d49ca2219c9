/** What people read for each value of an enum: Chinese, English. */
export declare const labels: {
    readonly BallotAnswer: {
        readonly YES: readonly ['赞成', 'Yes'];
        readonly NO: readonly ['反对', 'No'];
        readonly ABSTAIN: readonly ['弃权', 'Abstain'];
    };
    readonly BallotKind: {
        readonly YES_NO: readonly ['赞成或反对', 'Yes or no'];
        readonly APPROVAL: readonly ['选择赞成项', 'Approval'];
        readonly SCORE: readonly ['打分', 'Scores'];
        readonly RANKED_ONE: readonly ['排序选一', 'Ranked, one winner'];
        readonly RANKED_SEATS: readonly ['排序选多', 'Ranked, several seats'];
        readonly BUDGET: readonly ['项目预算', 'Budget'];
    };
    readonly BallotState: {
        readonly ANNOUNCED: readonly ['已公告', 'Announced'];
        readonly OPEN: readonly ['投票中', 'Open'];
        readonly CLOSED: readonly ['已结束', 'Closed'];
        readonly CANCELLED: readonly ['已取消', 'Cancelled'];
    };
    readonly BlockKind: {
        readonly PUBLIC_SOLD: readonly ['售后公房', 'Sold public housing'];
        readonly ORDINARY_COMMODITY: readonly ['普通商品房', 'Ordinary commodity housing'];
        readonly FOREIGN_COMMODITY: readonly ['涉外商品房', 'Commodity housing for foreigners'];
        readonly GARDEN_HOUSE: readonly ['老洋房', 'Garden houses'];
        readonly RESETTLEMENT: readonly ['动迁安置房', 'Resettlement housing'];
    };
    readonly ClockColour: {
        readonly GREEN: readonly ['正常', 'On time'];
        readonly YELLOW: readonly ['临期', 'Due soon'];
        readonly RED: readonly ['超期', 'Overdue'];
    };
    readonly ClockStatus: {
        readonly RUNNING: readonly ['计时中', 'Running'];
        readonly PAUSED: readonly ['已暂停', 'Paused'];
        readonly DONE: readonly ['已完成', 'Done'];
    };
    readonly ConsultationState: {
        readonly SCHEDULED: readonly ['未开始', 'Scheduled'];
        readonly OPEN: readonly ['征询中', 'Open'];
        readonly CLOSED: readonly ['已结束', 'Closed'];
        readonly CANCELLED: readonly ['已取消', 'Cancelled'];
    };
    readonly DeclineReason: {
        readonly OUT_OF_SCOPE: readonly ['不属于协商议事范围', 'Out of scope'];
        readonly OTHER_AUTHORITY: readonly ['应由其他机关办理', 'Another authority decides'];
        readonly PRIVATE_DISPUTE: readonly ['属于民事纠纷', 'A private dispute'];
        readonly IN_LEGAL_PROCEDURE: readonly ['已进入法律程序', 'In a legal procedure'];
        readonly ALREADY_DECIDED: readonly ['已有决定', 'Already decided'];
    };
    readonly ElectorateKind: {
        readonly RESIDENTS: readonly ['居民', 'Residents'];
        readonly HOUSEHOLDS: readonly ['每户一票', 'Households'];
        readonly OWNERS: readonly ['业主', 'Owners'];
        readonly DELEGATES: readonly ['代表', 'Delegates'];
        readonly ENTERPRISES: readonly ['单位', 'Enterprises'];
    };
    readonly Link: {
        readonly SUBMISSION: readonly ['提出', 'Submit'];
        readonly REVIEW: readonly ['审议', 'Review'];
        readonly FORMATION: readonly ['形成', 'Form'];
        readonly IMPLEMENTATION: readonly ['落实', 'Implement'];
        readonly EVALUATION: readonly ['评估', 'Evaluate'];
    };
    readonly Matter: {
        readonly ORDINARY: readonly ['一般事项', 'Ordinary matter'];
        readonly GRAVE: readonly ['重大事项', 'Grave matter'];
    };
    readonly MeetingKind: {
        readonly MEETING: readonly ['会议', 'Meeting'];
        readonly HEARING: readonly ['听证会', 'Hearing'];
        readonly MEDIATION: readonly ['协调会', 'Mediation'];
        readonly APPRAISAL: readonly ['评议会', 'Appraisal'];
        readonly TRAINING: readonly ['培训', 'Training'];
    };
    readonly MeetingState: {
        readonly ANNOUNCED: readonly ['已通知', 'Announced'];
        readonly IN_SESSION: readonly ['进行中', 'In session'];
        readonly ENDED: readonly ['已结束', 'Ended'];
        readonly CANCELLED: readonly ['已取消', 'Cancelled'];
    };
    readonly MergeChoice: {
        readonly FOLLOW: readonly ['随之并入', 'Follow'];
        readonly STAY: readonly ['仍支持原提案', 'Stay'];
        readonly WITHDRAW: readonly ['撤回附议', 'Withdraw'];
    };
    readonly ProposalOrder: {
        readonly NEWEST: readonly ['最新', 'Newest'];
        readonly SUPPORTS: readonly ['附议最多', 'Most supported'];
        readonly DUE: readonly ['最先到期', 'Due first'];
        readonly TOUCHED: readonly ['最近更新', 'Last changed'];
    };
    readonly ReviewState: {
        readonly INVITED: readonly ['已邀请', 'Invited'];
        readonly ACCEPTED: readonly ['已接受', 'Accepted'];
        readonly DECLINED: readonly ['已谢绝', 'Declined'];
        readonly SUBMITTED: readonly ['已提交', 'Submitted'];
        readonly PUBLISHED: readonly ['已公开', 'Published'];
    };
    readonly Role: {
        readonly CONVENER: readonly ['小区召集人', 'Block convener'];
        readonly COMMITTEE_WORKER: readonly ['居委会社工', 'Committee worker'];
        readonly COMMITTEE_DIRECTOR: readonly ['居委会主任', 'Committee director'];
        readonly STREET_OFFICER: readonly ['街镇经办', 'Street officer'];
        readonly STREET_LEAD: readonly ['街镇负责人', 'Street lead'];
        readonly DISTRICT_OFFICER: readonly ['区级经办', 'District officer'];
        readonly DISTRICT_LEAD: readonly ['区级负责人', 'District lead'];
        readonly EXPERT: readonly ['专家', 'Expert'];
        readonly IMPLEMENTER: readonly ['承办人员', 'Implementer'];
        readonly SUPERVISOR: readonly ['居务监督员', 'Supervisor'];
        readonly AUDITOR: readonly ['审计员', 'Auditor'];
        readonly ADMINISTRATOR: readonly ['系统管理员', 'Administrator'];
    };
    readonly RoundState: {
        readonly SCHEDULED: readonly ['待开始', 'Scheduled'];
        readonly OPEN: readonly ['议事中', 'Under way'];
        readonly CONCLUDED: readonly ['已有结果', 'Concluded'];
        readonly CANCELLED: readonly ['已终止', 'Called off'];
    };
    readonly RoundVerdict: {
        readonly ADOPTED: readonly ['通过', 'Adopted'];
        readonly NOT_ADOPTED: readonly ['未通过', 'Not adopted'];
        readonly NO_QUORUM: readonly ['人数不足', 'No quorum'];
    };
    readonly Secrecy: {
        readonly OPEN: readonly ['公开投票', 'Open'];
        readonly VERIFIABLE: readonly ['不记名，可核对', 'Secret, verifiable'];
        readonly SEALED: readonly ['密封，监票人复核', 'Sealed, recounted by auditors'];
    };
    readonly SpeechState: {
        readonly WAITING: readonly ['等候发言', 'Waiting'];
        readonly SPEAKING: readonly ['发言中', 'Speaking'];
        readonly DONE: readonly ['已发言', 'Done'];
        readonly WITHDRAWN: readonly ['已撤回', 'Withdrawn'];
    };
    readonly Standing: {
        readonly UNANSWERED: readonly ['未回复', 'Not answered'];
        readonly SEATED: readonly ['有席位', 'Seated'];
        readonly WAITING: readonly ['候补', 'Waiting'];
        readonly OFF: readonly ['不参加', 'Not coming'];
    };
    readonly State: {
        readonly DRAFT: readonly ['草稿', 'Draft'];
        readonly SUBMITTED: readonly ['待受理', 'Submitted'];
        readonly RETURNED: readonly ['退回补充', 'Returned'];
        readonly DECLINED: readonly ['不予受理', 'Declined'];
        readonly UNDER_REVIEW: readonly ['审议中', 'Under review'];
        readonly MERGED: readonly ['已合并', 'Merged'];
        readonly WITHDRAWN: readonly ['已撤回', 'Withdrawn'];
        readonly NOT_ADOPTED: readonly ['未采纳', 'Not adopted'];
        readonly FORMED: readonly ['决议公示中', 'Resolution on notice'];
        readonly IMPLEMENTING: readonly ['落实中', 'Implementing'];
        readonly EVALUATING: readonly ['评估中', 'Evaluating'];
        readonly CLOSED: readonly ['已办结', 'Closed'];
    };
    readonly StatementState: {
        readonly PENDING: readonly ['待审核', 'Pending'];
        readonly VISIBLE: readonly ['已公开', 'Shown'];
        readonly HIDDEN: readonly ['已隐藏', 'Hidden'];
    };
    readonly StatementVote: {
        readonly AGREE: readonly ['赞成', 'Agree'];
        readonly PASS: readonly ['跳过', 'Pass'];
        readonly DISAGREE: readonly ['反对', 'Disagree'];
    };
    readonly StepKind: {
        readonly CONSULTATION: readonly ['征询', 'Consultation'];
        readonly MEETING: readonly ['会议', 'Meeting'];
        readonly BALLOT: readonly ['表决', 'Ballot'];
        readonly PUBLICATION: readonly ['公示', 'Publication'];
    };
    readonly StepNeed: {
        readonly NOTHING: readonly ['无', 'Nothing'];
        readonly QUORUM: readonly ['达到人数', 'Quorum'];
        readonly ADOPTED: readonly ['表决通过', 'Adopted'];
    };
    readonly StepState: {
        readonly WAITING: readonly ['未开始', 'Waiting'];
        readonly OPEN: readonly ['进行中', 'Open'];
        readonly ENDED: readonly ['已结束', 'Ended'];
        readonly SKIPPED: readonly ['已跳过', 'Left out'];
    };
    readonly TaskChange: {
        readonly PROGRESS: readonly ['进展', 'Progress'];
        readonly DONE: readonly ['完成', 'Done'];
        readonly CANCELLED: readonly ['取消', 'Cancelled'];
    };
    readonly Tier: {
        readonly REGION: readonly ['上级区域', 'Region'];
        readonly DISTRICT: readonly ['区', 'District'];
        readonly STREET: readonly ['街镇', 'Street'];
        readonly NEIGHBORHOOD: readonly ['居民区', 'Neighborhood'];
        readonly BLOCK: readonly ['小区', 'Block'];
        readonly RESIDENT_GROUP: readonly ['居民小组', 'Resident group'];
        readonly BUILDING: readonly ['楼栋', 'Building'];
    };
};
