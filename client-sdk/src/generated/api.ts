// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 3813c43b7c41131b4f52bab54a950ee45d61da56f8f58127c5e345f1ef0468c7
import type { Doer } from '../runtime/doer';
import * as ops from './operations';

/** All operations as typed methods, by subject. */
export const api = (doer: Doer) => ({
  account: {
    /** Logs in by a code of wx.login. Codes: WECHAT_CODE_INVALID, UPSTREAM_UNAVAILABLE, RATE_LIMITED. */
    loginWithWechat: doer.mutation(ops.LoginWithWechat, 'loginWithWechat'),
    /** Logs staff in. Codes: LOGIN_FAILED, LOGIN_LOCKED, RATE_LIMITED. */
    loginStaff: doer.mutation(ops.LoginStaff, 'loginStaff'),
    /** Exchanges a refresh token. A token used twice ends the session. Code: UNAUTHENTICATED. */
    refreshLogin: doer.mutation(ops.RefreshLogin, 'refreshLogin'),
    /** Ends this session on every instance at once. */
    logout: doer.mutation(ops.Logout, 'logout'),
    /** Closes my account: name, phone and WeChat id are erased, my sessions end; what I said stays in the record under a name that no longer leads to me. */
    closeAccount: doer.mutation(ops.CloseAccount, 'closeAccount'),
    /** Who I am, where I live and what I hold. */
    me: doer.query(ops.Me),
    /** My messages, newest first. */
    inbox: doer.query(ops.Inbox),
    /** Marks notices of my inbox as read. */
    markNoticesRead: doer.mutation(ops.MarkNoticesRead, 'markNoticesRead'),
    /** Becomes a verified resident by a household's code. Codes: INVITATION_INVALID, RATE_LIMITED. */
    redeemInvitation: doer.mutation(ops.RedeemInvitation, 'redeemInvitation'),
    /** What I can be told of by WeChat, and how often I have agreed. */
    subscribeTemplates: doer.query(ops.SubscribeTemplates),
    /** Keeps what the phone answered when it was asked about subscribe messages: each acceptance is one message, or messages without end for a long-term template. Code: INVALID_INPUT. */
    recordSubscribeAnswers: doer.mutation(ops.RecordSubscribeAnswers, 'recordSubscribeAnswers'),
    /** Binds the phone number that WeChat verified: identity level 1. Whoever was recorded under the number before, and has no account, is joined. Codes: WECHAT_ACCOUNT_REQUIRED, WECHAT_CODE_INVALID, PHONE_TAKEN, PHONE_NOT_JOINABLE, UPSTREAM_UNAVAILABLE, RATE_LIMITED. */
    bindPhone: doer.mutation(ops.BindPhone, 'bindPhone'),
    /** The privacy notice in force; whoever agreed to another version is asked anew. */
    privacyNotice: doer.query(ops.PrivacyNotice),
    /** What I agreed to, and what I said before. */
    consents: doer.query(ops.Consents),
    /** Records what I say to the privacy notice. Codes: INVALID_INPUT, RATE_LIMITED. */
    recordConsent: doer.mutation(ops.RecordConsent, 'recordConsent'),
    /** Who looked at my name and phone number, newest first. */
    myDataViews: doer.query(ops.MyDataViews),
  },
  ballot: {
    /** Ballots of an area or below, newest first. */
    ballots: doer.query(ops.Ballots),
    /** The paper, the rule, and after closing the result. */
    ballotPage: doer.node(ops.BallotPage),
    /** By global id; null where there is nothing that the viewer may know of. */
    ballotReceipt: doer.node(ops.BallotReceipt),
    /** By global id; null where there is nothing that the viewer may know of. */
    ballotOpenings: doer.node(ops.BallotOpenings),
    /** Announces a ballot; it opens and closes by the clock. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET. */
    announceBallot: doer.mutation(ops.AnnounceBallot, 'announceBallot'),
    /** Votes, or votes anew: the last acknowledged vote counts. Codes: BALLOT_NOT_OPEN, NOT_IN_ELECTORATE, MALFORMED_VOTE. */
    castVote: doer.mutation(ops.CastVote, 'castVote'),
    /** Enters a paper vote; it counts when another of the staff confirms it. Codes: FORBIDDEN, BALLOT_NOT_OPEN, NOT_IN_ELECTORATE, MALFORMED_VOTE, ALREADY_PENDING. */
    enterPaperVote: doer.mutation(ops.EnterPaperVote, 'enterPaperVote'),
    /** Confirms a paper vote that another entered; the receipt is for the voter. Codes: FORBIDDEN, NOTHING_PENDING, BALLOT_NOT_OPEN. */
    confirmPaperVote: doer.mutation(ops.ConfirmPaperVote, 'confirmPaperVote'),
    /** Calls a ballot off; its votes are destroyed uncounted. Codes: FORBIDDEN, BALLOT_NOT_OPEN. */
    cancelBallot: doer.mutation(ops.CancelBallot, 'cancelBallot'),
    /** Gives the key under which an auditor of a sealed ballot gets what opens it; until the closing another can be given. Codes: FORBIDDEN, BALLOT_NOT_OPEN, INVALID_INPUT. */
    giveAuditorKey: doer.mutation(ops.GiveAuditorKey, 'giveAuditorKey'),
  },
  consultation: {
    /** Consultations of an area or below, newest first. */
    consultations: doer.query(ops.Consultations),
    /** What is asked, what I may do, and the groups so far; the statements come by `nextStatement`, which is for who may vote. */
    consultationPage: doer.node(ops.ConsultationPage),
    /** By global id; null where there is nothing that the viewer may know of. */
    nextStatement: doer.node(ops.NextStatement),
    /** By global id; null where there is nothing that the viewer may know of. */
    statements: doer.node(ops.Statements),
    /** What makes a result checkable: digest, algorithm and its whole JSON. */
    consultationProof: doer.node(ops.ConsultationProof),
    /** Opens a consultation; it closes by the clock. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET. */
    openConsultation: doer.mutation(ops.OpenConsultation, 'openConsultation'),
    /** Makes a statement; its author agrees with it. Codes: CONSULTATION_NOT_OPEN, NOT_IN_ELECTORATE, STATEMENTS_BY_STAFF_ONLY, TOO_MANY_STATEMENTS, CONTENT_REJECTED. */
    addStatement: doer.mutation(ops.AddStatement, 'addStatement'),
    /** Puts in a statement as facilitator. Codes: FORBIDDEN, CONSULTATION_NOT_OPEN. */
    seedStatement: doer.mutation(ops.SeedStatement, 'seedStatement'),
    /** Votes on statements; each vote can be changed until the end. Codes: CONSULTATION_NOT_OPEN, NOT_IN_ELECTORATE, STATEMENT_NOT_SHOWN. */
    voteOnStatements: doer.mutation(ops.VoteOnStatements, 'voteOnStatements'),
    /** Shows or hides a statement that waits, or shows one again. Codes: FORBIDDEN, STATEMENT_NOT_SHOWN. */
    checkStatement: doer.mutation(ops.CheckStatement, 'checkStatement'),
    /** Takes a statement out of sight, with a reason. Codes: FORBIDDEN, STATEMENT_NOT_SHOWN. */
    hideStatement: doer.mutation(ops.HideStatement, 'hideStatement'),
    /** Calls a consultation off, with a reason. Codes: FORBIDDEN, CONSULTATION_NOT_OPEN. */
    cancelConsultation: doer.mutation(ops.CancelConsultation, 'cancelConsultation'),
  },
  desk: {
    /** A committee's queue, the most urgent first. */
    queue: doer.query(ops.Queue),
    /** Comments in the custody of an area or below that wait for a person, oldest first; for its staff. */
    commentsToCheck: doer.query(ops.CommentsToCheck),
    /** Pictures that a machine was unsure of, or did not look at. */
    photosToCheck: doer.query(ops.PhotosToCheck),
    /** Supervisions 督办 of an area's platform or below, oldest first. */
    supervisions: doer.query(ops.Supervisions),
    /** Notes of the staff, which residents do not see. */
    proposalNotes: doer.node(ops.ProposalNotes),
    /** Approves or rejects a text that the content check was unsure of. */
    checkProposalText: doer.mutation(ops.CheckProposalText, 'checkProposalText'),
    /** Sends back for what is missing. */
    returnProposal: doer.mutation(ops.ReturnProposal, 'returnProposal'),
    /** 不予受理, with a reason code and a written answer. */
    declineProposal: doer.mutation(ops.DeclineProposal, 'declineProposal'),
    /** Joins a proposal to another. */
    mergeProposal: doer.mutation(ops.MergeProposal, 'mergeProposal'),
    /** 受理 */
    acceptProposal: doer.mutation(ops.AcceptProposal, 'acceptProposal'),
    /** 上报: hands up, to the platform above unless another is named. */
    escalateProposal: doer.mutation(ops.EscalateProposal, 'escalateProposal'),
    /** 下派: hands down. */
    delegateProposal: doer.mutation(ops.DelegateProposal, 'delegateProposal'),
    /** Forms the resolution with its plan. */
    formProposal: doer.mutation(ops.FormProposal, 'formProposal'),
    /** Not adopted, with a public answer. */
    rejectProposal: doer.mutation(ops.RejectProposal, 'rejectProposal'),
    /** Shows or hides a comment that the content check was unsure of. */
    checkComment: doer.mutation(ops.CheckComment, 'checkComment'),
    /** Takes a comment out of sight; its words are kept, its author reads the reason. */
    hideComment: doer.mutation(ops.HideComment, 'hideComment'),
    /** Decides an appeal: the comment is shown again, or stays hidden. */
    decideCommentAppeal: doer.mutation(ops.DecideCommentAppeal, 'decideCommentAppeal'),
    /** Reports on a task: progress, done, or cancelled with the reason. */
    reportTask: doer.mutation(ops.ReportTask, 'reportTask'),
    /** Asks the tier above for a later due date. */
    requestExtension: doer.mutation(ops.RequestExtension, 'requestExtension'),
    /** Asks the tier above for a pause. */
    requestSuspension: doer.mutation(ops.RequestSuspension, 'requestSuspension'),
    /** Approves or refuses what was asked. */
    decideRequest: doer.mutation(ops.DecideRequest, 'decideRequest'),
    /** Ends a suspension. */
    resumeProposal: doer.mutation(ops.ResumeProposal, 'resumeProposal'),
    /** Reports that every task is done or cancelled. */
    deliverProposal: doer.mutation(ops.DeliverProposal, 'deliverProposal'),
    /** Confirms or refuses the delivery. */
    confirmDelivery: doer.mutation(ops.ConfirmDelivery, 'confirmDelivery'),
    /** Records the supervisor's check. */
    recordSupervisorCheck: doer.mutation(ops.RecordSupervisorCheck, 'recordSupervisorCheck'),
    /** Closes after the window. */
    closeProposal: doer.mutation(ops.CloseProposal, 'closeProposal'),
    /** Writes a note that only staff read. */
    writeNote: doer.mutation(ops.WriteNote, 'writeNote'),
    /** Opens a supervision 督办. */
    openSupervision: doer.mutation(ops.OpenSupervision, 'openSupervision'),
    /** Answers a supervision. */
    answerSupervision: doer.mutation(ops.AnswerSupervision, 'answerSupervision'),
    /** Shows or refuses a picture, or takes it down. Shows or refuses a picture: one that waits, one that the machine refused, or one to be taken down. Nobody decides about an own one. Codes: FORBIDDEN, SECOND_PERSON_NEEDED, WRONG_STATE, NOT_FOUND, TEXT_REQUIRED, TEXT_TOO_LONG. */
    checkPhoto: doer.mutation(ops.CheckPhoto, 'checkPhoto'),
  },
  meeting: {
    /** Meetings of an area or below, the latest beginning first. */
    meetings: doer.query(ops.Meetings),
    /** Meetings to which I am invited, for which I signed up, or at which I was. */
    myMeetings: doer.query(ops.MyMeetings),
    /** A meeting with its agenda, my seat, who waits to speak, and its minutes. */
    meetingPage: doer.node(ops.MeetingPage),
    /** The minutes to be read, by version; who was there also reads the draft that waits for confirmation. */
    meetingMinutes: doer.node(ops.MeetingMinutes),
    /** Takes a seat, or a place on the waiting list; the invited say that they come. Codes: MEETING_OVER, ALREADY_SIGNED_UP, INVITED_ONLY, NOT_RESIDENT_HERE, WORKERS_ONLY. */
    signUpForMeeting: doer.mutation(ops.SignUpForMeeting, 'signUpForMeeting'),
    /** Gives a seat or a place on the waiting list back; whoever has waited longest moves up. Codes: MEETING_OVER, NOT_SIGNED_UP, ALREADY_CHECKED_IN. */
    signOffFromMeeting: doer.mutation(ops.SignOffFromMeeting, 'signOffFromMeeting'),
    /** Checks in by the code on the room's screen. Codes: CHECK_IN_CODE_WRONG, RATE_LIMITED, MEETING_NOT_BEGUN, MEETING_OVER, NO_SEAT, INVITED_ONLY, NOT_RESIDENT_HERE, WORKERS_ONLY. */
    checkIn: doer.mutation(ops.CheckIn, 'checkIn'),
    /** Notes that the viewer leaves, or for staff that somebody left. Codes: NOT_CHECKED_IN, FORBIDDEN, MEETING_OVER. */
    checkOut: doer.mutation(ops.CheckOut, 'checkOut'),
    /** Asks to speak on an item of the agenda. Codes: NOT_CHECKED_IN, MEETING_OVER, ALREADY_PENDING, INVALID_INPUT. */
    askToSpeak: doer.mutation(ops.AskToSpeak, 'askToSpeak'),
    /** Takes an own request to speak back. Codes: SPEECH_NOT_WAITING, NOT_FOUND, MEETING_OVER. */
    withdrawSpeech: doer.mutation(ops.WithdrawSpeech, 'withdrawSpeech'),
    /** Confirms the draft: as chair, or as somebody who was there and neither chaired nor wrote it. Codes: NOTHING_PENDING, NOT_CHECKED_IN, OTHER_PARTICIPANT_NEEDED, VERSION_CONFLICT for another digest. */
    confirmMinutes: doer.mutation(ops.ConfirmMinutes, 'confirmMinutes'),
  },
  people: {
    /** By global id; null where there is nothing that the viewer may know of. */
    members: doer.node(ops.Members),
    /** Verifies a resident or an owner. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET. */
    verifyResident: doer.mutation(ops.VerifyResident, 'verifyResident'),
    /** Records a resident without a phone, for whom staff can then raise proposals. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET, INVALID_INPUT. */
    registerResident: doer.mutation(ops.RegisterResident, 'registerResident'),
    /** Issues a code for a household. Codes: FORBIDDEN, NOT_FOUND, INVALID_INPUT. */
    inviteHousehold: doer.mutation(ops.InviteHousehold, 'inviteHousehold'),
    /** Gives a role. Codes: FORBIDDEN, SEPARATION_OF_POWERS, ROLE_TIER_MISMATCH, NOT_FOUND. */
    grantRole: doer.mutation(ops.GrantRole, 'grantRole'),
    /** Ends a role from the next request on. Codes: FORBIDDEN, NOT_FOUND. */
    revokeRole: doer.mutation(ops.RevokeRole, 'revokeRole'),
    /** Who lives in exactly this area, with names and numbers masked. */
    residents: doer.node(ops.Residents),
    /** The masked name and number of a person, for staff who verify where they live. */
    personContact: doer.node(ops.PersonContact),
    /** Name and number without the mask; each time is recorded. Not to be kept. Shows name and phone number of a resident to staff who verify where the person lives. Each time is recorded. Codes: FORBIDDEN, NOT_FOUND, TEXT_REQUIRED, TEXT_TOO_LONG, VERSION_CONFLICT, RATE_LIMITED. */
    revealPersonalData: doer.mutation(ops.RevealPersonalData, 'revealPersonalData'),
  },
  place: {
    /** All districts by code. */
    districts: doer.query(ops.Districts),
    /** Areas of one tier below an area. */
    areasBelow: doer.query(ops.AreasBelow),
    /** Where a scanned code with an official code leads. */
    areaByCode: doer.query(ops.AreaByCode),
    /** Where a scanned mini-program code leads. */
    codeLanding: doer.query(ops.CodeLanding),
    /** A platform's page: what it is, who is above it, what I may do here. */
    areaPage: doer.node(ops.AreaPage),
    /** By global id; null where there is nothing that the viewer may know of. */
    areaChildren: doer.node(ops.AreaChildren),
  },
  proposal: {
    /** Home of my block: my matters, what the neighbours raise, what the block and its neighborhood vote, speak and meet on. */
    home: doer.query(ops.Home),
    /** Proposals that the viewer may know of. */
    proposals: doer.query(ops.Proposals),
    /** A proposal by its readable number. */
    proposalByNumber: doer.query(ops.ProposalByNumber),
    /** A proposal's page: its way through the tiers, its clocks, what I may do. */
    proposalPage: doer.node(ops.ProposalPage),
    /** By global id; null where there is nothing that the viewer may know of. */
    proposalComments: doer.node(ops.ProposalComments),
    /** What happened, as it stands in the log, and how the text changed. */
    proposalHistory: doer.node(ops.ProposalHistory),
    /** Drafts a proposal in a block or neighborhood; staff may do so for a resident. */
    draftProposal: doer.mutation(ops.DraftProposal, 'draftProposal'),
    /** Changes a draft. */
    editProposal: doer.mutation(ops.EditProposal, 'editProposal'),
    /** Hands a draft in. */
    submitProposal: doer.mutation(ops.SubmitProposal, 'submitProposal'),
    /** Hands a returned proposal in again. */
    resubmitProposal: doer.mutation(ops.ResubmitProposal, 'resubmitProposal'),
    /** Takes a proposal back. */
    withdrawProposal: doer.mutation(ops.WithdrawProposal, 'withdrawProposal'),
    /** Appeals against a decline to the tier above, once. */
    appealDecline: doer.mutation(ops.AppealDecline, 'appealDecline'),
    /** 附议 */
    supportProposal: doer.mutation(ops.SupportProposal, 'supportProposal'),
    /** Takes the support back. */
    revokeSupport: doer.mutation(ops.RevokeSupport, 'revokeSupport'),
    /** As a supporter of a merged proposal: follow it, stay, or withdraw. */
    chooseAfterMerge: doer.mutation(ops.ChooseAfterMerge, 'chooseAfterMerge'),
    /** Is told of every move from now on. */
    followProposal: doer.mutation(ops.FollowProposal, 'followProposal'),
    /** Is no longer told. */
    unfollowProposal: doer.mutation(ops.UnfollowProposal, 'unfollowProposal'),
    /** Says something in public, perhaps in answer to a comment; threads have one level. */
    commentOnProposal: doer.mutation(ops.CommentOnProposal, 'commentOnProposal'),
    /** Appeals, as its author and once, against a hidden comment, to the tier above. */
    appealComment: doer.mutation(ops.AppealComment, 'appealComment'),
    /** Objects during public notice. */
    objectToProposal: doer.mutation(ops.ObjectToProposal, 'objectToProposal'),
    /** Rates 1 to 5; changeable until the end. */
    rateProposal: doer.mutation(ops.RateProposal, 'rateProposal'),
    /** Reopens with evidence within 90 days. */
    reopenProposal: doer.mutation(ops.ReopenProposal, 'reopenProposal'),
  },
  public: {
    /** The public list of an area's proposals. */
    publicProposals: doer.query(ops.PublicProposals),
    /** The public page of a proposal. */
    publicProposal: doer.node(ops.PublicProposal),
  },
  record: {
    /** What changed while the phone was offline. */
    changes: doer.query(ops.Changes),
    /** By global id; null where there is nothing that the viewer may know of. */
    logHead: doer.node(ops.LogHead),
    /** By global id; null where there is nothing that the viewer may know of. */
    logEntries: doer.node(ops.LogEntries),
    /** By global id; null where there is nothing that the viewer may know of. */
    rules: doer.node(ops.Rules),
    /** Publishes a version of a tier's periods and thresholds. Codes: FORBIDDEN, BAD_TARGET, INVALID_INPUT. */
    publishProfile: doer.mutation(ops.PublishProfile, 'publishProfile'),
    /** Declares a day working or free; all clocks follow, also those of days gone by. Codes: FORBIDDEN, BAD_TARGET. */
    correctCalendar: doer.mutation(ops.CorrectCalendar, 'correctCalendar'),
    /** Who looked at whose personal data in an area and below, newest first. */
    personalDataViews: doer.query(ops.PersonalDataViews),
  },
  round: {
    /** Rounds of an area or below, newest first. */
    rounds: doer.query(ops.Rounds),
    /** A round with its template, its steps and what is on now. */
    roundPage: doer.node(ops.RoundPage),
  },
  search: {
    /** Proposals that fit what was typed, with the words that fit and how many there are of what. */
    searchProposals: doer.query(ops.SearchProposals),
    /** How what is being typed may go on. */
    completeSearch: doer.query(ops.CompleteSearch),
    /** What seems to be the same matter as what is being written. */
    similarProposals: doer.query(ops.SimilarProposals),
  },
  watch: {
    /** A number every second, for clients that watch their connection. */
    heartbeat: doer.subscription(ops.Heartbeat),
    /** The life of one proposal. Code: NOT_FOUND. */
    proposalChanged: doer.subscription(ops.ProposalChanged),
    /** The life of one consultation: statements, results, its end. Code: NOT_FOUND. */
    consultationChanged: doer.subscription(ops.ConsultationChanged),
    /** The life of one ballot: opened, closed, called off. Code: NOT_FOUND. */
    ballotChanged: doer.subscription(ops.BallotChanged),
    /** The life of one round: its steps, its outcome. Code: NOT_FOUND. */
    roundChanged: doer.subscription(ops.RoundChanged),
    /** The life of one meeting: seats, check-ins, the speaking list, its end, its minutes. Code: NOT_FOUND. */
    meetingChanged: doer.subscription(ops.MeetingChanged),
  },
  wechat: {
    /** The mini-program codes of exactly this area and its matters, newest first, for those who make them. */
    codes: doer.query(ops.Codes),
    /** Makes a mini-program code. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET, INVALID_INPUT. */
    makeCode: doer.mutation(ops.MakeCode, 'makeCode'),
    /** Makes a link for a code that opens the app from outside WeChat, good for 30 days; one that is good for another day stays. Codes: FORBIDDEN, CODE_UNKNOWN, CODE_REVOKED, CODE_EXPIRED, UPSTREAM_UNAVAILABLE, RATE_LIMITED. */
    makeCodeLink: doer.mutation(ops.MakeCodeLink, 'makeCodeLink'),
    /** Withdraws a code: whoever scans it is told so. Codes: FORBIDDEN, CODE_UNKNOWN, CODE_REVOKED. */
    revokeCode: doer.mutation(ops.RevokeCode, 'revokeCode'),
    /** For administrators: which messages did not arrive, and why. */
    undeliveredMessages: doer.query(ops.UndeliveredMessages),
  },
});
