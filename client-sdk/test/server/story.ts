// A story in which every operation is used once by somebody who may, through the typed client.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '../../src/client';
import { isYitingError } from '../../src/runtime/error';
import { entriesOf, verifyBallot, type Published } from '../../src/verify';
import { DOUBTFUL, type Cast } from './cast';
import { gather } from './cast';
import { announceMeeting, codeOnScreen, draftMinutes, give, makeCode, startRound } from './staff';
import type { World } from './world';

const samplePicture = fileURLToPath(new URL('./pictures/photo.jpg', import.meta.url));

export async function story(world: World) {
  const cast = await gather(world);
  await places(cast);
  await pictures(world, cast);
  await submission(world, cast);
  await endings(world, cast);
  await people(world, cast);
  await record(world, cast);
  await consultations(world, cast);
  await ballots(world, cast);
  await meetings(world, cast);
  await rounds(world, cast);
  await works(world, cast);
  await wechat(world, cast);
  await accounts(world, cast);
}

async function places({ resident, director, district, block, neighborhood }: Cast) {
  await resident.place.districts();
  await resident.place.codeLanding({ scene: await makeCode(director, neighborhood) });
  await resident.place.areasBelow({ below: district, tier: 'STREET' });
  await resident.place.areaPage({ area: block });
  await resident.place.areaChildren({ area: neighborhood });
  await director.people.members({ area: neighborhood });
}

/** A proposal of the resident, submitted. */
async function submitted({ resident, neighborhood }: Cast, title: string, body = '楼道灯坏了两个月，晚上老人上下楼看不清。') {
  const { proposal } = await resident.proposal.draftProposal({ home: neighborhood, title, body });
  assert.ok(proposal);
  await resident.proposal.submitProposal({ proposal: proposal.id });
  return proposal.id;
}

/** Finding what was raised, as whoever types does. */
async function search(world: World, cast: Cast) {
  const { resident, neighborhood } = cast;
  const title = '五号楼单元门关不上';
  const id = await submitted(cast, title, '五号楼的单元门坏了半个月，外人随便进出。');
  const ours = ({ node }: { node: { title: string } }) => node.title === title;
  const { searchProposals } = await world.soon(() => resident.search.searchProposals({ text: '單元門', filter: { below: neighborhood } }), (found) => found.searchProposals.edges.some(ours));
  const pieces = searchProposals.edges.find(ours)?.highlights.find(({ of }) => of === 'TITLE')?.pieces ?? [];
  assert.equal(pieces.filter(({ marked }) => marked).map(({ text }) => text).join(''), '单元门');
  assert.ok((await resident.search.completeSearch({ text: '五号楼' })).completeProposalSearch.length > 0);
  const { similarProposals } = await resident.search.similarProposals({ title: '五号楼单元门关不上了', place: neighborhood });
  assert.equal(similarProposals[0]?.proposal.title, title);
  // A person may have five that are open.
  await resident.proposal.withdrawProposal({ proposal: id });
}

/** A picture of the resident beside a text, checked by a person, and what the public sees of it. */
async function pictures(world: World, cast: Cast) {
  const { resident, director, block, neighborhood } = cast;
  const photo = await resident.upload(samplePicture);
  const { proposal } = await resident.proposal.draftProposal({ home: neighborhood, title: '扶手松了', body: '三号楼二楼。', photos: [photo.id] });
  const id = proposal?.id ?? '';
  await resident.proposal.submitProposal({ proposal: id });
  // No machine looks at pictures of people whom WeChat does not know.
  const waiting = await world.soon(() => director.desk.photosToCheck({ below: neighborhood }), ({ photosToCheck }) => photosToCheck.nodes.length > 0);
  assert.equal(waiting.photosToCheck.nodes.find(({ proposal: about }) => about?.id === id)?.photo.id, photo.id);
  await director.desk.checkPhoto({ photo: photo.id, approve: true, reason: '现场照片。' });
  const anybody = world.client();
  const { photos } = await anybody.public.publicProposal({ proposal: id }, { anonymous: true });
  assert.equal(photos[0]?.state, 'VISIBLE');
  await anybody.public.publicProposals({ filter: { home: block } }, { anonymous: true });
}

async function submission(world: World, cast: Cast) {
  const { resident, neighbour, director, supervisor, street, block, neighborhood, district, topic } = cast;
  const drafted = await resident.proposal.draftProposal({ home: neighborhood, title: '修好楼道灯', body: '灯坏了。' });
  const id = drafted.proposal?.id ?? '';
  await resident.proposal.editProposal({ proposal: id, title: '修好楼道灯', body: `灯坏了，请${DOUBTFUL}联系。`, ifVersion: drafted.version });
  await resident.proposal.submitProposal({ proposal: id });
  await director.desk.queue({ custodian: neighborhood, states: ['SUBMITTED'], unchecked: true });
  await director.desk.checkProposalText({ proposal: id, approve: true, reason: '可以。' });
  await neighbour.proposal.supportProposal({ proposal: id });
  await neighbour.proposal.revokeSupport({ proposal: id });
  await neighbour.proposal.supportProposal({ proposal: id });
  await neighbour.proposal.followProposal({ proposal: id });
  await neighbour.proposal.unfollowProposal({ proposal: id });
  await neighbour.proposal.commentOnProposal({ proposal: id, text: `请${DOUBTFUL}。` });
  const { nodes: waiting } = (await director.desk.commentsToCheck({ below: neighborhood })).commentsToCheck;
  const comment = waiting.find(({ proposal }) => proposal?.id === id)?.id ?? '';
  const onComment = { proposal: id, comment };
  await director.desk.checkComment({ ...onComment, approve: true, reason: '可以。' });
  await director.desk.hideComment({ ...onComment, reason: '与事项无关。' });
  await neighbour.proposal.appealComment({ ...onComment, reason: '有关。' });
  await street.desk.decideCommentAppeal({ ...onComment, approve: true, reason: '恢复。' });
  await neighbour.proposal.proposalComments({ proposal: id });
  await director.desk.returnProposal({ proposal: id, text: '请补充楼号。' });
  await resident.proposal.resubmitProposal({ proposal: id, title: '修好三号楼楼道灯', body: '三号楼的灯坏了。' });
  await director.desk.escalateProposal({ proposal: id, reason: '需街道统筹。' });
  await street.desk.delegateProposal({ proposal: id, to: neighborhood, reason: '居委会可办。' });
  await director.desk.acceptProposal({ proposal: id, topic });
  await director.desk.writeNote({ proposal: id, text: '已电话联系。' });
  await director.desk.proposalNotes({ proposal: id });
  await supervisor.desk.openSupervision({ proposal: id, text: '请说明进度。' });
  await supervisor.desk.supervisions({ below: district });
  const card = (await director.proposal.proposalPage({ proposal: id })).supervisions[0]?.id ?? '';
  await director.desk.answerSupervision({ proposal: id, supervision: card, answer: '已安排。' });
  const page = await resident.proposal.proposalPage({ proposal: id });
  assert.equal(page.title, '修好三号楼楼道灯');
  await resident.proposal.proposalByNumber({ number: page.number ?? '' });
  await resident.proposal.proposalHistory({ proposal: id });
  await resident.proposal.home({ block, neighborhood });
  await resident.proposal.proposals({ filter: { home: block } });
  await search(world, cast);
  await withdrawn(world, cast);
}

async function withdrawn({ soon }: World, cast: Cast) {
  const id = await submitted(cast, '太吵了');
  const heard: string[] = [];
  const stop = cast.resident.watch.proposalChanged({ id }, { next: ({ proposalChanged }) => heard.push(proposalChanged.state) });
  const beats: number[] = [];
  const still = cast.resident.watch.heartbeat({}, { next: ({ heartbeat }) => beats.push(heartbeat) });
  await soon(() => Promise.resolve(beats.length), (count) => count > 0);
  await cast.resident.proposal.withdrawProposal({ proposal: id, text: '已自行解决。' });
  await soon(() => Promise.resolve(heard), () => heard.includes('WITHDRAWN'));
  stop();
  still();
}

async function endings(_: World, cast: Cast) {
  const { resident, neighbour, director, topic } = cast;
  const declined = await submitted(cast, '邻居欠我钱');
  await director.desk.declineProposal({ proposal: declined, reason: 'OUT_OF_SCOPE', answer: '不属社区事务。' });
  await resident.proposal.appealDecline({ proposal: declined, text: '请再看。' });
  const into = await submitted(cast, '加装扶手');
  await director.desk.acceptProposal({ proposal: into, topic });
  const merged = await submitted(cast, '也要扶手');
  await neighbour.proposal.supportProposal({ proposal: merged });
  await director.desk.mergeProposal({ proposal: merged, into, reason: '同一件事。' });
  await neighbour.proposal.chooseAfterMerge({ proposal: merged, choice: 'FOLLOW' });
  await director.desk.rejectProposal({ proposal: into, answer: '未通过。', direct: true });
}

/** A meeting as those see it who come to it. */
async function meetings(world: World, { resident, neighbour, director, neighborhood }: Cast) {
  const id = await announceMeeting(director, neighborhood, await world.pass(0), { openSeats: 1 });
  const heard: string[] = [];
  const stop = resident.watch.meetingChanged({ id }, { next: ({ meetingChanged }) => heard.push(meetingChanged.id) });
  await resident.meeting.meetings({ below: neighborhood });
  await resident.meeting.signUpForMeeting({ meeting: id });
  const waits = await neighbour.meeting.signUpForMeeting({ meeting: id });
  assert.equal(waits.meeting.mine?.standing, 'WAITING');
  await neighbour.meeting.signOffFromMeeting({ meeting: id });
  await resident.meeting.checkIn({ meeting: id, code: await codeOnScreen(director, id) });
  const asked = await resident.meeting.askToSpeak({ meeting: id, item: 1 });
  await resident.meeting.withdrawSpeech({ speech: asked.meeting.mine?.speeches[0]?.id ?? '' });
  await resident.meeting.checkOut({ meeting: id });
  await endMeetingAfterItsBeginning(world, director, id);
  await draftMinutes(director, id);
  const { minutes } = await resident.meeting.meetingMinutes({ meeting: id });
  await resident.meeting.confirmMinutes({ meeting: id, digest: minutes[0]?.digest ?? '' });
  assert.equal((await resident.meeting.meetingPage({ meeting: id })).state, 'ENDED');
  assert.equal((await resident.meeting.myMeetings()).me?.meetings[0]?.id, id);
  await world.soon(() => Promise.resolve(heard), () => heard.length > 0);
  stop();
}

async function endMeetingAfterItsBeginning(world: World, director: Client, id: string) {
  await world.pass(1);
  await world.soon(() => director.meeting.meetingPage({ meeting: id }), ({ state }) => state === 'ENDED');
}

/** A round on a proposal, from its start to its first step. */
async function rounds(world: World, cast: Cast) {
  const { resident, director, neighborhood, topic } = cast;
  const about = await submitted(cast, '加装电梯');
  await director.desk.acceptProposal({ proposal: about, topic });
  const id = await startRound(director, neighborhood, about, 'three-meetings', [{ place: '居委会' }, { place: '居委会' }, { notice: '结果如下。' }, { place: '居委会' }]);
  const heard: string[] = [];
  const stop = resident.watch.roundChanged({ id }, { next: ({ roundChanged }) => heard.push(roundChanged.state) });
  const page = await world.soon(() => resident.round.roundPage({ round: id }), ({ steps }) => steps[0]?.state === 'OPEN');
  assert.ok(page.steps[0]?.meeting);
  assert.ok((await resident.round.rounds({ below: neighborhood, states: ['OPEN'] })).rounds.nodes.some((round) => round.id === id));
  await give(director, 'cancelRound', 'CancelRoundInput', 'clientMutationId', { round: id, reason: '改日再议。' });
  await world.soon(() => Promise.resolve(heard), () => heard.includes('CANCELLED'));
  stop();
}

/** From the resolution to the end, with the clock moved by hand. */
async function works(world: World, cast: Cast) {
  const { resident, neighbour, director, street, supervisor, topic, unit } = cast;
  const id = await submitted(cast, '修缮围墙');
  await director.desk.acceptProposal({ proposal: id, topic });
  await director.desk.formProposal({
    proposal: id, resolution: '同意修缮。', direct: true, tasks: [{ title: '施工', unit: unit.id, due: day(await world.pass(0), 60), budgetFen: 120_000 }],
  });
  await neighbour.proposal.objectToProposal({ proposal: id, text: '影响通行。' });
  await world.pass(12);
  const at = (state: string) => world.soon(() => resident.proposal.proposalPage({ proposal: id }), (page) => page.state === state);
  const { tasks } = await at('IMPLEMENTING');
  const worker = await world.as(`${unit.name}承办人员`);
  const on = { proposal: id, task: tasks[0]?.id ?? '' };
  await worker.desk.reportTask({ ...on, change: 'PROGRESS', text: '已进场。', spentFen: 10_000 });
  await worker.desk.requestExtension({ ...on, due: day(await world.pass(0), 90), reason: '材料晚到。' });
  await street.desk.decideRequest({ proposal: id, approve: true, reason: '同意。' });
  await worker.desk.requestSuspension({ proposal: id, text: '雨季停工。' });
  await street.desk.decideRequest({ proposal: id, approve: true, reason: '同意。' });
  await director.desk.resumeProposal({ proposal: id, text: '雨季结束。' });
  await worker.desk.reportTask({ ...on, change: 'DONE', text: '已完成。', spentFen: 118_000 });
  await worker.desk.deliverProposal({ proposal: id, text: '全部完成。' });
  await director.desk.confirmDelivery({ proposal: id, approve: true, reason: '已查看。' });
  await resident.proposal.rateProposal({ proposal: id, score: 5, words: '很好。' });
  await supervisor.desk.recordSupervisorCheck({ proposal: id, text: '属实。' });
  // The clock closes it by itself, so that a person who tries is too early or too late.
  await refused(director.desk.closeProposal({ proposal: id, text: '办结。' }));
  await world.pass(20);
  await at('CLOSED');
  await resident.proposal.reopenProposal({ proposal: id, text: '又坏了。' });
}

async function people(world: World, { resident, director, administrator, block, neighborhood }: Cast) {
  const { code } = await director.people.inviteHousehold({ area: block, household: '9号909室' });
  const phone = world.client(await world.server.phone('新居民'));
  await phone.account.redeemInvitation({ code });
  const other = world.client(await world.server.phone('另一人'));
  const person = (await other.account.me()).me?.person.id ?? '';
  await director.people.verifyResident({ person, area: block, household: '9号910室' });
  await director.people.registerResident({ area: block, realName: '王阿姨', household: '9号911室' });
  const { membership } = await administrator.people.grantRole({ person, role: 'EXPERT', area: neighborhood });
  await administrator.people.revokeRole({ membership });
  await resident.place.areaByCode({ code: '310105' });
  const homes = await director.people.residents({ area: block });
  assert.ok(homes.residents.nodes.length > 0);
  await director.people.personContact({ person });
  const shown = await director.people.revealPersonalData({ person, reason: '电话核实住址。' });
  assert.equal(shown.person.id, person);
  const { me: looked } = await other.account.myDataViews();
  assert.deepEqual(looked?.personalDataViews.nodes.map(({ reason, role }) => [reason, role]), [['电话核实住址。', 'COMMITTEE_DIRECTOR']]);
  const own = JSON.parse(await other.download('/export/me.json')) as { personalDataViews: Array<{ reason: string }> };
  assert.equal(own.personalDataViews[0]?.reason, '电话核实住址。');
}

async function record(world: World, { resident, auditor, district, lead, administrator }: Cast) {
  const { changes } = await resident.record.changes({ district, first: 5 });
  await resident.record.changes({ district, since: changes.cursor, first: 5 });
  await resident.record.logHead({ district });
  await auditor.record.logEntries({ district });
  const { personalDataViews } = await auditor.record.personalDataViews({ below: district });
  assert.equal(personalDataViews.nodes[0]?.reason, '电话核实住址。');
  const now = await world.pass(0);
  await resident.record.rules({ district, tier: 'BLOCK', day: day(now, 0) });
  const from = new Date(now.getTime() + 40 * 86_400_000).toISOString();
  await either(administrator, lead, (who) => who.record.publishProfile({ district, tier: 'BLOCK', effectiveFrom: from, screeningDays: 6 }));
  await either(administrator, lead, (who) => who.record.correctCalendar({ district, day: day(now, 200), working: false }));
}

async function consultations(world: World, cast: Cast) {
  const { resident, neighbour, director, neighborhood } = cast;
  const now = await world.pass(0);
  const open = (question: string, more = {}) => director.consultation.openConsultation({
    area: neighborhood, question, electorate: 'RESIDENTS', seeds: ['多种树。', '加长椅。'], closesAt: later(now, 1), ...more,
  });
  const { consultation } = await open('院子怎么改？', { moderatedBefore: true });
  const { id } = consultation;
  const page = () => resident.consultation.consultationPage({ consultation: id });
  await world.soon(page, ({ state }) => state === 'OPEN');
  const heard: string[] = [];
  const stop = resident.watch.consultationChanged({ id }, { next: ({ consultationChanged }) => heard.push(consultationChanged.id) });
  await new Promise((done) => { setTimeout(done, 300); });
  const { statement } = await resident.consultation.addStatement({ consultation: id, text: '留出晾衣的地方。' });
  await director.consultation.checkStatement({ statement, approve: true, reason: '可以。' });
  const seeded = await director.consultation.seedStatement({ consultation: id, text: '装监控。' });
  await director.consultation.hideStatement({ statement: seeded.statement, reason: '重复。' });
  for (const who of [resident, neighbour]) {
    const { next } = await who.consultation.nextStatement({ consultation: id });
    await who.consultation.voteOnStatements({ consultation: id, votes: [{ statement: next.statement?.id ?? '', vote: 'AGREE' }] });
  }
  await resident.consultation.statements({ consultation: id });
  await resident.consultation.consultationProof({ consultation: id });
  await resident.consultation.consultations({ below: neighborhood });
  await world.soon(() => Promise.resolve(heard), () => heard.length > 0);
  stop();
  const other = await open('误开的征询');
  await director.consultation.cancelConsultation({ consultation: other.consultation.id, reason: '误开。' });
}

async function ballots(world: World, cast: Cast) {
  const { resident, neighbour, director, worker, auditor, supervisor, neighborhood } = cast;
  const now = await world.pass(0);
  const me = async (who: Client) => (await who.account.me()).me?.person.id ?? '';
  const announce = async (title: string, more: Partial<Parameters<Client['ballot']['announceBallot']>[0]>) => {
    const { ballot } = await director.ballot.announceBallot({
      area: neighborhood, title, legalBasis: '居民自治章程第五条', kind: 'YES_NO', electorate: 'RESIDENTS', secrecy: 'VERIFIABLE', closesAt: later(now, 1), ...more,
    });
    await world.soon(() => resident.ballot.ballotPage({ ballot: ballot.id }), ({ state }) => state === 'OPEN');
    return ballot;
  };
  const titles = (kind: 'APPROVAL' | 'SCORE' | 'RANKED_ONE') => ({ kind, options: ['甲', '乙', '丙'].map((title) => ({ title })) });
  const plain = await announce('是否加装电梯', {});
  const paper = await announce('是否改造车棚', { secrecy: 'OPEN', quorumCount: 1 });
  const approval = await announce('选两处种树', { ...titles('APPROVAL'), seats: 2 });
  const scores = await announce('给方案打分', titles('SCORE'));
  const ranked = await announce('排个先后', titles('RANKED_ONE'));
  const budget = await announce('分配公益金', { kind: 'BUDGET', options: [{ title: '长椅', costFen: 100_000 }, { title: '树', costFen: 200_000 }], budgetFen: 200_000 });
  const sealed = await announce('密封表决', { secrecy: 'SEALED', auditors: [await me(auditor), await me(supervisor)] });
  const heard: string[] = [];
  const stop = resident.watch.ballotChanged({ id: plain.id }, { next: ({ ballotChanged }) => heard.push(ballotChanged.state) });
  await new Promise((done) => { setTimeout(done, 300); });
  const ids = (ballot: { options: ReadonlyArray<{ id: string }> }, ...at: number[]) => at.map((index) => ballot.options[index]?.id ?? '');
  const first = await resident.ballot.castVote({ ballot: plain.id, answer: 'NO' });
  const voted = await resident.ballot.castVote({ ballot: plain.id, answer: 'YES' });
  await neighbour.ballot.castVote({ ballot: plain.id, answer: 'ABSTAIN' });
  const { paper: slip } = await worker.ballot.enterPaperVote({ ballot: paper.id, voter: await me(neighbour), answer: 'YES' });
  await director.ballot.confirmPaperVote({ paper: slip });
  await resident.ballot.castVote({ ballot: approval.id, options: ids(approval, 0, 1) });
  await neighbour.ballot.castVote({ ballot: approval.id, options: ids(approval, 1, 2) });
  await resident.ballot.castVote({ ballot: scores.id, scores: ids(scores, 0, 1).map((option, at) => ({ option, score: 5 - at })) });
  await neighbour.ballot.castVote({ ballot: scores.id, scores: ids(scores, 1, 2).map((option) => ({ option, score: 3 })) });
  await resident.ballot.castVote({ ballot: ranked.id, order: ids(ranked, 2, 0) });
  await neighbour.ballot.castVote({ ballot: ranked.id, order: ids(ranked, 1, 2, 0) });
  await resident.ballot.castVote({ ballot: budget.id, options: ids(budget, 0) });
  // Before closing, each of the two gives the public half of a key of their own.
  for (const one of [auditor, supervisor]) {
    const { x = '' } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
    await one.ballot.giveAuditorKey({ ballot: sealed.id, publicKey: Buffer.from(x, 'base64url').toString('hex') });
  }
  const hidden = await resident.ballot.castVote({ ballot: sealed.id, answer: 'YES' });
  const mistaken = await announce('误开的表决', {});
  await director.ballot.cancelBallot({ ballot: mistaken.id, reason: '误开。' });
  await resident.ballot.ballots({ below: neighborhood });
  await world.pass(2);
  for (const { id } of [plain, paper, approval, scores, ranked, budget, sealed]) {
    const page = await world.soon(() => resident.ballot.ballotPage({ ballot: id }), ({ state }) => state === 'CLOSED');
    const published = await world.server.get<Published>(page.result?.listPath ?? '');
    const checked = verifyBallot(published, page.ruleDigest);
    assert.deepEqual([checked.fault, checked.ok, checked.recounted], [undefined, true, id !== budget.id]);
    assert.deepEqual([published.root, published.list_digest], [page.result?.root, page.result?.listDigest]);
    if (id === plain.id) {
      const [own] = entriesOf(published.list, voted.receipt ?? '');
      assert.deepEqual(own?.choice, { answer: 'YES' });
      assert.equal(entriesOf(published.list, first.receipt ?? '').length, 0, 'a replaced vote is nowhere');
      const { entriesOfReceipt } = await resident.ballot.ballotReceipt({ ballot: id, receipt: voted.receipt ?? '' });
      assert.equal(entriesOfReceipt[0]?.mark, own?.mark);
    }
    if (id === sealed.id) {
      const [own] = entriesOf(published.list, hidden.receipt ?? '');
      assert.ok(own?.commitment && !own.choice);
    }
  }
  await auditor.ballot.ballotOpenings({ ballot: sealed.id });
  await world.soon(() => Promise.resolve(heard), () => heard.includes('CLOSED'));
  stop();
}

/** A phone number, a message that arrives, a letter and a code that are scanned. */
async function wechat(world: World, { director, administrator, topic, block, neighborhood, district }: Cast) {
  const { server } = world;
  await director.people.registerResident({ area: block, realName: '周老师', phone: '13900001234', household: '9号912室' });
  const holder = await server.holder('周老师', '13900001234');
  const phone = world.client(holder.login);
  assert.equal((await phone.account.me()).me?.level, 0);
  const bound = await phone.account.bindPhone({ code: await holder.number() });
  assert.deepEqual([bound.joined, bound.moved], [true, true]);
  assert.equal((await phone.account.me()).me?.level, 2, 'the register knows where she lives');
  const { me } = await phone.account.subscribeTemplates();
  const template = me?.subscribeTemplates.find(({ kind }) => kind === 'ANSWER')?.template ?? '';
  await holder.accept(template);
  await phone.account.recordSubscribeAnswers({ answers: [{ template, answer: 'ACCEPT' }] });
  const { proposal } = await phone.proposal.draftProposal({ home: neighborhood, title: '装一盏灯', body: '门口太黑。' });
  const id = proposal?.id ?? '';
  await phone.proposal.submitProposal({ proposal: id });
  await director.desk.acceptProposal({ proposal: id, topic });
  const page = `pages/proposal/proposal?id=${id}`;
  const arrived = async () => (await server.messages()).filter((message) => message.page === page);
  await world.soon(arrived, (all) => all.length === 1);
  const made = (await director.wechat.makeCode({ target: id })).code;
  assert.equal((await phone.place.codeLanding({ scene: made.scene })).codeLanding.node?.id, id);
  assert.equal((await fetch(server.url + made.picture)).headers.get('content-type'), 'image/png');
  const { link } = (await director.wechat.makeCodeLink({ scene: made.scene })).code;
  assert.match(link ?? '', /^https:/);
  await director.wechat.codes({ area: neighborhood });
  await director.wechat.revokeCode({ scene: made.scene });
  await assert.rejects(phone.place.codeLanding({ scene: made.scene }), (thrown) => isYitingError(thrown) && thrown.code === 'CODE_REVOKED');
  const letter = await director.people.inviteHousehold({ area: block, household: '9号913室' });
  const landed = (await phone.place.codeLanding({ scene: letter.scene })).codeLanding;
  assert.deepEqual([landed.kind, landed.invitation], ['INVITATION', letter.code]);
  await administrator.wechat.undeliveredMessages({ district });
}

async function accounts(world: World, { resident }: Cast) {
  const { me } = await resident.account.inbox();
  await resident.account.markNoticesRead({ ids: me?.inbox.nodes.slice(0, 2).map(({ id }) => id) ?? [] });
  const holder = await world.server.holder('过客', '13800000001');
  const phone = world.client(holder.login);
  assert.equal((await phone.account.me()).me?.level, 0);
  const { me: mine } = await phone.account.subscribeTemplates();
  await phone.account.recordSubscribeAnswers({ answers: [{ template: mine?.subscribeTemplates[0]?.template ?? '', answer: 'ACCEPT' }] });
  const { privacyNotice: { version } } = await phone.account.privacyNotice({}, { anonymous: true });
  assert.equal((await phone.account.recordConsent({ version, agreed: true })).consent?.version, version);
  await phone.account.bindPhone({ code: await holder.number() });
  assert.equal((await phone.account.consents()).me?.consent?.version, version);
  await phone.logout();
  await phone.account.me();
  await phone.closeAccount();
  const password = 'correct-horse-battery-staple-7';
  const factor = world.server.addStaff('chen', '陈主任', 'district_lead', '310105', password);
  const staff = world.client();
  const tokens = await staff.account.loginStaff({ username: 'chen', password, code: factor(new Date()) });
  staff.take(tokens);
  assert.equal((await staff.account.me()).me?.memberships[0]?.role, 'district_lead');
  staff.take(await staff.account.refreshLogin({ refreshToken: tokens.refreshToken }));
}

/** Lets whoever of two may do it; the permission matrix of the server says who. */
async function either<T>(one: Client, other: Client, act: (who: Client) => Promise<T>): Promise<T> {
  try {
    return await act(one);
  } catch {
    return act(other);
  }
}

async function refused(act: Promise<unknown>) {
  await assert.rejects(act, isYitingError);
}

const later = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
const day = (now: Date, days: number) => later(now, days).slice(0, 10);
