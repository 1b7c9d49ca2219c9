// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 3813c43b7c41131b4f52bab54a950ee45d61da56f8f58127c5e345f1ef0468c7
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** An acceptance. */
export type AcceptInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The topic. */
  topic: string;
  /** Who leads the review; the actor by default. */
  leadReviewer?: string | null | undefined;
};

/** A ballot with its whole rule, none of which can change afterwards. */
export type AnnounceBallotInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The area that votes. */
  area: string;
  /** What is asked, at most 200 characters. */
  title: string;
  /** On what it rests, at most 1 000 characters. */
  legalBasis: string;
  /** By which rule it is counted. */
  kind: BallotKind;
  /** Who has a vote. */
  electorate: ElectorateKind;
  /** How it can be checked. */
  secrecy: Secrecy;
  /** What can be voted for; none for yes and no, at most 100. */
  options?: Array<BallotOptionInput>;
  /** Seats to fill. */
  seats?: number;
  /** Options that one vote may name; all when left out. */
  most?: number | null | undefined;
  /** For yes and no: the share of yes over yes and no; more than half when left out. */
  threshold?: ShareInput | null | undefined;
  /** Votes that must be cast, as a number. */
  quorumCount?: number | null | undefined;
  /** Votes that must be cast, as a share of the electorate. */
  quorumShare?: ShareInput | null | undefined;
  /** For owners. */
  matter?: Matter;
  /** For scores: how many must have scored an option for it to win. */
  minimum?: number;
  /** For budgets: what may be spent, in fen. */
  budgetFen?: number;
  /** For budgets: how many points each vote distributes over projects, at most 1 000; 0 for approvals. */
  points?: number;
  /** Whether the turnout stays hidden until closing. Results always do. */
  hideTurnout?: boolean;
  /** For sealed ballots: the two persons who recount. */
  auditors?: Array<string>;
  /** For delegates and enterprises: the persons who vote. */
  listed?: Array<string>;
  /** What it is about. */
  proposals?: Array<string>;
  /** From when on votes are taken, RFC 3339; at once when left out. */
  opensAt?: string | null | undefined;
  /** Until when, RFC 3339. */
  closesAt: string;
};

/** An answer to a supervision. */
export type AnswerSupervisionInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** Which card. */
  supervision: string;
  /** The answer. */
  answer: string;
};

/** A wish to speak. */
export type AskToSpeakInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** The number of the agenda's item, from 1. */
  item: number;
};

/** An answer to a question. */
export type BallotAnswer =
  /** 赞成 */
  | 'YES'
  /** 反对 */
  | 'NO'
  /** 弃权 */
  | 'ABSTAIN';

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

/** An option to be put on the paper. */
export type BallotOptionInput = {
  /** At most 200 characters. */
  title: string;
  /** For budgets: its cost in fen. */
  costFen?: number;
};

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

/** A phone number to be bound. */
export type BindPhoneInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** From the phone button (`bindgetphonenumber`); it works once, for five minutes. */
  code: string;
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

/** A ballot to be called off. */
export type CancelBallotInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The ballot. */
  ballot: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** A consultation to be called off. */
export type CancelConsultationInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The consultation. */
  consultation: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** A vote: exactly one of answer, options, scores, order and points, by the kind of the ballot. */
export type CastVoteInput = {
  /** Idempotency key; a later vote under another key replaces this one. */
  clientMutationId: string;
  /** The ballot. */
  ballot: string;
  /** Yes, no or abstain. */
  answer?: BallotAnswer | null | undefined;
  /** Approved options or projects. */
  options?: Array<string> | null | undefined;
  /** Scored options. */
  scores?: Array<ScoreInput> | null | undefined;
  /** Options, the best first. */
  order?: Array<string> | null | undefined;
  /** Budgets with points: projects with points. */
  points?: Array<PointsInput> | null | undefined;
  /** Open ballots: whether my name may be published with my choice. */
  named?: boolean;
};

/** The code on the screen. */
export type CheckInInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** Six digits. */
  code: string;
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

/** A decision about a picture. */
export type CheckPhotoInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The picture. */
  photo: string;
  /** Whether everybody sees it. */
  approve: boolean;
  /** At most 1 000 characters. */
  reason: string;
};

/** A decision about a statement. */
export type CheckStatementInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The statement. */
  statement: string;
  /** Whether it is shown. */
  approve: boolean;
  /** At most 1 000 characters. */
  reason: string;
};

/** A supporter's choice. */
export type ChooseInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** Follow, stay or withdraw. */
  choice: MergeChoice;
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

/** A comment. */
export type CommentInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** At most 1 000 characters. */
  text: string;
  /** The comment that it answers. */
  replyTo?: string | null | undefined;
  /** Uploaded pictures, at most 9, in their order. */
  photos?: Array<string> | null | undefined;
};

/** A comment with a reason. */
export type CommentReasonInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The comment. */
  comment: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** A confirmation. */
export type ConfirmMinutesInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
  /** The digest of the draft that was read. */
  digest: string;
};

/** A paper vote to be confirmed by a second person. */
export type ConfirmPaperVoteInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The paper vote. */
  paper: string;
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

/** A day of a district's calendar. */
export type CorrectCalendarInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The district. */
  district: string;
  /** YYYY-MM-DD */
  day: string;
  /** Working or free; null restores what the national calendar says. */
  working?: boolean | null | undefined;
};

/** A decision about a comment. */
export type DecideCommentInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The comment. */
  comment: string;
  /** Whether it is shown. */
  approve: boolean;
  /** At most 1 000 characters. */
  reason: string;
};

/** Yes or no with a reason. */
export type DecideInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** Yes or no. */
  approve: boolean;
  /** Why. */
  reason: string;
};

/** A decline. */
export type DeclineInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** Reason code. */
  reason: DeclineReason;
  /** The written answer. */
  answer: string;
  /** Publish the answer later, RFC 3339, at most 30 days ahead. */
  publishAt?: string | null | undefined;
};

/** Why a proposal is declined. */
export type DeclineReason =
  /** Not a matter of the community. */
  | 'OUT_OF_SCOPE'
  /** Somebody else's task by law. */
  | 'OTHER_AUTHORITY'
  /** A private dispute. */
  | 'PRIVATE_DISPUTE'
  /** Under litigation or petition already. */
  | 'IN_LEGAL_PROCEDURE'
  /** Decided before, nothing new. */
  | 'ALREADY_DECIDED';

/** A hand-over down. */
export type DelegateInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The platform. */
  to: string;
  /** Why. */
  reason: string;
};

/** A proposal to be drafted. */
export type DraftProposalInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** Block or neighborhood. */
  home: string;
  /** At most 60 characters. */
  title: string;
  /** At most 5 000 characters. */
  body: string;
  /** If known already. */
  topic?: string | null | undefined;
  /** Assisted entry: the resident for whom staff write. */
  onBehalfOf?: string | null | undefined;
  /** Uploaded pictures, at most 9, in their order. */
  photos?: Array<string> | null | undefined;
};

/** A new version of title and text. */
export type EditProposalInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** At most 60 characters. */
  title: string;
  /** At most 5 000 characters. */
  body: string;
  /** Only for drafts. */
  topic?: string | null | undefined;
  /** The pictures from now on, at most 9, in their order; left out, they stay as they are. */
  photos?: Array<string> | null | undefined;
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

/** A vote as it stands on paper: exactly one of answer, options, scores, order and points. */
export type EnterPaperVoteInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The ballot. */
  ballot: string;
  /** Who voted so. */
  voter: string;
  /** Yes, no or abstain. */
  answer?: BallotAnswer | null | undefined;
  /** Approved options or projects. */
  options?: Array<string> | null | undefined;
  /** Scored options. */
  scores?: Array<ScoreInput> | null | undefined;
  /** Options, the best first. */
  order?: Array<string> | null | undefined;
  /** Budgets with points: projects with points. */
  points?: Array<PointsInput> | null | undefined;
};

/** A hand-over up. */
export type EscalateInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The platform; the next above by default. */
  to?: string | null | undefined;
  /** Why. */
  reason: string;
};

/** A later due date. */
export type ExtensionInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** Which task. */
  task: string;
  /** The wanted day, YYYY-MM-DD. */
  due: string;
  /** Why. */
  reason: string;
};

/** A resolution with its plan. */
export type FormInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The resolution. */
  resolution: string;
  /** 1 to 50 tasks. */
  tasks: Array<TaskInput>;
  /** Under the direct-handling rule for simple matters. */
  direct: boolean;
};

/** The key of an auditor. */
export type GiveAuditorKeyInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The ballot. */
  ballot: string;
  /** The public key, 64 hexadecimal digits, as `yiting tally key` prints it. The secret one stays with you. */
  publicKey: string;
};

/** A role to be given. */
export type GrantRoleInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** To whom. */
  person: string;
  /** Which. */
  role: Role;
  /** Where. */
  area: string;
  /** For implementers: whose member. */
  unit?: string | null | undefined;
};

/** A statement with a reason. */
export type HideStatementInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The statement. */
  statement: string;
  /** At most 1 000 characters. */
  reason: string;
};

/** A code for a household. */
export type InviteHouseholdInput = {
  /** Idempotency key; sent again it gives the same code. */
  clientMutationId: string;
  /** The block. */
  area: string;
  /** House number. */
  household: string;
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

/** Login of staff. */
export type LoginStaffInput = {
  /** Idempotency key; the code of the second factor works once. */
  clientMutationId: string;
  /** User name. */
  username: string;
  /** Password. */
  password: string;
  /** Six digits of the second factor. */
  code: string;
};

/** Login by WeChat. */
export type LoginWithWechatInput = {
  /** Idempotency key. A WeChat code is single use, which already makes the login happen once. */
  clientMutationId: string;
  /** From wx.login. */
  code: string;
};

/** A code to be made. */
export type MakeCodeInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** An area (also a stairwell), a proposal, a round or a meeting. */
  target: string;
  /** When it ends, RFC 3339; never when left out. */
  expiresAt?: string | null | undefined;
};

/** Notices that were read. */
export type MarkNoticesReadInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** At most 50. */
  ids: Array<string>;
};

/** Which majority owners need by art. 278. */
export type Matter =
  /** More than half of the participating area and number. */
  | 'ORDINARY'
  /** At least three quarters of both (items 6 to 8). */
  | 'GRAVE';

/** A proposal and perhaps words. */
export type MaybeTextInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The words. */
  text?: string | null | undefined;
};

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

/** What a supporter of a merged proposal chooses. */
export type MergeChoice =
  /** Support the surviving proposal. */
  | 'FOLLOW'
  /** Stay on record only. */
  | 'STAY'
  /** Take the support back. */
  | 'WITHDRAW';

/** A merge. */
export type MergeInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The surviving proposal. */
  into: string;
  /** Why. */
  reason: string;
};

/** What a subscribe message is about. */
export type MessageKind =
  /** A proposal was answered. */
  | 'ANSWER'
  /** A proposal moved on. */
  | 'PROGRESS'
  /** A round on a proposal began or ended. */
  | 'ROUND'
  /** A ballot opened or closes soon. */
  | 'BALLOT'
  /** What was promised waits to be rated. */
  | 'RATING';

/** A code. */
export type OnCodeInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Its scene. */
  scene: string;
};

/** A meeting. */
export type OnMeetingInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The meeting. */
  meeting: string;
};

/** Names the proposal. */
export type OnProposalInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
};

/** A request to speak. */
export type OnSpeechInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The request. */
  speech: string;
};

/** Only the key. */
export type OnlyKeyInput = {
  /** Idempotency key. */
  clientMutationId: string;
};

/** A consultation to be opened. */
export type OpenConsultationInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Where. */
  area: string;
  /** What is asked, at most 200 characters. */
  question: string;
  /** Who takes part. */
  electorate: ElectorateKind;
  /** For delegates and enterprises: who. */
  listed?: Array<string>;
  /** Statements of the facilitator, each at most 140 characters. */
  seeds?: Array<string>;
  /** Whether residents may make statements. */
  residentsState?: boolean;
  /** Whether statements are looked at before they are shown. */
  moderatedBefore?: boolean;
  /** Whether the result is shown while it is open. */
  resultsLive?: boolean;
  /**
   * Whether the votes are published without names after closing. Left out: where the electorate has at
   * least 100 members when it opens.
   */
  publishVotes?: boolean | null | undefined;
  /** Percent of the members who must take part. */
  quorumPercent?: number | null | undefined;
  /** What it is about. */
  proposals?: Array<string>;
  /** From when on, RFC 3339; at once when left out. */
  opensAt?: string | null | undefined;
  /** Until when, RFC 3339. */
  closesAt: string;
};

/** What was shown of a person. */
export type PersonalField =
  /** The phone number. */
  | 'PHONE'
  /** The name. */
  | 'REAL_NAME';

/** Where a picture stands. */
export type PhotoState =
  /** Waits for its check. */
  | 'PENDING'
  /** Everybody sees it. */
  | 'VISIBLE'
  /** Did not pass. */
  | 'REFUSED';

/** A project and the points given to it. */
export type PointsInput = {
  /** The project. */
  option: string;
  /** From 1 on. */
  points: number;
};

/** What a list of proposals is narrowed to. All given conditions must hold. */
export type ProposalFilter = {
  /** In custody of this area or below: a queue. */
  custodian?: string | null | undefined;
  /** Raised in this area or below: a home feed. */
  home?: string | null | undefined;
  /** Tier of the custodian. */
  tier?: Tier | null | undefined;
  /** In one of these states. */
  states?: Array<State> | null | undefined;
  /** About this topic. */
  topic?: string | null | undefined;
  /** With this clock now. */
  clock?: ClockColour | null | undefined;
  /** Only mine. */
  mine?: boolean | null | undefined;
  /** Only those that I follow. */
  followed?: boolean | null | undefined;
  /** Only those whose text waits for a person's check. */
  unchecked?: boolean | null | undefined;
};

/** The order of a list of proposals. */
export type ProposalOrder =
  /** Newest first. */
  | 'NEWEST'
  /** Most supported first. */
  | 'SUPPORTS'
  /** Most urgent clock first. */
  | 'DUE'
  /** Last touched first. */
  | 'TOUCHED';

/** What is found is narrowed to. All given conditions must hold; an empty list is no condition. */
export type ProposalSearchFilter = {
  /** Raised in this area or below. */
  below?: string | null | undefined;
  /** In custody of one of these tiers. */
  tiers?: Array<Tier> | null | undefined;
  /** About one of these topics. */
  topics?: Array<string> | null | undefined;
  /** In one of these states. */
  states?: Array<State> | null | undefined;
  /** Raised in a block of one of these kinds. */
  blockKinds?: Array<BlockKind> | null | undefined;
  /** Raised in one of these years. */
  years?: Array<number> | null | undefined;
};

/** The order of what is found. */
export type ProposalSearchOrder =
  /** What fits best first. */
  | 'RELEVANCE'
  /** Most supported first. */
  | 'SUPPORTS'
  /** Newest first. */
  | 'NEWEST'
  /** Most urgent clock first; proposals without a running clock are left out. */
  | 'CLOCK';

/** A version of the periods and thresholds of a tier; what is left out stays as in the standard. */
export type PublishProfileInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The district. */
  district: string;
  /** Of which tier's platforms. */
  tier: Tier;
  /** From when on, RFC 3339; at least a minute ahead. */
  effectiveFrom: string;
  /** Working days. */
  screeningDays?: number | null | undefined;
  /** Working days. */
  reviewDays?: number | null | undefined;
  /** Working days. */
  noticeDays?: number | null | undefined;
  /** Working days. */
  evaluationDays?: number | null | undefined;
  /** Working days. */
  graceDays?: number | null | undefined;
  /** Persons. */
  objectionThreshold?: number | null | undefined;
  /** Persons; left out: no threshold. */
  supportThreshold?: number | null | undefined;
  /** Percent. */
  satisfactionThresholdPercent?: number | null | undefined;
  /** Persons. */
  minRatings?: number | null | undefined;
  /** Proposals of one person. */
  openProposalsLimit?: number | null | undefined;
  /** Rounds of rework. */
  maxReworks?: number | null | undefined;
};

/** A rating. */
export type RateInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** 1 to 5. */
  score: number;
  /** In words. */
  words?: string | null | undefined;
};

/** What a person says to the privacy notice. */
export type RecordConsentInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The version that was shown. */
  version: string;
  /** Whether it is agreed to; false takes the consent back. */
  agreed: boolean;
};

/** What `wx.requestSubscribeMessage` answered. */
export type RecordSubscribeAnswersInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** One to five, each template once. */
  answers: Array<SubscribeAnswerInput>;
};

/** Verification by a household's code. */
export type RedeemInvitationInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** As printed; case and dashes do not matter. */
  code: string;
};

/** The next pair of tokens. */
export type RefreshLoginInput = {
  /** Idempotency key; a refresh token works once, and within two minutes again under the same key. */
  clientMutationId: string;
  /** The refresh token. */
  refreshToken: string;
};

/** A resident without a phone. */
export type RegisterResidentInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The block. */
  area: string;
  /** The name, stored sealed and shown masked. */
  realName: string;
  /** A phone number, if there is one; stored sealed. */
  phone?: string | null | undefined;
  /** House number. */
  household: string;
  /** For owners: exclusive area in hundredths of m². */
  exclusiveArea?: number | null | undefined;
};

/** A rejection. */
export type RejectInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The public answer. */
  answer: string;
  /** Under the direct-handling rule for simple matters. */
  direct: boolean;
  /** Publish the answer later, RFC 3339, at most 30 days ahead. */
  publishAt?: string | null | undefined;
};

/** A report on a task. */
export type ReportInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** Which task. */
  task: string;
  /** Progress, done or cancelled. */
  change: TaskChange;
  /** What was reached, or why it is given up. */
  text: string;
  /** Spent so far in fen; cannot go down. */
  spentFen: number;
  /** Uploaded pictures as evidence, at most 9, in their order. */
  photos?: Array<string> | null | undefined;
};

/** Whose data is to be shown, and why. */
export type RevealPersonalDataInput = {
  /** Idempotency key; sent again it shows the same without a second entry. */
  clientMutationId: string;
  /** Whose. */
  person: string;
  /** Why; the person, auditors and supervisors read it. At most 1000 characters. */
  reason: string;
};

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

/** A role to be ended. */
export type RevokeRoleInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Which membership. */
  membership: string;
};

/** What a person may be in an area. */
export type Role =
  /** 小区召集人 */
  | 'CONVENER'
  /** 居委会社工 */
  | 'COMMITTEE_WORKER'
  /** 居委会主任 */
  | 'COMMITTEE_DIRECTOR'
  /** 街镇经办 */
  | 'STREET_OFFICER'
  /** 街镇负责人 */
  | 'STREET_LEAD'
  /** 区级经办 */
  | 'DISTRICT_OFFICER'
  /** 区级负责人 */
  | 'DISTRICT_LEAD'
  /** 专家 */
  | 'EXPERT'
  /** 承办人员 */
  | 'IMPLEMENTER'
  /** 居务监督员 */
  | 'SUPERVISOR'
  /** 审计员 */
  | 'AUDITOR'
  /** 系统管理员 */
  | 'ADMINISTRATOR';

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

/** How a round ended. */
export type RoundVerdict =
  /** Proposals may be formed. */
  | 'ADOPTED'
  /** Voted down. */
  | 'NOT_ADOPTED'
  /** Too few took part: nothing is decided. */
  | 'NO_QUORUM';

/** An option and its score. */
export type ScoreInput = {
  /** The option. */
  option: string;
  /** 0 to 5. */
  score: number;
};

/** Which text of a proposal. */
export type SearchedText =
  /** The title, whole. */
  | 'TITLE'
  /** A passage of the body. */
  | 'BODY'
  /** A passage of the resolution. */
  | 'RESOLUTION';

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

/** A statement to be made. */
export type StatementInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The consultation. */
  consultation: string;
  /** At most 140 characters. */
  text: string;
};

/** Where a statement stands. */
export type StatementState =
  /** Waits for a person's check. */
  | 'PENDING'
  /** Shown, and its votes count. */
  | 'VISIBLE'
  /** Taken out of sight, with a reason. */
  | 'HIDDEN';

/** 赞成, 反对 or 跳过. */
export type StatementVote =
  /** 赞成 */
  | 'AGREE'
  /** 跳过 */
  | 'PASS'
  /** 反对 */
  | 'DISAGREE';

/** One vote. */
export type StatementVoteInput = {
  /** The statement. */
  statement: string;
  /** The vote. */
  vote: StatementVote;
};

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

/** What a phone answers when it is asked about a template. */
export type SubscribeAnswer =
  /** Yes: one message more, or messages without end. */
  | 'ACCEPT'
  /** Not now. */
  | 'REJECT'
  /** The template is banned. */
  | 'BAN'
  /** Not shown, because another has the same title. */
  | 'FILTER';

/** What the phone said of one template. */
export type SubscribeAnswerInput = {
  /** Its id. */
  template: string;
  /** The answer. */
  answer: SubscribeAnswer;
};

/** What a report does to its task. */
export type TaskChange =
  /** A milestone. */
  | 'PROGRESS'
  /** Done. */
  | 'DONE'
  /** Given up. */
  | 'CANCELLED';

/** A task of the plan. */
export type TaskInput = {
  /** What is to be done. */
  title: string;
  /** The responsible unit. */
  unit: string;
  /** The last day, YYYY-MM-DD. */
  due: string;
  /** Budget in fen. */
  budgetFen: number;
};

/** A proposal and words about it. */
export type TextOnProposalInput = {
  /** Idempotency key, 8 to 128 printable characters, fresh for each intended action. */
  clientMutationId: string;
  /** The proposal. */
  proposal: string;
  /** Refuse with VERSION_CONFLICT when the proposal has another version. */
  ifVersion?: number | null | undefined;
  /** The words. */
  text: string;
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

/** Why a message did not arrive. */
export type UndeliveredReason =
  /** WeChat refused it; the errcode says why. */
  | 'REFUSED'
  /** An answer was lost on the way. It may have arrived, and was not sent again lest it come twice. */
  | 'UNANSWERED'
  /** It could not be sent for two days. */
  | 'TOO_OLD'
  /** The person has no WeChat account any more. */
  | 'NO_ACCOUNT'
  /** Its template is not configured any more. */
  | 'NO_TEMPLATE';

/** Verification by staff. */
export type VerifyResidentInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** Whom. */
  person: string;
  /** The block. */
  area: string;
  /** House number. */
  household?: string | null | undefined;
  /** For owners: exclusive area in hundredths of m². */
  exclusiveArea?: number | null | undefined;
};

/** Votes on statements. */
export type VoteOnStatementsInput = {
  /** Idempotency key. */
  clientMutationId: string;
  /** The consultation. */
  consultation: string;
  /** At most 50; of several on one statement the last counts. */
  votes: Array<StatementVoteInput>;
};

export type TokensFragment = { accessToken: string, refreshToken: string, expiresAt: string };

export type LoginWithWechatMutationVariables = Exact<{
  input: LoginWithWechatInput;
}>;


export type LoginWithWechatMutation = { loginWithWechat: { accessToken: string, refreshToken: string, expiresAt: string } };

export type LoginStaffMutationVariables = Exact<{
  input: LoginStaffInput;
}>;


export type LoginStaffMutation = { loginStaff: { accessToken: string, refreshToken: string, expiresAt: string } };

export type RefreshLoginMutationVariables = Exact<{
  input: RefreshLoginInput;
}>;


export type RefreshLoginMutation = { refreshLogin: { accessToken: string, refreshToken: string, expiresAt: string } };

export type LogoutMutationVariables = Exact<{
  input: OnlyKeyInput;
}>;


export type LogoutMutation = { logout: { clientMutationId: string } };

export type CloseAccountMutationVariables = Exact<{
  input: OnlyKeyInput;
}>;


export type CloseAccountMutation = { closeAccount: { clientMutationId: string } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { level: number, person: { id: string, nickname: string | null }, residences: Array<{ id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null } | null } | null, topics: Array<{ id: string, code: string, category: string, name: string, nameEn: string }> }>, memberships: Array<{ role: string, area: { id: string, code: string, name: string, tier: Tier } }> } | null };

export type InboxQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type InboxQuery = { me: { inbox: { nodes: Array<{ id: string, kind: string, createdAt: string, read: boolean, proposal: { id: string, number: string | null, title: string, state: State } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type MarkNoticesReadMutationVariables = Exact<{
  input: MarkNoticesReadInput;
}>;


export type MarkNoticesReadMutation = { markNoticesRead: { clientMutationId: string } };

export type RedeemInvitationMutationVariables = Exact<{
  input: RedeemInvitationInput;
}>;


export type RedeemInvitationMutation = { redeemInvitation: { person: { id: string, nickname: string | null } } };

export type SubscribeTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscribeTemplatesQuery = { me: { subscribeTemplates: Array<{ kind: MessageKind, template: string, longTerm: boolean, remaining: number }> } | null };

export type RecordSubscribeAnswersMutationVariables = Exact<{
  input: RecordSubscribeAnswersInput;
}>;


export type RecordSubscribeAnswersMutation = { recordSubscribeAnswers: { clientMutationId: string } };

export type BindPhoneMutationVariables = Exact<{
  input: BindPhoneInput;
}>;


export type BindPhoneMutation = { bindPhone: { joined: boolean, moved: boolean, person: { id: string, nickname: string | null } } };

export type PrivacyNoticeQueryVariables = Exact<{ [key: string]: never; }>;


export type PrivacyNoticeQuery = { privacyNotice: { version: string } };

export type ConsentsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type ConsentsQuery = { me: { consent: { version: string, agreedAt: string } | null, consents: { nodes: Array<{ version: string, agreed: boolean, at: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type RecordConsentMutationVariables = Exact<{
  input: RecordConsentInput;
}>;


export type RecordConsentMutation = { recordConsent: { consent: { version: string, agreedAt: string } | null } };

export type MyDataViewsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type MyDataViewsQuery = { me: { personalDataViews: { nodes: Array<{ at: string, fields: Array<PersonalField>, role: Role, reason: string | null, platform: { id: string, code: string, name: string, tier: Tier } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BallotCardFragment = { id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, area: { id: string, code: string, name: string, tier: Tier } };

export type BallotsQueryVariables = Exact<{
  below: string;
  states?: Array<BallotState> | BallotState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type BallotsQuery = { ballots: { nodes: Array<{ id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, area: { id: string, code: string, name: string, tier: Tier } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type BallotPageQueryVariables = Exact<{
  ballot: string;
}>;


export type BallotPageQuery = { node:
    | { legalBasis: string, electorateKind: ElectorateKind, seats: number, most: number, budgetFen: number, points: number, rule: string, ruleDigest: string, electorateSize: number | null, electorateDigest: string | null, turnout: number | null, reason: string | null, id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, options: Array<{ id: string, title: string, costFen: number }>, proposals: Array<{ id: string, number: string | null, title: string }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, result: { verdict: string, turnout: number, electorate: number, winners: Array<string>, yes: number | null, no: number | null, abstain: number | null, listDigest: string, root: string, listPath: string, options: Array<{ option: string, votes: number, mean: string | null, won: boolean, why: string | null, greedy: boolean | null, points: number | null }> } | null, area: { id: string, code: string, name: string, tier: Tier } }
    | Record<PropertyKey, never>
   | null };

export type BallotReceiptQueryVariables = Exact<{
  ballot: string;
  receipt: string;
}>;


export type BallotReceiptQuery = { node:
    | { id: string, entriesOfReceipt: Array<{ mark: string, choice: string | null, index: number, path: Array<string> }> }
    | Record<PropertyKey, never>
   | null };

export type BallotOpeningsQueryVariables = Exact<{
  ballot: string;
}>;


export type BallotOpeningsQuery = { node:
    | { id: string, openings: string }
    | Record<PropertyKey, never>
   | null };

export type AnnounceBallotMutationVariables = Exact<{
  input: AnnounceBallotInput;
}>;


export type AnnounceBallotMutation = { announceBallot: { ballot: { id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, options: Array<{ id: string, title: string, costFen: number }>, area: { id: string, code: string, name: string, tier: Tier } } } };

export type CastVoteMutationVariables = Exact<{
  input: CastVoteInput;
}>;


export type CastVoteMutation = { castVote: { receipt: string | null, ballot: { id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, area: { id: string, code: string, name: string, tier: Tier } } } };

export type EnterPaperVoteMutationVariables = Exact<{
  input: EnterPaperVoteInput;
}>;


export type EnterPaperVoteMutation = { enterPaperVote: { paper: string } };

export type ConfirmPaperVoteMutationVariables = Exact<{
  input: ConfirmPaperVoteInput;
}>;


export type ConfirmPaperVoteMutation = { confirmPaperVote: { receipt: string | null } };

export type CancelBallotMutationVariables = Exact<{
  input: CancelBallotInput;
}>;


export type CancelBallotMutation = { cancelBallot: { ballot: { id: string, title: string, kind: BallotKind, state: BallotState, secrecy: Secrecy, opensAt: string, closesAt: string, viewerHasVoted: boolean, area: { id: string, code: string, name: string, tier: Tier } } } };

export type GiveAuditorKeyMutationVariables = Exact<{
  input: GiveAuditorKeyInput;
}>;


export type GiveAuditorKeyMutation = { giveAuditorKey: { clientMutationId: string } };

export type StatementLineFragment = { id: string, number: number, seed: boolean, state: StatementState, text: string | null, reason: string | null };

export type ConsultationCardFragment = { id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, area: { id: string, code: string, name: string, tier: Tier } };

export type ConsultationsQueryVariables = Exact<{
  below: string;
  state?: ConsultationState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ConsultationsQuery = { consultations: { nodes: Array<{ id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, area: { id: string, code: string, name: string, tier: Tier } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ConsultationPageQueryVariables = Exact<{
  consultation: string;
}>;


export type ConsultationPageQuery = { node:
    | { electorateKind: ElectorateKind, moderatedBefore: boolean, resultsLive: boolean, reason: string | null, id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, proposals: Array<{ id: string, number: string | null, title: string }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, result: { claim: string, participants: number, words: string, wordsEn: string, computedAt: string, last: boolean, groups: Array<{ size: number, words: string, wordsEn: string }>, statements: Array<{ number: string, agree: number | null, disagree: number | null, pass: number | null, consensus: number | null }> } | null, area: { id: string, code: string, name: string, tier: Tier } }
    | Record<PropertyKey, never>
   | null };

export type NextStatementQueryVariables = Exact<{
  consultation: string;
}>;


export type NextStatementQuery = { node:
    | { id: string, state: ConsultationState, next: { voted: number, total: number, statement: { id: string, number: number, seed: boolean, state: StatementState, text: string | null, reason: string | null } | null } }
    | Record<PropertyKey, never>
   | null };

export type StatementsQueryVariables = Exact<{
  consultation: string;
  states?: Array<StatementState> | StatementState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StatementsQuery = { node:
    | { id: string, statements: { nodes: Array<{ id: string, number: number, seed: boolean, state: StatementState, text: string | null, reason: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type ConsultationProofQueryVariables = Exact<{
  consultation: string;
}>;


export type ConsultationProofQuery = { node:
    | { id: string, result: { digest: string, algorithm: string, computedAt: string, last: boolean, json: string } | null }
    | Record<PropertyKey, never>
   | null };

export type OpenConsultationMutationVariables = Exact<{
  input: OpenConsultationInput;
}>;


export type OpenConsultationMutation = { openConsultation: { consultation: { id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, area: { id: string, code: string, name: string, tier: Tier } } } };

export type AddStatementMutationVariables = Exact<{
  input: StatementInput;
}>;


export type AddStatementMutation = { addStatement: { statement: string } };

export type SeedStatementMutationVariables = Exact<{
  input: StatementInput;
}>;


export type SeedStatementMutation = { seedStatement: { statement: string } };

export type VoteOnStatementsMutationVariables = Exact<{
  input: VoteOnStatementsInput;
}>;


export type VoteOnStatementsMutation = { voteOnStatements: { recorded: Array<string>, notShown: Array<string> } };

export type CheckStatementMutationVariables = Exact<{
  input: CheckStatementInput;
}>;


export type CheckStatementMutation = { checkStatement: { statement: string } };

export type HideStatementMutationVariables = Exact<{
  input: HideStatementInput;
}>;


export type HideStatementMutation = { hideStatement: { statement: string } };

export type CancelConsultationMutationVariables = Exact<{
  input: CancelConsultationInput;
}>;


export type CancelConsultationMutation = { cancelConsultation: { consultation: { id: string, question: string, state: ConsultationState, opensAt: string, closesAt: string, residentsState: boolean, electorateSize: number | null, area: { id: string, code: string, name: string, tier: Tier } } } };

export type QueueQueryVariables = Exact<{
  custodian: string;
  states?: Array<State> | State | null | undefined;
  clock?: ClockColour | null | undefined;
  unchecked?: boolean | null | undefined;
  orderBy?: ProposalOrder;
  first?: number;
  after?: string | null | undefined;
}>;


export type QueueQuery = { proposals: { nodes: Array<{ id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CommentsToCheckQueryVariables = Exact<{
  below: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type CommentsToCheckQuery = { commentsToCheck: { nodes: Array<{ id: string, text: string | null, state: string, reason: string | null, replyTo: string | null, createdAt: string, proposal: { id: string, title: string } | null, author: { id: string, nickname: string | null }, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PhotosToCheckQueryVariables = Exact<{
  below: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type PhotosToCheckQuery = { photosToCheck: { nodes: Array<{ photo: { id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }, proposal: { id: string, title: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SupervisionsQueryVariables = Exact<{
  below: string;
  open?: boolean;
  first?: number;
  after?: string | null | undefined;
}>;


export type SupervisionsQuery = { supervisions: { nodes: Array<{ supervision: { id: string, link: Link, cause: string, openedAt: string, answeredAt: string | null, area: { id: string, name: string } }, proposal: { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProposalNotesQueryVariables = Exact<{
  proposal: string;
}>;


export type ProposalNotesQuery = { node:
    | { id: string, notes: Array<{ text: string, createdAt: string, author: { id: string, nickname: string | null } }> }
    | Record<PropertyKey, never>
   | null };

export type CheckProposalTextMutationVariables = Exact<{
  input: DecideInput;
}>;


export type CheckProposalTextMutation = { checkProposalText: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ReturnProposalMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type ReturnProposalMutation = { returnProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type DeclineProposalMutationVariables = Exact<{
  input: DeclineInput;
}>;


export type DeclineProposalMutation = { declineProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type MergeProposalMutationVariables = Exact<{
  input: MergeInput;
}>;


export type MergeProposalMutation = { mergeProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type AcceptProposalMutationVariables = Exact<{
  input: AcceptInput;
}>;


export type AcceptProposalMutation = { acceptProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type EscalateProposalMutationVariables = Exact<{
  input: EscalateInput;
}>;


export type EscalateProposalMutation = { escalateProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type DelegateProposalMutationVariables = Exact<{
  input: DelegateInput;
}>;


export type DelegateProposalMutation = { delegateProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type FormProposalMutationVariables = Exact<{
  input: FormInput;
}>;


export type FormProposalMutation = { formProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type RejectProposalMutationVariables = Exact<{
  input: RejectInput;
}>;


export type RejectProposalMutation = { rejectProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type CheckCommentMutationVariables = Exact<{
  input: DecideCommentInput;
}>;


export type CheckCommentMutation = { checkComment: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type HideCommentMutationVariables = Exact<{
  input: CommentReasonInput;
}>;


export type HideCommentMutation = { hideComment: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type DecideCommentAppealMutationVariables = Exact<{
  input: DecideCommentInput;
}>;


export type DecideCommentAppealMutation = { decideCommentAppeal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ReportTaskMutationVariables = Exact<{
  input: ReportInput;
}>;


export type ReportTaskMutation = { reportTask: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type RequestExtensionMutationVariables = Exact<{
  input: ExtensionInput;
}>;


export type RequestExtensionMutation = { requestExtension: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type RequestSuspensionMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type RequestSuspensionMutation = { requestSuspension: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type DecideRequestMutationVariables = Exact<{
  input: DecideInput;
}>;


export type DecideRequestMutation = { decideRequest: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ResumeProposalMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type ResumeProposalMutation = { resumeProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type DeliverProposalMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type DeliverProposalMutation = { deliverProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ConfirmDeliveryMutationVariables = Exact<{
  input: DecideInput;
}>;


export type ConfirmDeliveryMutation = { confirmDelivery: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type RecordSupervisorCheckMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type RecordSupervisorCheckMutation = { recordSupervisorCheck: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type CloseProposalMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type CloseProposalMutation = { closeProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type WriteNoteMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type WriteNoteMutation = { writeNote: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type OpenSupervisionMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type OpenSupervisionMutation = { openSupervision: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type AnswerSupervisionMutationVariables = Exact<{
  input: AnswerSupervisionInput;
}>;


export type AnswerSupervisionMutation = { answerSupervision: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type CheckPhotoMutationVariables = Exact<{
  input: CheckPhotoInput;
}>;


export type CheckPhotoMutation = { checkPhoto: { photo: { id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState } } };

export type MeetingCardFragment = { id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, openSeats: number | null, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number }, mine: { standing: Standing, checkedInAt: string | null } | null };

export type SeatFragment = { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> };

export type MeetingsQueryVariables = Exact<{
  below: string;
  states?: Array<MeetingState> | MeetingState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type MeetingsQuery = { meetings: { nodes: Array<{ id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, openSeats: number | null, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number }, mine: { standing: Standing, checkedInAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MyMeetingsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyMeetingsQuery = { me: { meetings: Array<{ id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, openSeats: number | null, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number }, mine: { standing: Standing, checkedInAt: string | null } | null }> } | null };

export type MeetingPageQueryVariables = Exact<{
  meeting: string;
}>;


export type MeetingPageQuery = { node:
    | { endedAt: string | null, reason: string | null, calendarPath: string, id: string, kind: MeetingKind, state: MeetingState, title: string, place: string, startsAt: string, endsAt: string, openSeats: number | null, agenda: Array<{ title: string, number: number, waitingToSpeak: number, proposal: { id: string, number: string | null, title: string } | null }>, minutes: Array<{ version: number, digest: string, publishedAt: string | null, confirmedByChair: boolean, confirmedByParticipant: boolean }>, area: { id: string, code: string, name: string, tier: Tier }, counts: { invited: number, signedUp: number, waiting: number, attended: number }, mine: { standing: Standing, checkedInAt: string | null, invited: boolean, waitingBefore: number | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }
    | Record<PropertyKey, never>
   | null };

export type MeetingMinutesQueryVariables = Exact<{
  meeting: string;
}>;


export type MeetingMinutesQuery = { node:
    | { id: string, title: string, startsAt: string, place: string, minutes: Array<{ version: number, digest: string, chair: string, recorder: string, present: string | null, remarks: string | null, reason: string | null, draftedAt: string, publishedAt: string | null, confirmedByChair: boolean, confirmedByParticipant: boolean, sections: Array<{ item: number | null, heading: string, conclusion: string | null, contributions: Array<{ speaker: string, text: string }> }> }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }
    | Record<PropertyKey, never>
   | null };

export type SignUpForMeetingMutationVariables = Exact<{
  input: OnMeetingInput;
}>;


export type SignUpForMeetingMutation = { signUpForMeeting: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type SignOffFromMeetingMutationVariables = Exact<{
  input: OnMeetingInput;
}>;


export type SignOffFromMeetingMutation = { signOffFromMeeting: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type CheckInMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type CheckInMutation = { checkIn: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type CheckOutMutationVariables = Exact<{
  input: CheckOutInput;
}>;


export type CheckOutMutation = { checkOut: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type AskToSpeakMutationVariables = Exact<{
  input: AskToSpeakInput;
}>;


export type AskToSpeakMutation = { askToSpeak: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type WithdrawSpeechMutationVariables = Exact<{
  input: OnSpeechInput;
}>;


export type WithdrawSpeechMutation = { withdrawSpeech: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type ConfirmMinutesMutationVariables = Exact<{
  input: ConfirmMinutesInput;
}>;


export type ConfirmMinutesMutation = { confirmMinutes: { meeting: { id: string, state: MeetingState, counts: { invited: number, signedUp: number, waiting: number, attended: number }, agenda: Array<{ number: number, waitingToSpeak: number }>, mine: { invited: boolean, standing: Standing, waitingBefore: number | null, checkedInAt: string | null, checkedOutAt: string | null, speeches: Array<{ id: string, item: number, state: SpeechState }> } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } } };

export type MembersQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type MembersQuery = { node:
    | { id: string, members: { nodes: Array<{ id: string, role: string, since: string, person: { id: string, nickname: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type VerifyResidentMutationVariables = Exact<{
  input: VerifyResidentInput;
}>;


export type VerifyResidentMutation = { verifyResident: { person: { id: string, nickname: string | null } } };

export type RegisterResidentMutationVariables = Exact<{
  input: RegisterResidentInput;
}>;


export type RegisterResidentMutation = { registerResident: { person: { id: string, nickname: string | null } } };

export type InviteHouseholdMutationVariables = Exact<{
  input: InviteHouseholdInput;
}>;


export type InviteHouseholdMutation = { inviteHousehold: { code: string, scene: string, picture: string } };

export type GrantRoleMutationVariables = Exact<{
  input: GrantRoleInput;
}>;


export type GrantRoleMutation = { grantRole: { membership: string } };

export type RevokeRoleMutationVariables = Exact<{
  input: RevokeRoleInput;
}>;


export type RevokeRoleMutation = { revokeRole: { membership: string } };

export type ResidentsQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type ResidentsQuery = { node:
    | { id: string, residents: { nodes: Array<{ household: string | null, exclusiveArea: number | null, how: string, since: string, person: { id: string, nickname: string | null, contact: { phone: string | null, realName: string | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type PersonContactQueryVariables = Exact<{
  person: string;
}>;


export type PersonContactQuery = { node:
    | { id: string, nickname: string | null, contact: { phone: string | null, realName: string | null } | null }
    | Record<PropertyKey, never>
   | null };

export type RevealPersonalDataMutationVariables = Exact<{
  input: RevealPersonalDataInput;
}>;


export type RevealPersonalDataMutation = { revealPersonalData: { phone: string | null, realName: string | null, person: { id: string, nickname: string | null } } };

export type PlaceFragment = { id: string, code: string, name: string, tier: Tier };

export type MoreFragment = { hasNextPage: boolean, endCursor: string | null };

export type CanFragment = { action: string, allowed: boolean, reason: { code: string, message: string } | null };

export type DistrictsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type DistrictsQuery = { districts: { nodes: Array<{ id: string, code: string, name: string, tier: Tier }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AreasBelowQueryVariables = Exact<{
  below: string;
  tier: Tier;
  first?: number;
  after?: string | null | undefined;
}>;


export type AreasBelowQuery = { areas: { nodes: Array<{ blockKind: BlockKind | null, households: number | null, id: string, code: string, name: string, tier: Tier }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AreaByCodeQueryVariables = Exact<{
  code: string;
}>;


export type AreaByCodeQuery = { areaByCode: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null } | null };

export type CodeLandingQueryVariables = Exact<{
  scene: string;
}>;


export type CodeLandingQuery = { codeLanding: { kind: CodeKind, invitation: string | null, node:
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
     | null } };

export type AreaPageQueryVariables = Exact<{
  area: string;
}>;


export type AreaPageQuery = { node:
    | { blockKind: BlockKind | null, households: number | null, id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier, parent: { id: string, code: string, name: string, tier: Tier } | null } | null } | null, topics: Array<{ id: string, code: string, category: string, name: string, nameEn: string }>, units: Array<{ id: string, name: string }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }
    | Record<PropertyKey, never>
   | null };

export type AreaChildrenQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type AreaChildrenQuery = { node:
    | { children: { nodes: Array<{ blockKind: BlockKind | null, households: number | null, id: string, code: string, name: string, tier: Tier }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type ProposalCardFragment = { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null };

export type PictureFragment = { id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState };

export type CommentLineFragment = { id: string, text: string | null, state: string, reason: string | null, replyTo: string | null, createdAt: string, author: { id: string, nickname: string | null }, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> };

export type StandFragment = { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null };

export type HomeQueryVariables = Exact<{
  block: string;
  neighborhood: string;
  first?: number;
}>;


export type HomeQuery = { proposals: { nodes: Array<{ id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, mine: { nodes: Array<{ id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }> }, ballots: { nodes: Array<{ id: string, title: string, kind: BallotKind, state: BallotState, opensAt: string, closesAt: string, viewerHasVoted: boolean, area: { id: string } }> }, consultations: { nodes: Array<{ id: string, question: string, state: ConsultationState, closesAt: string, area: { id: string }, viewerCan: Array<{ action: string, allowed: boolean }> }> }, rounds: { nodes: Array<{ id: string, title: string, state: RoundState, startsAt: string, area: { id: string }, steps: Array<{ index: number, name: string, state: StepState, endsAt: string | null }> }> }, meetings: { nodes: Array<{ id: string, kind: MeetingKind, title: string, state: MeetingState, startsAt: string, area: { id: string }, mine: { standing: Standing, checkedInAt: string | null } | null }> } };

export type ProposalsQueryVariables = Exact<{
  filter?: ProposalFilter | null | undefined;
  orderBy?: ProposalOrder;
  first?: number;
  after?: string | null | undefined;
}>;


export type ProposalsQuery = { proposals: { nodes: Array<{ id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProposalByNumberQueryVariables = Exact<{
  number: string;
}>;


export type ProposalByNumberQuery = { proposalByNumber: { id: string, number: string | null, title: string } | null };

export type ProposalPageQueryVariables = Exact<{
  proposal: string;
  comments?: number;
}>;


export type ProposalPageQuery = { node:
    | { body: string, checked: boolean, assisted: boolean, viewerRating: number | null, missing: string | null, suspended: boolean, requestPending: boolean, deliveryPending: boolean, supervisorCheck: string | null, reworks: number, reopenings: number, submittedAt: string | null, closedAt: string | null, id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, proponent: { id: string, nickname: string | null }, coProponents: Array<{ id: string, nickname: string | null }>, clock: { startedAt: string, colour: ClockColour, status: ClockStatus, dueAt: string | null } | null, windows: { resubmit: string | null, appeal: string | null, notice: string | null, evaluation: string | null, mergeChoice: string | null, reopen: string | null }, custody: Array<{ at: string, how: string, reason: string | null, area: { id: string, code: string, name: string, tier: Tier } }>, answer: { text: string, declineReason: string | null, decidedAt: string, publishAt: string } | null, resolution: { text: string, formedAt: string, objections: number, direct: boolean } | null, tasks: Array<{ id: string, title: string, due: string, budgetFen: number, spentFen: number, state: string, unit: { id: string, name: string } | null, milestones: Array<{ text: string, at: string, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }> }> }>, ratings: { count: number, satisfactionRate: number | null, mean: number | null }, supervisions: Array<{ id: string, link: Link, cause: string, openedAt: string, answeredAt: string | null, area: { id: string, name: string } }>, mergedInto: { id: string, number: string | null, title: string } | null, rounds: Array<{ id: string, title: string, state: RoundState, startsAt: string, area: { id: string, code: string, name: string, tier: Tier }, steps: Array<{ index: number, name: string, kind: StepKind, state: StepState, endsAt: string | null }>, outcome: { verdict: RoundVerdict, at: string } | null }>, meetings: Array<{ id: string, kind: MeetingKind, state: MeetingState, title: string, startsAt: string }>, opinions: Array<{ id: string, state: ReviewState, name: string, field: string, organisation: string, question: string, opinion: string | null, interests: string | null, publishedAt: string | null }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }>, comments: { nodes: Array<{ id: string, text: string | null, state: string, reason: string | null, replyTo: string | null, createdAt: string, author: { id: string, nickname: string | null }, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null }
    | Record<PropertyKey, never>
   | null };

export type ProposalCommentsQueryVariables = Exact<{
  proposal: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type ProposalCommentsQuery = { node:
    | { comments: { nodes: Array<{ id: string, text: string | null, state: string, reason: string | null, replyTo: string | null, createdAt: string, author: { id: string, nickname: string | null }, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type ProposalHistoryQueryVariables = Exact<{
  proposal: string;
}>;


export type ProposalHistoryQuery = { node:
    | { id: string, timeline: Array<{ seq: number, kind: string, at: string, leaf: string, actor: { id: string, nickname: string | null } | null }>, versions: Array<{ number: number, title: string, body: string, createdAt: string, changes: Array<{ kind: string, text: string }> }> }
    | Record<PropertyKey, never>
   | null };

export type DraftProposalMutationVariables = Exact<{
  input: DraftProposalInput;
}>;


export type DraftProposalMutation = { draftProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type EditProposalMutationVariables = Exact<{
  input: EditProposalInput;
}>;


export type EditProposalMutation = { editProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type SubmitProposalMutationVariables = Exact<{
  input: OnProposalInput;
}>;


export type SubmitProposalMutation = { submitProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ResubmitProposalMutationVariables = Exact<{
  input: EditProposalInput;
}>;


export type ResubmitProposalMutation = { resubmitProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type WithdrawProposalMutationVariables = Exact<{
  input: MaybeTextInput;
}>;


export type WithdrawProposalMutation = { withdrawProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type AppealDeclineMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type AppealDeclineMutation = { appealDecline: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type SupportProposalMutationVariables = Exact<{
  input: OnProposalInput;
}>;


export type SupportProposalMutation = { supportProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type RevokeSupportMutationVariables = Exact<{
  input: OnProposalInput;
}>;


export type RevokeSupportMutation = { revokeSupport: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ChooseAfterMergeMutationVariables = Exact<{
  input: ChooseInput;
}>;


export type ChooseAfterMergeMutation = { chooseAfterMerge: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type FollowProposalMutationVariables = Exact<{
  input: OnProposalInput;
}>;


export type FollowProposalMutation = { followProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type UnfollowProposalMutationVariables = Exact<{
  input: OnProposalInput;
}>;


export type UnfollowProposalMutation = { unfollowProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type CommentOnProposalMutationVariables = Exact<{
  input: CommentInput;
}>;


export type CommentOnProposalMutation = { commentOnProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type AppealCommentMutationVariables = Exact<{
  input: CommentReasonInput;
}>;


export type AppealCommentMutation = { appealComment: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ObjectToProposalMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type ObjectToProposalMutation = { objectToProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type RateProposalMutationVariables = Exact<{
  input: RateInput;
}>;


export type RateProposalMutation = { rateProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type ReopenProposalMutationVariables = Exact<{
  input: TextOnProposalInput;
}>;


export type ReopenProposalMutation = { reopenProposal: { version: number, seq: number, proposal: { id: string, number: string | null, version: number, state: State, link: Link, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, viewerRating: number | null, custodian: { id: string, code: string, name: string, tier: Tier }, clock: { colour: ClockColour, status: ClockStatus, startedAt: string, dueAt: string | null } | null, viewerCan: Array<{ action: string, allowed: boolean, reason: { code: string, message: string } | null }> } | null } };

export type PublicCardFragment = { id: string, number: string | null, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null };

export type PublicProposalsQueryVariables = Exact<{
  filter?: ProposalFilter | null | undefined;
  orderBy?: ProposalOrder;
  first?: number;
  after?: string | null | undefined;
}>;


export type PublicProposalsQuery = { proposals: { nodes: Array<{ id: string, number: string | null, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PublicProposalQueryVariables = Exact<{
  proposal: string;
}>;


export type PublicProposalQuery = { node:
    | { body: string, id: string, number: string | null, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, createdAt: string, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }>, custody: Array<{ at: string, how: string, reason: string | null, area: { id: string, code: string, name: string, tier: Tier } }>, answer: { text: string, decidedAt: string, publishAt: string } | null, resolution: { text: string, formedAt: string, objections: number, direct: boolean } | null, tasks: Array<{ id: string, title: string, due: string, state: string, budgetFen: number, spentFen: number, milestones: Array<{ text: string, at: string, photos: Array<{ id: string, url: string, thumbnailUrl: string, width: number, height: number, state: PhotoState }> }> }>, ratings: { count: number, satisfactionRate: number | null, mean: number | null }, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }
    | Record<PropertyKey, never>
   | null };

export type ChangesQueryVariables = Exact<{
  district: string;
  since?: string | null | undefined;
  first?: number;
}>;


export type ChangesQuery = { changes: { cursor: string, hasMore: boolean, items: Array<{ seq: number, kind: string, proposal: { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null } | null }> } };

export type LogHeadQueryVariables = Exact<{
  district: string;
}>;


export type LogHeadQuery = { node:
    | { id: string, logHead: { size: number, root: string } | null }
    | Record<PropertyKey, never>
   | null };

export type LogEntriesQueryVariables = Exact<{
  district: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type LogEntriesQuery = { node:
    | { id: string, log: { nodes: Array<{ seq: number, at: string, kind: string, subject: string, body: string, leaf: string, actor: { id: string, nickname: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type RulesQueryVariables = Exact<{
  district: string;
  tier: Tier;
  day: string;
}>;


export type RulesQuery = { node:
    | { id: string, isWorkingDay: boolean, profiles: Array<{ version: number, effectiveFrom: string, screeningDays: number, reviewDays: number, noticeDays: number, evaluationDays: number, graceDays: number, objectionThreshold: number, supportThreshold: number | null, satisfactionThresholdPercent: number, minRatings: number, openProposalsLimit: number, maxReworks: number }> }
    | Record<PropertyKey, never>
   | null };

export type PublishProfileMutationVariables = Exact<{
  input: PublishProfileInput;
}>;


export type PublishProfileMutation = { publishProfile: { version: number } };

export type CorrectCalendarMutationVariables = Exact<{
  input: CorrectCalendarInput;
}>;


export type CorrectCalendarMutation = { correctCalendar: { day: string } };

export type PersonalDataViewsQueryVariables = Exact<{
  below: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type PersonalDataViewsQuery = { personalDataViews: { nodes: Array<{ at: string, role: Role, fields: Array<PersonalField>, reason: string | null, requestId: string, viewer: { id: string, nickname: string | null }, platform: { id: string, code: string, name: string, tier: Tier }, person: { id: string, nickname: string | null }, area: { id: string, code: string, name: string, tier: Tier } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RoundCardFragment = { id: string, title: string, state: RoundState, startsAt: string, area: { id: string, code: string, name: string, tier: Tier }, steps: Array<{ index: number, name: string, kind: StepKind, state: StepState, endsAt: string | null }>, outcome: { verdict: RoundVerdict, at: string } | null };

export type RoundsQueryVariables = Exact<{
  below: string;
  states?: Array<RoundState> | RoundState | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type RoundsQuery = { rounds: { nodes: Array<{ id: string, title: string, state: RoundState, startsAt: string, area: { id: string, code: string, name: string, tier: Tier }, steps: Array<{ index: number, name: string, kind: StepKind, state: StepState, endsAt: string | null }>, outcome: { verdict: RoundVerdict, at: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RoundPageQueryVariables = Exact<{
  round: string;
}>;


export type RoundPageQuery = { node:
    | { reason: string | null, id: string, title: string, state: RoundState, startsAt: string, template: { name: string, about: string, version: number, digest: string }, proposals: Array<{ id: string, number: string | null, title: string, state: State }>, steps: Array<{ days: number, needs: StepNeed, followUp: boolean, openedAt: string | null, quorumReached: boolean | null, question: string | null, place: string | null, notice: string | null, index: number, name: string, kind: StepKind, state: StepState, endsAt: string | null, options: Array<{ id: string, title: string, costFen: number }>, adopted: Array<{ id: string }> | null, consultation: { id: string, state: ConsultationState, closesAt: string } | null, meeting: { id: string, state: MeetingState, startsAt: string, place: string } | null, ballot: { id: string, state: BallotState, closesAt: string, turnout: number | null, electorateSize: number | null, viewerHasVoted: boolean } | null }>, outcome: { verdict: RoundVerdict, at: string, adopted: Array<{ id: string, number: string | null, title: string }> } | null, area: { id: string, code: string, name: string, tier: Tier } }
    | Record<PropertyKey, never>
   | null };

export type SearchProposalsQueryVariables = Exact<{
  text: string;
  filter?: ProposalSearchFilter | null | undefined;
  orderBy?: ProposalSearchOrder;
  first?: number;
  after?: string | null | undefined;
}>;


export type SearchProposalsQuery = { searchProposals: { totalCount: number, edges: Array<{ node: { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null }, highlights: Array<{ of: SearchedText, beginsLate: boolean, endsEarly: boolean, pieces: Array<{ text: string, marked: boolean }> }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, facets: { areas: Array<{ count: number, area: { id: string, code: string, name: string, tier: Tier } }>, tiers: Array<{ tier: Tier, count: number }>, topics: Array<{ count: number, topic: { id: string, name: string, nameEn: string } }>, states: Array<{ state: State, count: number }>, blockKinds: Array<{ blockKind: BlockKind, count: number }>, years: Array<{ year: number, count: number }> } } };

export type CompleteSearchQueryVariables = Exact<{
  text: string;
  below?: string | null | undefined;
}>;


export type CompleteSearchQuery = { completeProposalSearch: Array<string> };

export type SimilarProposalsQueryVariables = Exact<{
  title: string;
  body?: string;
  place: string;
  first?: number;
}>;


export type SimilarProposalsQuery = { similarProposals: Array<{ score: number, why: Array<{ kind: LikenessKind, ours: Array<string>, theirs: Array<string> }>, proposal: { id: string, number: string | null, version: number, state: State, link: Link, title: string, tier: Tier, supportCount: number, commentCount: number, viewerSupports: boolean, viewerFollows: boolean, createdAt: string, home: { id: string, name: string }, custodian: { id: string, code: string, name: string, tier: Tier }, topic: { id: string, name: string, nameEn: string } | null, clock: { colour: ClockColour, status: ClockStatus, dueAt: string | null } | null } }> };

export type HeartbeatSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type HeartbeatSubscription = { heartbeat: number };

export type ProposalChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type ProposalChangedSubscription = { proposalChanged: { id: string, version: number, state: State } };

export type ConsultationChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type ConsultationChangedSubscription = { consultationChanged: { id: string } };

export type BallotChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type BallotChangedSubscription = { ballotChanged: { id: string, state: BallotState } };

export type RoundChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type RoundChangedSubscription = { roundChanged: { id: string, state: RoundState } };

export type MeetingChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type MeetingChangedSubscription = { meetingChanged: { id: string } };

export type PrintedFragment = { scene: string, kind: CodeKind, picture: string, link: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null };

export type CodesQueryVariables = Exact<{
  area: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type CodesQuery = { codes: { nodes: Array<{ scene: string, kind: CodeKind, picture: string, link: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null, target:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MakeCodeMutationVariables = Exact<{
  input: MakeCodeInput;
}>;


export type MakeCodeMutation = { makeCode: { code: { scene: string, kind: CodeKind, picture: string, link: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null } } };

export type MakeCodeLinkMutationVariables = Exact<{
  input: OnCodeInput;
}>;


export type MakeCodeLinkMutation = { makeCodeLink: { code: { scene: string, kind: CodeKind, picture: string, link: string | null, createdAt: string, expiresAt: string | null, revokedAt: string | null } } };

export type RevokeCodeMutationVariables = Exact<{
  input: OnCodeInput;
}>;


export type RevokeCodeMutation = { revokeCode: { clientMutationId: string } };

export type UndeliveredMessagesQueryVariables = Exact<{
  district: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type UndeliveredMessagesQuery = { undeliveredMessages: { nodes: Array<{ kind: MessageKind | null, template: string, reason: UndeliveredReason, errcode: number | null, attempts: number, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };
