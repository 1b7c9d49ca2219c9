// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 3813c43b7c41131b4f52bab54a950ee45d61da56f8f58127c5e345f1ef0468c7
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** A point to be put on the agenda. */
export type AgendaItemInput = {
  /** At most 100 characters. */
  title: string;
  /** The proposal that it is about. */
  proposal?: string | null | undefined;
};

/** A meeting to be announced. */
export type AnnounceMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Whose platform holds it. */
  area: string;
  /** What it is for. */
  kind: MeetingKind;
  /** At most 100 characters. */
  title: string;
  /** At most 200 characters. */
  place: string;
  /** Its beginning, RFC 3339. */
  startsAt: string;
  /** Its end, RFC 3339, at most a day later. */
  endsAt: string;
  /** Seats beside those of the invited; as many as come when left out, 0 for the invited alone. */
  openSeats?: number | null | undefined;
  /** What is talked about, at most 30 items. */
  agenda?: Array<AgendaItemInput>;
  /** Who is invited by name, at most 500. */
  invited?: Array<string>;
  /** Who chairs; whoever announces it when left out. */
  chair?: string | null | undefined;
};

/** What is asked, and by which rule it is counted. */
export type BallotKind =
  /** Yes, no or abstain. */
  | 'YES_NO'
  /** Most approvals. */
  | 'APPROVAL'
  /** Scores 0 to 5: highest mean. */
  | 'SCORE'
  /** Ranked, one winner: Schulze. */
  | 'RANKED_ONE'
  /** Ranked, several seats: STV by the Scottish rules. */
  | 'RANKED_SEATS'
  /** Approvals or points over projects with costs: Method of Equal Shares. */
  | 'BUDGET';

/** The life of a ballot. */
export type BallotState =
  /** Announced, not open yet. */
  | 'ANNOUNCED'
  /** Votes are taken. */
  | 'OPEN'
  /** Counted and published. */
  | 'CLOSED'
  /** Called off, with a reason. */
  | 'CANCELLED';

/** How a ballot of a step is held. */
export type BallotStepInput = {
  /** By which rule it is counted. */
  kind: BallotKind;
  /** Who has a vote. */
  electorate: ElectorateKind;
  /** How it can be checked. */
  secrecy: Secrecy;
  /** On what it rests. */
  legalBasis: string;
  /** For yes and no: the share of yes; more than half when left out. */
  threshold?: ShareInput | null | undefined;
  /** Votes that must be cast. */
  quorumCount?: number | null | undefined;
  /** A share of the electorate that must vote. */
  quorumShare?: ShareInput | null | undefined;
  /** For owners: which majority. */
  matter?: Matter;
};

/** How a block came about. */
export type BlockKind =
  /** 售后公房 */
  | 'PUBLIC_SOLD'
  /** 普通商品房 */
  | 'ORDINARY_COMMODITY'
  /** 涉外商品房 */
  | 'FOREIGN_COMMODITY'
  /** 老洋房 */
  | 'GARDEN_HOUSE'
  /** 动迁安置房 */
  | 'RESETTLEMENT';

/** A meeting with a reason. */
export type CancelMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** A schedule to be ended. */
export type CancelReportScheduleInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The schedule. */
  schedule: string;
};

/** A round to be called off. */
export type CancelRoundInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The round. */
  round: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** Who leaves. */
export type CheckOutInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** For staff at the door: who; the viewer when left out. */
  person?: string | null | undefined;
};

/** What a clock shows. */
export type ClockColour =
  /** Less than 80 % used. */
  | 'GREEN'
  /** 80 % used. */
  | 'YELLOW'
  /** Over. */
  | 'RED';

/** Whether a clock runs. */
export type ClockStatus =
  /** It runs. */
  | 'RUNNING'
  /** Returned or suspended. */
  | 'PAUSED'
  /** The link is over. */
  | 'DONE';

/** What a code is made for. */
export type CodeKind =
  /** The matters of an area: of a block, a stairwell, a neighborhood. */
  | 'AREA'
  /** A proposal. */
  | 'PROPOSAL'
  /** A round. */
  | 'ROUND'
  /** A meeting, at whose door people check in. */
  | 'MEETING'
  /** A household's letter, by which residents are verified. */
  | 'INVITATION';

/** A confirmation. */
export type ConfirmMinutesInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** The digest of the draft that was read. */
  digest: string;
};

/** Where a consultation stands. */
export type ConsultationState =
  /** Not open yet. */
  | 'SCHEDULED'
  /** Statements and votes are taken. */
  | 'OPEN'
  /** Over; the result is public. */
  | 'CLOSED'
  /** Called off, with a reason. */
  | 'CANCELLED';

/** How a consultation of a step is held. */
export type ConsultationStepInput = {
  /** Who takes part. */
  electorate: ElectorateKind;
  /** Percent of the members who must take part. */
  quorumPercent?: number | null | undefined;
  /** Whether statements are looked at before they are shown. */
  moderatedBefore?: boolean;
  /** Whether residents may make statements. */
  residentsState?: boolean;
};

/** A review with a reason. */
export type DeclineReviewInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The review. */
  review: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** Minutes to be drafted. */
export type DraftMinutesInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** Who chaired, as it shall be read by everybody; at most 50 characters. */
  chair: string;
  /** Who wrote them, at most 50 characters. */
  recorder: string;
  /** Who was there, as it shall be read by everybody; at most 2 000 characters. */
  present?: string | null | undefined;
  /** By heading, at most 35. */
  sections: Array<MinutesSectionInput>;
  /** At most 2 000 characters. */
  remarks?: string | null | undefined;
  /** For a correction of published minutes: why; at most 1 000 characters. */
  reason?: string | null | undefined;
};

/** Who has a vote. */
export type ElectorateKind =
  /** Verified residents: one person, one vote. */
  | 'RESIDENTS'
  /** Households: one vote each, by any member; the last counts. */
  | 'HOUSEHOLDS'
  /** Owners by number and exclusive area (Civil Code art. 278). */
  | 'OWNERS'
  /** A list of delegates. */
  | 'DELEGATES'
  /** Enterprises by their listed representatives. */
  | 'ENTERPRISES';

/** Which of its areas a case belongs to. */
export type IndicatorAttribution =
  /** Where it was raised; a case that was handed on is counted once, there. */
  | 'HOME'
  /** In whose custody it is at the instant. */
  | 'CUSTODIAN';

/** By which date a case falls into a period. */
export type IndicatorBasis =
  /** First submission. */
  | 'SUBMISSION'
  /** First acceptance. */
  | 'ACCEPTANCE';

/** By what figures are divided. */
export type IndicatorDimension =
  /** 街镇 */
  | 'STREET'
  /** 居民区 */
  | 'NEIGHBORHOOD'
  /** 小区 */
  | 'BLOCK'
  /** Kind of the block in which it was raised. */
  | 'BLOCK_KIND'
  /** Topic. */
  | 'TOPIC'
  /** Responsible unit; a case with several counts with each. */
  | 'UNIT'
  /** Month of submission or acceptance, by the indicator's basis. */
  | 'MONTH'
  /** Tier of the custodian. */
  | 'TIER';

/** What figures are narrowed to. All given conditions must hold. */
export type IndicatorFilter = {
  /** By which of its areas a case belongs to the scope; home when left out. */
  attribution?: IndicatorAttribution | null | undefined;
  /** In custody of a platform of this tier at the instant. */
  tier?: Tier | null | undefined;
  /** About this topic at the instant. */
  topic?: string | null | undefined;
  /** Raised in a block of this kind. */
  blockKind?: BlockKind | null | undefined;
  /** With a task of this responsible unit. */
  unit?: string | null | undefined;
  /** First day (YYYY-MM-DD, Shanghai) of submission or acceptance, by the indicator's basis. */
  from?: string | null | undefined;
  /** Last day. */
  to?: string | null | undefined;
};

/** An indicator. */
export type IndicatorId =
  /** 提交数 */
  | 'SUBMITTED'
  /** 受理总数 */
  | 'ACCEPTED'
  /** 办结数 */
  | 'CLOSED'
  /** 按时办结 */
  | 'ON_TIME_CLOSED'
  /** 超时办结 */
  | 'LATE_CLOSED'
  /** 未办结 */
  | 'UNCLOSED'
  /** 不予采纳 */
  | 'NOT_ADOPTED'
  /** 重复提案 */
  | 'DUPLICATES'
  /** 在办数 */
  | 'OPEN_NOW'
  /** 预警数 */
  | 'YELLOW_NOW'
  /** 超期数 */
  | 'OVERDUE_NOW'
  /** 督办中 */
  | 'SUPERVISED_NOW'
  /** 受理率 */
  | 'ACCEPTANCE_RATE'
  /** 受理及时率 */
  | 'SCREENING_ON_TIME_RATE'
  /** 办结率 */
  | 'CLOSURE_RATE'
  /** 按时办结率 */
  | 'ON_TIME_CLOSURE_RATE'
  /** 不采纳率 */
  | 'NOT_ADOPTED_RATE'
  /** 满意率 */
  | 'SATISFACTION_RATE'
  /** 不满意率 */
  | 'DISSATISFACTION_RATE'
  /** 返工率 */
  | 'REWORK_RATE'
  /** 重开率 */
  | 'REOPEN_RATE'
  /** 上报率 */
  | 'ESCALATION_RATE'
  /** 重复率 */
  | 'DUPLICATE_RATE'
  /** 参与率 */
  | 'PARTICIPATION_RATE'
  /** 受理用时 */
  | 'TIME_TO_SCREENING'
  /** 审议用时 */
  | 'TIME_IN_REVIEW'
  /** 公示用时 */
  | 'TIME_IN_FORMATION'
  /** 落实用时 */
  | 'TIME_IN_IMPLEMENTATION'
  /** 评估用时 */
  | 'TIME_IN_EVALUATION'
  /** 办结用时 */
  | 'TIME_TO_CLOSURE'
  /** 人均在办 */
  | 'WORKLOAD';

/** Which part of a figure's cases. */
export type IndicatorPart =
  /** Those that are counted: the numerator. */
  | 'COUNTED'
  /** Those of which they are a share: the denominator. */
  | 'BASE'
  /** Those of the base that are not counted. */
  | 'REST';

/** What a figure is counted in. */
export type IndicatorUnit =
  /** Proposals. */
  | 'CASES'
  /** A share from 0 to 1. */
  | 'SHARE'
  /** Days of 24 hours. */
  | 'DAYS'
  /** Proposals per person. */
  | 'CASES_PER_PERSON';

/** An invitation to review. */
export type InviteExpertInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** The expert. */
  expert: string;
  /** What is asked, at most 1 000 characters. */
  question: string;
  /** Until when, RFC 3339, at most 366 days from now. */
  dueAt: string;
};

/** People to be invited. */
export type InviteToMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** Who. */
  people: Array<string>;
};

/** What speaks for or against two texts being about the same matter. */
export type LikenessKind =
  /** A word stands in both. */
  | 'SAME_WORD'
  /** Two words mean the same. */
  | 'SAME_MATTER'
  /** Both name the same house, lane or gate. */
  | 'SAME_PLACE'
  /** They name different houses, lanes or gates. */
  | 'OTHER_PLACE'
  /** One asks for, forbids or denies what the other one does not. */
  | 'OTHER_STANCE'
  /** Both were raised in the same area, or one within the other's. */
  | 'SAME_AREA'
  /** They were raised in different areas. */
  | 'OTHER_AREA';

/** The five links of the chain. */
export type Link =
  /** 提出 */
  | 'SUBMISSION'
  /** 审议 */
  | 'REVIEW'
  /** 形成 */
  | 'FORMATION'
  /** 落实 */
  | 'IMPLEMENTATION'
  /** 评估 */
  | 'EVALUATION';

/** An expert to be listed. All but the person is public. */
export type ListExpertInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Whose directory. */
  area: string;
  /** Who. */
  person: string;
  /** The public name, at most 40 characters. */
  name: string;
  /** The field, at most 40 characters. */
  field: string;
  /** For whom the expert works, at most 100 characters. */
  organisation: string;
  /** A few sentences, at most 500 characters. */
  about: string;
};

/** Which majority owners need by art. 278. */
export type Matter =
  /** More than half of the participating area and number. */
  | 'ORDINARY'
  /** At least three quarters of both (items 6 to 8). */
  | 'GRAVE';

/** What a meeting is for. */
export type MeetingKind =
  /** 会议 */
  | 'MEETING'
  /** 听证会 */
  | 'HEARING'
  /** 协调会 */
  | 'MEDIATION'
  /** 评议会 */
  | 'APPRAISAL'
  /** 培训 */
  | 'TRAINING';

/** The life of a meeting. */
export type MeetingState =
  /** Announced; seats can be taken. */
  | 'ANNOUNCED'
  /** The doors are open. */
  | 'IN_SESSION'
  /** Over; who was there is fixed. */
  | 'ENDED'
  /** Called off, with a reason. */
  | 'CANCELLED';

/** How a meeting of a step is held. */
export type MeetingStepInput = {
  /** What it is for. */
  kind: MeetingKind;
  /** How many have to attend. */
  leastAttendance?: number;
};

/** What one person said. */
export type MinutesContributionInput = {
  /** Who spoke, as it shall be read by everybody; at most 50 characters. */
  speaker: string;
  /** At most 2 000 characters. */
  text: string;
};

/** What was talked about under one heading. */
export type MinutesSectionInput = {
  /** The item of the agenda, from 1; none for what came beside it. */
  item?: number | null | undefined;
  /** At most 100 characters. */
  heading: string;
  /** At most 100. */
  contributions?: Array<MinutesContributionInput>;
  /** What was agreed, at most 2 000 characters. */
  conclusion?: string | null | undefined;
};

/** What is to be different; what is left out stays. */
export type MoveMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** The place, at most 200 characters. */
  place?: string | null | undefined;
  /** The beginning, RFC 3339, while it has not begun. */
  startsAt?: string | null | undefined;
  /** The end, RFC 3339. */
  endsAt?: string | null | undefined;
  /** The open seats. Whoever has one keeps it, and whoever waits moves up into new ones. */
  openSeats?: number | null | undefined;
};

/** A meeting. */
export type OnMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
};

/** A review. */
export type OnReviewInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The review. */
  review: string;
};

/** A request to speak. */
export type OnSpeechInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The request. */
  speech: string;
};

/** A person and a meeting. */
export type PersonInMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** Who. */
  person: string;
};

/** Where a picture stands. */
export type PhotoState =
  /** Waits for its check. */
  | 'PENDING'
  /** Everybody sees it. */
  | 'VISIBLE'
  /** Did not pass. */
  | 'REFUSED';

/** A step that is laid down anew. */
export type PlanRoundStepInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The round. */
  round: string;
  /** Position of the step, from 0. */
  step: number;
  /** All that is laid down for it. */
  plan: RoundStepInput;
};

/** A step of a template to be published: exactly one of consultation, meeting, ballot and publication. */
export type ProcedureStepInput = {
  /** Chinese name, at most 60 characters. */
  nameZh: string;
  /** English name, at most 60 characters. */
  nameEn: string;
  /** Working days, 1 to 60. */
  days: number;
  /** What it needs of the step before. */
  needs?: StepNeed;
  /** Whether a director may leave it out. */
  optional?: boolean;
  /** Whether it comes after delivery. */
  followUp?: boolean;
  /** Statements and votes on them. */
  consultation?: ConsultationStepInput | null | undefined;
  /** People meet. */
  meeting?: MeetingStepInput | null | undefined;
  /** A vote. */
  ballot?: BallotStepInput | null | undefined;
  /** What was decided is published. */
  publication?: boolean;
};

/** A version of a platform's own template. */
export type PublishProcedureTemplateInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The platform. */
  area: string;
  /** Lower-case letters, digits and hyphens; the key of what is built in hides that here. */
  key: string;
  /** Chinese name, at most 60 characters. */
  nameZh: string;
  /** English name. */
  nameEn: string;
  /** What it is for, in Chinese, at most 1 000 characters. */
  aboutZh: string;
  /** What it is for, in English. */
  aboutEn: string;
  /** Its steps, at most 12. */
  steps: Array<ProcedureStepInput>;
  /** Whether it is no longer offered. */
  retired?: boolean;
};

/** How often a report is made. */
export type ReportEvery =
  /** Of each week from Monday. */
  | 'WEEK'
  /** Of each month. */
  | 'MONTH'
  /** Of each quarter. */
  | 'QUARTER';

/** Where a review stands. */
export type ReviewState =
  /** The expert has not answered. */
  | 'INVITED'
  /** The expert will write. */
  | 'ACCEPTED'
  /** The expert will not. */
  | 'DECLINED'
  /** The opinion is there; staff have not published it. */
  | 'SUBMITTED'
  /** Everybody reads it. */
  | 'PUBLISHED';

/** An option of a ballot in a round. */
export type RoundOptionInput = {
  /** At most 200 characters. */
  title: string;
  /** For budgets: its cost in fen. */
  costFen?: number;
  /** The proposal of the round that is adopted when it wins; either every option has one, or none. */
  proposal?: string | null | undefined;
};

/** Where a round stands. */
export type RoundState =
  /** Waits for its start. */
  | 'SCHEDULED'
  /** Its steps run. */
  | 'OPEN'
  /** It has an outcome. */
  | 'CONCLUDED'
  /** Called off, with a reason. */
  | 'CANCELLED';

/** What is laid down for a step. Which fields matter follows from the step's kind. */
export type RoundStepInput = {
  /** Consultations and ballots: what is asked, at most 200 characters; the round's title when left out. */
  question?: string | null | undefined;
  /** Consultations: statements of the facilitator, each at most 140 characters. */
  seeds?: Array<string>;
  /** Consultations and ballots of delegates or enterprises: who. */
  listed?: Array<string>;
  /** Meetings: where, at most 200 characters. */
  place?: string | null | undefined;
  /**
   * Meetings: when, RFC 3339. One that leaves less notice than the template asks for is put off to the
   * evening after it, as is one without a time.
   */
  meetsAt?: string | null | undefined;
  /** Meetings: how long. */
  minutes?: number;
  /** Meetings: seats for whoever signs up; as many as come when left out. */
  openSeats?: number | null | undefined;
  /** Meetings: who is invited. */
  invited?: Array<string>;
  /** Ballots: what can be voted for; none for yes and no. */
  options?: Array<RoundOptionInput>;
  /** Ballots: seats to fill. */
  seats?: number;
  /** Ballots: options that one vote may name; all when left out. */
  most?: number | null | undefined;
  /** Scores: how many must have scored an option for it to win. */
  minimum?: number;
  /** Budgets: what may be spent, in fen. */
  budgetFen?: number;
  /** Budgets: points that one vote distributes; 0 for approvals. */
  points?: number;
  /** Ballots: whether the turnout stays hidden until closing. */
  hideTurnout?: boolean;
  /** Sealed ballots: the two who recount. */
  auditors?: Array<string>;
  /** Publications: what is published beside the results, at most 4 000 characters. */
  notice?: string | null | undefined;
};

/** Words for a step of a round. */
export type RoundStepTextInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The round. */
  round: string;
  /** Position of the step, from 0. */
  step: number;
  /** The words. */
  text: string;
};

/** How a round ended. */
export type RoundVerdict =
  /** Proposals may be formed. */
  | 'ADOPTED'
  /** Voted down. */
  | 'NOT_ADOPTED'
  /** Too few took part: nothing is decided. */
  | 'NO_QUORUM';

/** A schedule to be made. */
export type ScheduleReportInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The area. */
  area: string;
  /** How often. */
  every: ReportEvery;
  /** By the areas of which tier. */
  by: Tier;
};

/** A month to be sealed. */
export type SealMonthInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The district. */
  district: string;
  /** YYYY-MM */
  month: string;
};

/** How a ballot can be checked; declared before it opens. */
export type Secrecy =
  /** Choices are published, with names by consent. */
  | 'OPEN'
  /** Anonymous ballots are published; a receipt finds the own one. */
  | 'VERIFIABLE'
  /** A receipt proves that a ballot was counted and not what it says; two auditors recount. */
  | 'SEALED';

/** A share, `part` of `of`. */
export type ShareInput = {
  /** Above the line. */
  part: number;
  /** Below the line. */
  of: number;
  /** Whether meeting it exactly suffices (以上); otherwise more is needed (过). */
  atLeast: boolean;
};

/** Other periods for a tier; what is left out stays as in the version in force. */
export type SlaChange = {
  /** Of which tier's platforms. */
  tier: Tier;
  /** Working days. */
  screeningDays?: number | null | undefined;
  /** Working days. */
  reviewDays?: number | null | undefined;
  /** Working days. */
  noticeDays?: number | null | undefined;
  /** Working days; also of an implementation whose plan has no date to come. */
  evaluationDays?: number | null | undefined;
  /** Working days. */
  graceDays?: number | null | undefined;
};

/** Where a request to speak stands. */
export type SpeechState =
  /** On the list. */
  | 'WAITING'
  /** Called; speaks now. */
  | 'SPEAKING'
  /** Has spoken. */
  | 'DONE'
  /** Taken back. */
  | 'WITHDRAWN';

/** Whether somebody comes. */
export type Standing =
  /** Has not said; the invited keep their seat meanwhile. */
  | 'UNANSWERED'
  /** Has a seat and comes. */
  | 'SEATED'
  /** Waits for a seat. */
  | 'WAITING'
  /** Signed off. */
  | 'OFF';

/** A round to be started. */
export type StartRoundInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Whose round it is. */
  area: string;
  /** At most 100 characters. */
  title: string;
  /** The key of a template that the platform offers. */
  template: string;
  /** Refuse with VERSION_CONFLICT when the platform offers another version. */
  ifVersion?: number | null | undefined;
  /** Proposals under review there or below. */
  proposals: Array<string>;
  /** As many as the template has steps. */
  steps: Array<RoundStepInput>;
  /** When the first step opens, RFC 3339; at once when left out. */
  startsAt?: string | null | undefined;
};

/** Where on the chain a proposal stands. */
export type State =
  /** Being written. */
  | 'DRAFT'
  /** Waiting for screening. */
  | 'SUBMITTED'
  /** Sent back for what is missing. */
  | 'RETURNED'
  /** 不予受理 */
  | 'DECLINED'
  /** In deliberation. */
  | 'UNDER_REVIEW'
  /** Joined to another. */
  | 'MERGED'
  /** Taken back, or lapsed. */
  | 'WITHDRAWN'
  /** Not adopted by the round. */
  | 'NOT_ADOPTED'
  /** Resolution published, public notice running. */
  | 'FORMED'
  /** Tasks under way. */
  | 'IMPLEMENTING'
  /** Residents rate. */
  | 'EVALUATING'
  /** Done. */
  | 'CLOSED';

/** Where a statement stands. */
export type StatementState =
  /** Waits for a person's check. */
  | 'PENDING'
  /** Shown, and its votes count. */
  | 'VISIBLE'
  /** Taken out of sight, with a reason. */
  | 'HIDDEN';

/** What is done in a step. */
export type StepKind =
  /** Statements and votes on them. */
  | 'CONSULTATION'
  /** People meet. */
  | 'MEETING'
  /** A vote. */
  | 'BALLOT'
  /** What was decided is published. */
  | 'PUBLICATION';

/** What a step needs of the one before it. */
export type StepNeed =
  /** Nothing. */
  | 'NOTHING'
  /** That enough took part. */
  | 'QUORUM'
  /** That the last ballot adopted. */
  | 'ADOPTED';

/** Where a step stands. */
export type StepState =
  /** Its turn has not come. */
  | 'WAITING'
  /** Under way. */
  | 'OPEN'
  /** Over. */
  | 'ENDED'
  /** Left out. */
  | 'SKIPPED';

/** An opinion. */
export type SubmitOpinionInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The review. */
  review: string;
  /** At most 5 000 characters. */
  opinion: string;
  /** The own interests in the matter, or that there are none; at most 1 000 characters. */
  interests: string;
};

/** The level of an area. */
export type Tier =
  /** Above the district. */
  | 'REGION'
  /** 区 */
  | 'DISTRICT'
  /** 街镇 */
  | 'STREET'
  /** 居民区 */
  | 'NEIGHBORHOOD'
  /** 小区 */
  | 'BLOCK'
  /** 居民小组 */
  | 'RESIDENT_GROUP'
  /** 楼栋 */
  | 'BUILDING';

/** An entry of a directory. */
export type UnlistExpertInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The expert. */
  expert: string;
};

export type TokensFragment = { accessToken: string, refreshToken: string, expiresAt: string };

export type BallotCardFragment = { id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, area: { id: string, code: string, name: string, tier: Tier } };

export type StatementLineFragment = { id: string, number: number, seed: boolean, state: StatementState, text: string | null, reason: string | null };

export type ConsultationCardFragment = { id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, area: { id: string, code: string, name: string, tier: Tier } };

export type MeetingCardFragment = { id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, openSeats: number | null, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number }, mine: { standing: Standing, checkedInAt: string | null } | null };

export type SeatFragment = { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> };

export type PlaceFragment = { id: string, code: string, name: string, tier: Tier };

export type MoreFragment = { hasNextPage: boolean, endCursor: string | null };

export type CanFragment = { action: string, allowed: boolean, reason: { code: string, message: string } | null };

export type ProposalCardFragment = { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null };

export type PictureFragment = { id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState };

export type CommentLineFragment = { id: string, text: string | null, state: string, reason: string | null, replyTo: string | null, createdAt: string, author: { id: string, nickname: string | null }, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> };

export type StandFragment = { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null };

export type PublicCardFragment = { id: string, number: string | null, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null };

export type RoundCardFragment = { id: string, title: string, state: RoundState, startsAt: string, area: { id: string, code: string, name: string, tier: Tier }, steps: Array<{ index: number, name: string, kind: StepKind, state: StepState, endsAt: string | null }>, outcome: { verdict: RoundVerdict, at: string } | null };

export type PrintedFragment = { scene: string, kind: CodeKind, picture: string, link: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null };

export type StaffBallotQueryVariables = Exact<{
  ballot: string;
}>;


export type StaffBallotQuery = { node:
    | { legalBasis: string, electorateKind: ElectorateKind, seats: number, most: number, budgetFen: number, points: number, rule: string, ruleDigest: string, electorateSize: number | null, electorateDigest: string | null, turnout: number | null, auditorsReady: boolean | null, reason: string | null, id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, options: Array<{ id: string, title: string, costFen: number }>, proposals: Array<{ id: string, number: string | null, title: string }>, waitingPapers: Array<{ paper: string, viewerEntered: boolean, voter: { id: string, nickname: string | null }, enteredBy: { nickname: string | null } }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, result: { verdict: string, turnout: number, electorate: number, winners: Array<string>, yes: number | null, no: number | null, abstain: number | null, listDigest: string, root: string, listPath: string, options: Array<{ option: string, votes: number, mean: string | null, won: boolean, why: string | null, greedy: boolean | null, points: number | null }> } | null, area: { id: string, code: string, name: string, tier: Tier } }
    | Record<PropertyKey, never>
   | null };

export type StaffCaseQueryVariables = Exact<{
  proposal: string;
}>;


export type StaffCaseQuery = { node:
    | { id: string, home: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null } | null } | null }, notes: Array<{ text: string, createdAt: string, author: { id: string, nickname: string | null } }>, rounds: Array<{ id: string, title: string, state: RoundState, startsAt: string, outcome: { verdict: RoundVerdict } | null }>, meetings: Array<{ id: string, kind: MeetingKind, title: string, state: MeetingState, startsAt: string }>, opinions: Array<{ id: string, state: ReviewState, name: string, field: string, organisation: string, question: string, dueAt: string, reason: string | null, opinion: string | null, interests: string | null, submittedAt: string | null, publishedAt: string | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }>, custodian: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null, topics: Array<{ id: string, code: string, category: string, name: string, nameEn: string }>, units: Array<{ id: string, name: string }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } }
    | Record<PropertyKey, never>
   | null };

export type StaffNeighboursQueryVariables = Exact<{
  home: string;
  topic?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffNeighboursQuery = { proposals: { nodes: Array<{ id: string, number: string | null, title: string, body: string, state: State, supportCount: number, createdAt: string, home: { id: string, name: string }, proponent: { id: string, nickname: string | null }, topic: { id: string, name: string, nameEn: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffLikeQueryVariables = Exact<{
  proposal: string;
  first?: number;
}>;


export type StaffLikeQuery = { proposalsLike: Array<{ score: number, why: Array<{ kind: LikenessKind, ours: Array<string>, theirs: Array<string> }>, proposal: { id: string, number: string | null, title: string, body: string, state: State, supportCount: number, createdAt: string, home: { id: string, name: string }, proponent: { id: string, nickname: string | null }, topic: { id: string, name: string, nameEn: string } | null } }> };

export type StaffCodesQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffCodesQuery = { codes: { nodes: Array<{ scene: string, kind: CodeKind, picture: string, link: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, target:
        | { name: string, id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { title: string, id: string }
        | { id: string }
        | { title: string, id: string }
        | { id: string }
        | { title: string, id: string }
       | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffCodeTargetsQueryVariables = Exact<{
  area: string;
}>;


export type StaffCodeTargetsQuery = { proposals: { nodes: Array<{ id: string, number: string | null, title: string }> }, rounds: { nodes: Array<{ id: string, title: string, area: { id: string, name: string } }> }, meetings: { nodes: Array<{ id: string, title: string, startsAt: string, area: { id: string, name: string } }> } };

export type StaffQueueQueryVariables = Exact<{
  custodian: string;
  tier?: Tier | null | undefined;
  clock?: ClockColour | null | undefined;
  states?: Array<State> | State | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffQueueQuery = { proposals: { nodes: Array<{ suspended: boolean, requestPending: boolean, deliveryPending: boolean, checked: boolean, id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffUncheckedQueryVariables = Exact<{
  custodian: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffUncheckedQuery = { proposals: { nodes: Array<{ body: string, id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffReviewLineFragment = { id: string, state: ReviewState, name: string, field: string, organisation: string, question: string, dueAt: string, reason: string | null, opinion: string | null, interests: string | null, submittedAt: string | null, publishedAt: string | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> };

export type StaffExpertsQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffExpertsQuery = { experts: { nodes: Array<{ id: string, name: string, field: string, organisation: string, about: string, listed: boolean, area: { id: string, code: string, name: string, tier: Tier } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffMyReviewsQueryVariables = Exact<{ [key: string]: never; }>;


export type StaffMyReviewsQuery = { me: { reviews: Array<{ id: string, state: ReviewState, name: string, field: string, organisation: string, question: string, dueAt: string, reason: string | null, opinion: string | null, interests: string | null, submittedAt: string | null, publishedAt: string | null, proposal: { id: string, number: string | null, title: string } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }> } | null };

export type ListExpertMutationVariables = Exact<{
  input: ListExpertInput;
}>;


export type ListExpertMutation = { listExpert: { expert: { id: string } } };

export type UnlistExpertMutationVariables = Exact<{
  input: UnlistExpertInput;
}>;


export type UnlistExpertMutation = { unlistExpert: { expert: { id: string } } };

export type InviteExpertMutationVariables = Exact<{
  input: InviteExpertInput;
}>;


export type InviteExpertMutation = { inviteExpert: { review: { id: string } } };

export type StaffAcceptReviewMutationVariables = Exact<{
  input: OnReviewInput;
}>;


export type StaffAcceptReviewMutation = { acceptReview: { review: { id: string } } };

export type StaffDeclineReviewMutationVariables = Exact<{
  input: DeclineReviewInput;
}>;


export type StaffDeclineReviewMutation = { declineReview: { review: { id: string } } };

export type StaffSubmitOpinionMutationVariables = Exact<{
  input: SubmitOpinionInput;
}>;


export type StaffSubmitOpinionMutation = { submitOpinion: { review: { id: string } } };

export type PublishOpinionMutationVariables = Exact<{
  input: OnReviewInput;
}>;


export type PublishOpinionMutation = { publishOpinion: { review: { id: string } } };

export type StaffFigureFragment = { id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean };

export type StaffDefinitionsQueryVariables = Exact<{ [key: string]: never; }>;


export type StaffDefinitionsQuery = { indicatorDefinitions: Array<{ id: IndicatorId, name: string, version: number, titleZh: string, titleEn: string, meaningZh: string, meaningEn: string, unit: IndicatorUnit, basis: IndicatorBasis, additive: boolean, people: boolean, open: boolean }> };

export type StaffDashboardQueryVariables = Exact<{
  scope: string;
  filter?: IndicatorFilter | null | undefined;
  by: IndicatorDimension;
  ids?: Array<IndicatorId> | IndicatorId | null | undefined;
  groupIds?: Array<IndicatorId> | IndicatorId | null | undefined;
}>;


export type StaffDashboardQuery = { indicators: { asOf: string, logSize: number, complete: boolean, area: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null }, figures: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }>, breakdown: Array<{ blockKind: BlockKind | null, month: string | null, tier: Tier | null, area: { id: string, code: string, name: string, tier: Tier } | null, topic: { id: string, name: string, nameEn: string } | null, unit: { id: string, name: string } | null, figures: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }> }> } };

export type StaffSurvivalQueryVariables = Exact<{
  scope: string;
  filter?: IndicatorFilter | null | undefined;
  of: IndicatorId;
}>;


export type StaffSurvivalQuery = { indicators: { survival: { of: IndicatorId, subjects: number, events: number, censored: number, median: number | null, medianLow: number | null, medianHigh: number | null, points: Array<{ day: number, share: number, low: number | null, high: number | null, atRisk: number }> } } };

export type StaffFigureCasesQueryVariables = Exact<{
  scope: string;
  filter?: IndicatorFilter | null | undefined;
  of: IndicatorId;
  part: IndicatorPart;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffFigureCasesQuery = { indicators: { area: { id: string, code: string, name: string, tier: Tier }, figures: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }>, cases: { nodes: Array<{ state: State, clock: ClockColour | null, endedLate: boolean, submittedAt: string | null, acceptedAt: string | null, closedAt: string | null, proposal: { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type StaffHubReportQueryVariables = Exact<{
  scope: string;
  from: string;
  to: string;
  by: Tier;
}>;


export type StaffHubReportQuery = { hubReport: { firstDay: string, lastDay: string, csv: string, jsonLines: string, page: string, total: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }>, rows: Array<{ area: { id: string, code: string, name: string, tier: Tier } | null, figures: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }> }> } };

export type StaffWhatIfQueryVariables = Exact<{
  scope: string;
  change: SlaChange;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type StaffWhatIfQuery = { whatIfSla: { firstDay: string, lastDay: string, closed: number, onTime: number, onTimeThen: number, links: Array<{ link: Link, stays: number, late: number, lateThen: number, pastGrace: number, pastGraceThen: number }> } };

export type StaffMeetingCardFragment = { id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number } };

export type StaffSpeechFragment = { id: string, item: number, state: SpeechState, person: { id: string, nickname: string | null } };

export type StaffMeetingsQueryVariables = Exact<{
  below: string;
  states?: Array<MeetingState> | MeetingState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffMeetingsQuery = { meetings: { nodes: Array<{ id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffMeetingQueryVariables = Exact<{
  meeting: string;
}>;


export type StaffMeetingQuery = { node:
    | { endedAt: string | null, openSeats: number | null, calendarPath: string, reason: string | null, id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, chair: { id: string, nickname: string | null } | null, agenda: Array<{ number: number, title: string, waitingToSpeak: number, proposal: { id: string, number: string | null, title: string } | null, speakingList: Array<{ id: string, item: number, state: SpeechState, person: { id: string, nickname: string | null } }> }>, speaker: { id: string, item: number, state: SpeechState, person: { id: string, nickname: string | null } } | null, attendance: { nodes: Array<{ invited: boolean, standing: Standing, checkedInAt: string | null, checkedOutAt: string | null, byStaff: boolean, person: { id: string, nickname: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, minutes: Array<{ version: number, digest: string, chair: string, recorder: string, present: string | null, remarks: string | null, reason: string | null, draftedAt: string, confirmedByChair: boolean, confirmedByParticipant: boolean, publishedAt: string | null, htmlPath: string | null, textPath: string | null, sections: Array<{ item: number | null, heading: string, conclusion: string | null, contributions: Array<{ speaker: string, text: string }> }> }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number } }
    | Record<PropertyKey, never>
   | null };

export type StaffMeetingScreenQueryVariables = Exact<{
  meeting: string;
}>;


export type StaffMeetingScreenQuery = { node:
    | { id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, checkInCode: { code: string, validUntil: string } | null, speaker: { id: string, item: number, state: SpeechState, person: { id: string, nickname: string | null } } | null, agenda: Array<{ number: number, title: string, speakingList: Array<{ id: string, item: number, state: SpeechState, person: { id: string, nickname: string | null } }> }>, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number } }
    | Record<PropertyKey, never>
   | null };

export type AnnounceMeetingMutationVariables = Exact<{
  input: AnnounceMeetingInput;
}>;


export type AnnounceMeetingMutation = { announceMeeting: { meeting: { id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number } } } };

export type InviteToMeetingMutationVariables = Exact<{
  input: InviteToMeetingInput;
}>;


export type InviteToMeetingMutation = { inviteToMeeting: { meeting: { id: string } } };

export type AppointChairMutationVariables = Exact<{
  input: PersonInMeetingInput;
}>;


export type AppointChairMutation = { appointChair: { meeting: { id: string } } };

export type MoveMeetingMutationVariables = Exact<{
  input: MoveMeetingInput;
}>;


export type MoveMeetingMutation = { moveMeeting: { meeting: { id: string } } };

export type CancelMeetingMutationVariables = Exact<{
  input: CancelMeetingInput;
}>;


export type CancelMeetingMutation = { cancelMeeting: { meeting: { id: string } } };

export type EndMeetingMutationVariables = Exact<{
  input: OnMeetingInput;
}>;


export type EndMeetingMutation = { endMeeting: { meeting: { id: string, state: MeetingState } } };

export type CheckInAttendeeMutationVariables = Exact<{
  input: PersonInMeetingInput;
}>;


export type CheckInAttendeeMutation = { checkInAttendee: { meeting: { id: string } } };

export type StaffCheckOutMutationVariables = Exact<{
  input: CheckOutInput;
}>;


export type StaffCheckOutMutation = { checkOut: { meeting: { id: string } } };

export type CallSpeakerMutationVariables = Exact<{
  input: OnSpeechInput;
}>;


export type CallSpeakerMutation = { callSpeaker: { meeting: { id: string } } };

export type FinishSpeechMutationVariables = Exact<{
  input: OnSpeechInput;
}>;


export type FinishSpeechMutation = { finishSpeech: { meeting: { id: string } } };

export type DraftMinutesMutationVariables = Exact<{
  input: DraftMinutesInput;
}>;


export type DraftMinutesMutation = { draftMinutes: { meeting: { id: string } } };

export type StaffConfirmMinutesMutationVariables = Exact<{
  input: ConfirmMinutesInput;
}>;


export type StaffConfirmMinutesMutation = { confirmMinutes: { meeting: { id: string } } };

export type PublishMinutesMutationVariables = Exact<{
  input: OnMeetingInput;
}>;


export type PublishMinutesMutation = { publishMinutes: { meeting: { id: string } } };

export type StaffMeetingChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type StaffMeetingChangedSubscription = { meetingChanged: { id: string } };

export type FindPeopleQueryVariables = Exact<{
  area: string;
  text: string;
}>;


export type FindPeopleQuery = { node:
    | { id: string, people: Array<{ id: string, nickname: string | null, contact: { realName: string | null, phone: string | null } | null }> }
    | Record<PropertyKey, never>
   | null };

export type StaffAreaQueryVariables = Exact<{
  area: string;
}>;


export type StaffAreaQuery = { node:
    | { blockKind: BlockKind | null, households: number | null, id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null } | null } | null, topics: Array<{ id: string, code: string, category: string, name: string, nameEn: string }>, units: Array<{ id: string, name: string }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }
    | Record<PropertyKey, never>
   | null };

export type StaffRoundCardFragment = { id: string, title: string, state: RoundState, startsAt: string, area: { id: string, code: string, name: string, tier: Tier }, template: { key: string, version: number, name: string }, outcome: { verdict: RoundVerdict, at: string } | null };

export type StaffTemplateFragment = { key: string, version: number, name: string, about: string, digest: string, json: string, steps: Array<{ name: string, kind: StepKind, days: number, needs: StepNeed, optional: boolean, followUp: boolean, electorate: ElectorateKind | null, ballotKind: BallotKind | null, secrecy: Secrecy | null, legalBasis: string | null, meetingKind: MeetingKind | null, leastAttendance: number | null, quorumPercent: number | null }> };

export type StaffRoundsQueryVariables = Exact<{
  below: string;
  states?: Array<RoundState> | RoundState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffRoundsQuery = { rounds: { nodes: Array<{ id: string, title: string, state: RoundState, startsAt: string, steps: Array<{ index: number, name: string, kind: StepKind, state: StepState, endsAt: string | null }>, area: { id: string, code: string, name: string, tier: Tier }, template: { key: string, version: number, name: string }, outcome: { verdict: RoundVerdict, at: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffRoundQueryVariables = Exact<{
  round: string;
}>;


export type StaffRoundQuery = { node:
    | { reason: string | null, id: string, title: string, state: RoundState, startsAt: string, proposals: Array<{ id: string, number: string | null, title: string, state: State }>, outcome: { verdict: RoundVerdict, at: string, adopted: Array<{ id: string, number: string | null, title: string }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, steps: Array<{ index: number, name: string, kind: StepKind, state: StepState, days: number, needs: StepNeed, followUp: boolean, openedAt: string | null, endsAt: string | null, quorumReached: boolean | null, question: string | null, place: string | null, notice: string | null, adopted: Array<{ id: string, number: string | null, title: string }> | null, options: Array<{ id: string, title: string, costFen: number }>, consultation: { id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, electorateSize: number | null } | null, meeting: { id: string, title: string, state: MeetingState, startsAt: string, place: string, counts: { invited: number, signedUp: number, waiting: number, attended: number } } | null, ballot: { id: string, title: string, state: BallotState, opensAt: string, closesAt: string, turnout: number | null, electorateSize: number | null, result: { verdict: string, turnout: number, electorate: number } | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }>, area: { id: string, code: string, name: string, tier: Tier }, template: { key: string, version: number, name: string } }
    | Record<PropertyKey, never>
   | null };

export type StaffTemplatesQueryVariables = Exact<{
  area: string;
}>;


export type StaffTemplatesQuery = { node:
    | { id: string, procedureTemplates: Array<{ key: string, version: number, name: string, about: string, digest: string, json: string, steps: Array<{ name: string, kind: StepKind, days: number, needs: StepNeed, optional: boolean, followUp: boolean, electorate: ElectorateKind | null, ballotKind: BallotKind | null, secrecy: Secrecy | null, legalBasis: string | null, meetingKind: MeetingKind | null, leastAttendance: number | null, quorumPercent: number | null }> }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }
    | Record<PropertyKey, never>
   | null };

export type StaffRoundMattersQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffRoundMattersQuery = { proposals: { nodes: Array<{ id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PublishProcedureTemplateMutationVariables = Exact<{
  input: PublishProcedureTemplateInput;
}>;


export type PublishProcedureTemplateMutation = { publishProcedureTemplate: { template: { key: string, version: number, name: string, about: string, digest: string, json: string, steps: Array<{ name: string, kind: StepKind, days: number, needs: StepNeed, optional: boolean, followUp: boolean, electorate: ElectorateKind | null, ballotKind: BallotKind | null, secrecy: Secrecy | null, legalBasis: string | null, meetingKind: MeetingKind | null, leastAttendance: number | null, quorumPercent: number | null }> } } };

export type StartRoundMutationVariables = Exact<{
  input: StartRoundInput;
}>;


export type StartRoundMutation = { startRound: { round: { id: string, title: string, state: RoundState, startsAt: string, area: { id: string, code: string, name: string, tier: Tier }, template: { key: string, version: number, name: string }, outcome: { verdict: RoundVerdict, at: string } | null } } };

export type PlanRoundStepMutationVariables = Exact<{
  input: PlanRoundStepInput;
}>;


export type PlanRoundStepMutation = { planRoundStep: { round: { id: string, state: RoundState } } };

export type PublishRoundNoticeMutationVariables = Exact<{
  input: RoundStepTextInput;
}>;


export type PublishRoundNoticeMutation = { publishRoundNotice: { round: { id: string, state: RoundState } } };

export type SkipRoundStepMutationVariables = Exact<{
  input: RoundStepTextInput;
}>;


export type SkipRoundStepMutation = { skipRoundStep: { round: { id: string, state: RoundState } } };

export type CancelRoundMutationVariables = Exact<{
  input: CancelRoundInput;
}>;


export type CancelRoundMutation = { cancelRound: { round: { id: string, state: RoundState } } };

export type StaffRoundChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type StaffRoundChangedSubscription = { roundChanged: { id: string, state: RoundState } };

export type StaffSealedMonthsQueryVariables = Exact<{
  scope: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffSealedMonthsQuery = { sealedMonths: { nodes: Array<{ month: string, sealedAt: string, logSize: number, sealedBy: { id: string, nickname: string | null } | null, figures: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }>, restatements: Array<{ number: number, statedAt: string, lateEntries: number, logSize: number, figures: Array<{ id: IndicatorId, value: number | null, numerator: number | null, denominator: number | null, low: number | null, high: number | null, withheld: boolean }> }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffSealMonthMutationVariables = Exact<{
  input: SealMonthInput;
}>;


export type StaffSealMonthMutation = { sealMonth: { sealed: { month: string } } };

export type StaffReportSchedulesQueryVariables = Exact<{
  scope: string;
}>;


export type StaffReportSchedulesQuery = { reportSchedules: Array<{ id: string, every: ReportEvery, by: Tier, nextAt: string | null, createdBy: { id: string, nickname: string | null } }> };

export type StaffReportsQueryVariables = Exact<{
  scope: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type StaffReportsQuery = { reports: { nodes: Array<{ id: string, firstDay: string, lastDay: string, asOf: string, logSize: number, csv: string, jsonLines: string, page: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type StaffScheduleReportMutationVariables = Exact<{
  input: ScheduleReportInput;
}>;


export type StaffScheduleReportMutation = { scheduleReport: { schedule: string } };

export type StaffCancelReportScheduleMutationVariables = Exact<{
  input: CancelReportScheduleInput;
}>;


export type StaffCancelReportScheduleMutation = { cancelReportSchedule: { schedule: string } };

export type StaffConsultationQueryVariables = Exact<{
  consultation: string;
}>;


export type StaffConsultationQuery = { node:
    | { electorateKind: ElectorateKind, moderatedBefore: boolean, resultsLive: boolean, publishesVotes: boolean | null, reason: string | null, id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, proposals: Array<{ id: string, number: string | null, title: string }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, statements: { nodes: Array<{ id: string, number: number, seed: boolean, state: StatementState, text: string | null, reason: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, result: { claim: string, participants: number, words: string, wordsEn: string, digest: string, algorithm: string, computedAt: string, last: boolean, json: string, groups: Array<{ size: number, words: string, wordsEn: string }>, statements: Array<{ number: string, agree: number | null, disagree: number | null, pass: number | null, consensus: number | null }> } | null, area: { id: string, code: string, name: string, tier: Tier } }
    | Record<PropertyKey, never>
   | null };
