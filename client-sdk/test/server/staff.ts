// What the staff do so that residents have something to see. Each is written out here: the documents in
// operations/ are for screens, and the server of a test takes any.
import type { Client } from '../../src/client';
import type { Operation } from '../../src/runtime/operation';

async function ask<T>(who: Client, name: string, kind: 'query' | 'mutation', text: string, variables: object): Promise<T> {
  const operation: Operation<Record<string, T>, object> = { name, kind, hash: '', text };
  return Object.values(await who.run(operation, variables))[0] as T;
}

/** Gives a mutation by its name in the schema; answers what is selected of it. */
export function give<T>(who: Client, name: string, type: string, selection: string, input: object): Promise<T> {
  return ask<T>(who, 'Staff', 'mutation', `mutation Staff($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, { input });
}

/** Announces a meeting of the area; answers its id. */
export async function announceMeeting(who: Client, area: string, now: Date, more: object = {}): Promise<string> {
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
  const { meeting } = await give<{ meeting: { id: string } }>(who, 'announceMeeting', 'AnnounceMeetingInput', 'meeting { id }', {
    area, kind: 'HEARING', title: '三号楼加装电梯听证会', place: '居委会二楼会议室', startsAt: at(20), endsAt: at(140), agenda: [{ title: '三号楼加装电梯' }, { title: '其他事项' }], ...more,
  });
  return meeting.id;
}

/** The code on the room's screen. */
export async function codeOnScreen(who: Client, id: string): Promise<string> {
  const meeting = await ask<{ checkInCode: { code: string } }>(who, 'Staff', 'query', 'query Staff($id: ID!) { node(id: $id) { ... on Meeting { checkInCode { code } } } }', { id });
  return meeting.checkInCode.code;
}

export const endMeeting = (who: Client, meeting: string) => give(who, 'endMeeting', 'OnMeetingInput', 'clientMutationId', { meeting });
export const callSpeaker = (who: Client, speech: string) => give(who, 'callSpeaker', 'OnSpeechInput', 'clientMutationId', { speech });
export const publishMinutes = (who: Client, meeting: string) => give(who, 'publishMinutes', 'OnMeetingInput', 'clientMutationId', { meeting });

export const draftMinutes = (who: Client, meeting: string, more: object = {}) => give(who, 'draftMinutes', 'DraftMinutesInput', 'clientMutationId', {
  meeting, chair: '王主任', recorder: '小李', present: '居民代表三人',
  sections: [{ item: 1, heading: '三号楼加装电梯', contributions: [{ speaker: '三楼居民', text: '老人下楼难，支持加装。' }, { speaker: '一楼居民', text: '担心采光和噪声。' }], conclusion: '请设计单位补充采光测算，下次再议。' }], ...more,
});

/** Starts a round on a proposal; answers its id. */
export async function startRound(who: Client, area: string, proposal: string, template: string, steps: object[], title = '加装电梯议事'): Promise<string> {
  const { round } = await give<{ round: { id: string } }>(who, 'startRound', 'StartRoundInput', 'round { id }', { area, title, template, proposals: [proposal], steps });
  return round.id;
}

/** An expert's published opinion on a proposal. */
export async function publishOpinion(staff: Client, expert: Client, area: string, proposal: string, dueAt: string) {
  const person = (await expert.account.me()).me?.person.id;
  const listed = await give<{ expert: { id: string } }>(staff, 'listExpert', 'ListExpertInput', 'expert { id }', {
    area, person, name: '陈工', field: '结构安全', organisation: '市建筑设计院', about: '从事既有建筑改造二十年。',
  });
  const { review } = await give<{ review: { id: string } }>(staff, 'inviteExpert', 'InviteExpertInput', 'review { id }', { expert: listed.expert.id, proposal, question: '三号楼能否加装电梯？', dueAt });
  await give(expert, 'acceptReview', 'OnReviewInput', 'clientMutationId', { review: review.id });
  await give(expert, 'submitOpinion', 'SubmitOpinionInput', 'clientMutationId', { review: review.id, opinion: '结构具备条件，建议采用浅基坑方案，并核实地下管线。', interests: '无' });
  await give(staff, 'publishOpinion', 'OnReviewInput', 'clientMutationId', { review: review.id });
}

/** A mini-program code of an area, a proposal, a round or a meeting; answers its scene. */
export async function makeCode(who: Client, target: string): Promise<string> {
  const { code } = await give<{ code: { scene: string } }>(who, 'makeCode', 'MakeCodeInput', 'code { scene }', { target });
  return code.scene;
}

/** A household's letter: the code that is printed, and the scene of its mini-program code. */
export const letter = (who: Client, area: string, household: string) => give<{ code: string; scene: string }>(who, 'inviteHousehold', 'InviteHouseholdInput', 'code scene', { area, household });
