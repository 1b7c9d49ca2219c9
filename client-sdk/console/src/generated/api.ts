// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 3813c43b7c41131b4f52bab54a950ee45d61da56f8f58127c5e345f1ef0468c7
import type { Doer } from '../../../src/runtime/doer';
import * as ops from './operations';

/** All operations as typed methods, by subject. */
export const api = (doer: Doer) => ({
  ballots: {
    /** A ballot as staff hold it. */
    staffBallot: doer.node(ops.StaffBallot),
  },
  case: {
    /** What staff see of a case beside its public page. */
    staffCase: doer.node(ops.StaffCase),
    /** Others of the neighbourhood, to see what is raised twice. */
    staffNeighbours: doer.query(ops.StaffNeighbours),
    /** What seems to be the same matter, for screening. */
    staffLike: doer.query(ops.StaffLike),
  },
  codes: {
    /** The printed codes of exactly an area and its matters, with what they lead to. */
    staffCodes: doer.query(ops.StaffCodes),
    /** What a code can be made for, beside the area itself. */
    staffCodeTargets: doer.query(ops.StaffCodeTargets),
  },
  desk: {
    /** The queue of one clock colour: my platform's own, or everything below it. */
    staffQueue: doer.query(ops.StaffQueue),
    /** Texts that the content check left to a person. */
    staffUnchecked: doer.query(ops.StaffUnchecked),
  },
  experts: {
    /** The experts whom an area can ask: its own directory and those above. */
    staffExperts: doer.query(ops.StaffExperts),
    /** The reviews that I was invited to. */
    staffMyReviews: doer.query(ops.StaffMyReviews),
    /** Lists an expert in an area's directory, or changes the entry. Codes: FORBIDDEN, BAD_TARGET, NOT_FOUND, TEXT_REQUIRED, TEXT_TOO_LONG. */
    listExpert: doer.mutation(ops.ListExpert, 'listExpert'),
    /** Takes an expert out of the directory; reviews go on. Codes: FORBIDDEN, NOT_FOUND. */
    unlistExpert: doer.mutation(ops.UnlistExpert, 'unlistExpert'),
    /** Invites an expert to review a proposal in the own custody; while an invitation is open, gives it another question and due date. Codes: FORBIDDEN, BAD_TARGET, NOT_FOUND, INVALID_INPUT. */
    inviteExpert: doer.mutation(ops.InviteExpert, 'inviteExpert'),
    /** Takes an invitation. Codes: FORBIDDEN, REVIEW_NOT_WAITING, WINDOW_CLOSED. */
    staffAcceptReview: doer.mutation(ops.StaffAcceptReview, 'acceptReview'),
    /** Refuses an invitation, with a reason. Codes: FORBIDDEN, REVIEW_NOT_WAITING, WINDOW_CLOSED. */
    staffDeclineReview: doer.mutation(ops.StaffDeclineReview, 'declineReview'),
    /** Sends the opinion, with the declared interests; may be sent anew until the due date. Codes: FORBIDDEN, REVIEW_NOT_WAITING, WINDOW_CLOSED, TEXT_REQUIRED, TEXT_TOO_LONG, CONTENT_REJECTED. */
    staffSubmitOpinion: doer.mutation(ops.StaffSubmitOpinion, 'submitOpinion'),
    /** Publishes an opinion on its proposal, under the expert's name and with the declared interests. Codes: FORBIDDEN, REVIEW_NOT_WAITING. */
    publishOpinion: doer.mutation(ops.PublishOpinion, 'publishOpinion'),
  },
  hub: {
    /** What every indicator means. */
    staffDefinitions: doer.query(ops.StaffDefinitions),
    /** The figures of an area, and the same in groups. */
    staffDashboard: doer.query(ops.StaffDashboard),
    /** How long something takes, with those who still wait. */
    staffSurvival: doer.query(ops.StaffSurvival),
    /** The cases behind a figure. */
    staffFigureCases: doer.query(ops.StaffFigureCases),
    /** The hubs' report of a period. */
    staffHubReport: doer.query(ops.StaffHubReport),
    /** What other periods would have meant. */
    staffWhatIf: doer.query(ops.StaffWhatIf),
  },
  meetings: {
    /** Meetings of an area or below, the latest beginning first. */
    staffMeetings: doer.query(ops.StaffMeetings),
    /** A meeting with its agenda, list and minutes. */
    staffMeeting: doer.node(ops.StaffMeeting),
    /** The room's screen: the code, who speaks, who follows. */
    staffMeetingScreen: doer.node(ops.StaffMeetingScreen),
    /** Announces a meeting; the clock opens its doors and ends it. Codes: FORBIDDEN, BAD_TARGET, INVALID_INPUT, NOT_FOUND, TEXT_TOO_LONG, CONTENT_REJECTED. */
    announceMeeting: doer.mutation(ops.AnnounceMeeting, 'announceMeeting'),
    /** Invites people by name: each has a seat beside the open ones. Codes: FORBIDDEN, MEETING_OVER, NOT_FOUND. */
    inviteToMeeting: doer.mutation(ops.InviteToMeeting, 'inviteToMeeting'),
    /** Says who chairs: that person confirms the minutes. Codes: FORBIDDEN, MEETING_OVER, NOT_FOUND. */
    appointChair: doer.mutation(ops.AppointChair, 'appointChair'),
    /** Changes time, place or seats. Codes: FORBIDDEN, MEETING_OVER, INVALID_INPUT. */
    moveMeeting: doer.mutation(ops.MoveMeeting, 'moveMeeting'),
    /** Calls a meeting off, with a reason. Codes: FORBIDDEN, MEETING_OVER. */
    cancelMeeting: doer.mutation(ops.CancelMeeting, 'cancelMeeting'),
    /** Ends a meeting before its time. Codes: FORBIDDEN, MEETING_NOT_BEGUN, MEETING_OVER. */
    endMeeting: doer.mutation(ops.EndMeeting, 'endMeeting'),
    /** Checks somebody in at the door: a person on the list, or one who could have signed up. Codes: FORBIDDEN, MEETING_NOT_BEGUN, MEETING_OVER, NOT_FOUND, NOT_RESIDENT_HERE, WORKERS_ONLY. */
    checkInAttendee: doer.mutation(ops.CheckInAttendee, 'checkInAttendee'),
    /** Notes that the viewer leaves, or for staff that somebody left. Codes: NOT_CHECKED_IN, FORBIDDEN, MEETING_OVER. */
    staffCheckOut: doer.mutation(ops.StaffCheckOut, 'checkOut'),
    /** Calls a speaker; whoever speaks now has spoken. Codes: FORBIDDEN, SPEECH_NOT_WAITING, MEETING_OVER. */
    callSpeaker: doer.mutation(ops.CallSpeaker, 'callSpeaker'),
    /** Notes that a speaker has finished. Codes: FORBIDDEN, SPEECH_NOT_WAITING, MEETING_OVER. */
    finishSpeech: doer.mutation(ops.FinishSpeech, 'finishSpeech'),
    /** Drafts minutes, in the place of a draft that is not published; after the publication, a correction with a reason. Codes: FORBIDDEN, MEETING_NOT_OVER, TEXT_REQUIRED, TEXT_TOO_LONG, CONTENT_REJECTED. */
    draftMinutes: doer.mutation(ops.DraftMinutes, 'draftMinutes'),
    /** Confirms the draft: as chair, or as somebody who was there and neither chaired nor wrote it. Codes: NOTHING_PENDING, NOT_CHECKED_IN, OTHER_PARTICIPANT_NEEDED, VERSION_CONFLICT for another digest. */
    staffConfirmMinutes: doer.mutation(ops.StaffConfirmMinutes, 'confirmMinutes'),
    /** Publishes the draft that both have confirmed. Codes: FORBIDDEN, NOTHING_PENDING, MINUTES_NOT_CONFIRMED. */
    publishMinutes: doer.mutation(ops.PublishMinutes, 'publishMinutes'),
    /** The life of one meeting: seats, check-ins, the speaking list, its end, its minutes. Code: NOT_FOUND. */
    staffMeetingChanged: doer.subscription(ops.StaffMeetingChanged),
  },
  places: {
    /** People to name in a form, by name or phone number. */
    findPeople: doer.node(ops.FindPeople),
    /** An area with its way up and what the viewer may do there. */
    staffArea: doer.node(ops.StaffArea),
  },
  rounds: {
    /** Rounds of an area or below, newest first. */
    staffRounds: doer.query(ops.StaffRounds),
    /** A round with all its steps. */
    staffRound: doer.node(ops.StaffRound),
    /** By global id; null where there is nothing that the viewer may know of. */
    staffTemplates: doer.node(ops.StaffTemplates),
    /** What a round can be about. */
    staffRoundMatters: doer.query(ops.StaffRoundMatters),
    /** Publishes the next version of a platform's own template, or retires it. Rounds under way keep theirs. Codes: FORBIDDEN, TEMPLATE_UNSOUND, CONTENT_REJECTED. */
    publishProcedureTemplate: doer.mutation(ops.PublishProcedureTemplate, 'publishProcedureTemplate'),
    /** Starts a round on proposals under review; the clock opens and ends its steps. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET, UNDER_ROUND, VERSION_CONFLICT, NOT_FOUND for an unknown template. */
    startRound: doer.mutation(ops.StartRound, 'startRound'),
    /** Lays down anew what a step does that has not opened yet. Codes: FORBIDDEN, STEP_NOT_OPEN, ROUND_OVER, INVALID_INPUT. */
    planRoundStep: doer.mutation(ops.PlanRoundStep, 'planRoundStep'),
    /** Writes what a publication publishes beside the results. Codes: FORBIDDEN, STEP_NOT_OPEN, ROUND_OVER. */
    publishRoundNotice: doer.mutation(ops.PublishRoundNotice, 'publishRoundNotice'),
    /** Leaves out a step that may be left out; the text is the reason. Codes: FORBIDDEN, STEP_NOT_OPEN, ROUND_OVER. */
    skipRoundStep: doer.mutation(ops.SkipRoundStep, 'skipRoundStep'),
    /** Calls a round off with what is open in it; its proposals go on as before. Codes: FORBIDDEN, ROUND_OVER. */
    cancelRound: doer.mutation(ops.CancelRound, 'cancelRound'),
    /** The life of one round: its steps, its outcome. Code: NOT_FOUND. */
    staffRoundChanged: doer.subscription(ops.StaffRoundChanged),
  },
  sealed: {
    /** Months that are sealed, with what was stated beside them later. */
    staffSealedMonths: doer.query(ops.StaffSealedMonths),
    /** Seals the figures of a month of a district, which then never change. The clock seals ten days after a month what nobody sealed. Codes: FORBIDDEN, BAD_TARGET, WINDOW_OPEN, ALREADY_SEALED. */
    staffSealMonth: doer.mutation(ops.StaffSealMonth, 'sealMonth'),
    /** Reports that are made by themselves, and those that were made. */
    staffReportSchedules: doer.query(ops.StaffReportSchedules),
    /** The reports that were made by the schedules of an area, newest first, for its staff and supervisors. */
    staffReports: doer.query(ops.StaffReports),
    /** Has the hubs' report made of every week, month or quarter, and kept. Codes: FORBIDDEN, BAD_TARGET. */
    staffScheduleReport: doer.mutation(ops.StaffScheduleReport, 'scheduleReport'),
    /** Ends a schedule; the reports that were made stay. Codes: NOT_FOUND, FORBIDDEN, WINDOW_CLOSED. */
    staffCancelReportSchedule: doer.mutation(ops.StaffCancelReportSchedule, 'cancelReportSchedule'),
  },
  voices: {
    /** A consultation as staff watch it: statements, groups, the map in squares. */
    staffConsultation: doer.node(ops.StaffConsultation),
  },
});
