// The reference mini-program where people speak, meet and vote: consultations, ballots of every kind with
// their receipts, rounds, meetings, opinions of experts. Against a real server, logic in a sealed realm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gather, type Cast } from './cast';
import { endHost, Phone } from './phone';
import { announceMeeting, callSpeaker, codeOnScreen, draftMinutes, endMeeting, publishMinutes, publishOpinion, startRound } from './staff';
import { World } from './world';

let world: World;
let cast: Cast;
let phone: Phone;
let seen: { path?: string; result?: string } | undefined;

const inDays = async (days: number) => new Date((await world.pass(0)).getTime() + days * 86_400_000).toISOString();

/** A proposal of the neighbour's that the neighborhood has accepted. */
async function accepted(title: string, body = '老人多，上下楼难。') {
  const { proposal } = await cast.neighbour.proposal.draftProposal({ home: cast.neighborhood, title, body });
  const id = proposal?.id ?? '';
  await cast.neighbour.proposal.submitProposal({ proposal: id });
  await cast.director.desk.acceptProposal({ proposal: id, topic: cast.topic });
  return id;
}

before(async () => {
  world = await World.bare();
  cast = await gather(world);
  for (const title of ['北门路灯不亮', '快递柜占了通道']) {
    const { proposal } = await cast.neighbour.proposal.draftProposal({ home: cast.block, title, body: '请尽快处理。', topic: cast.topic });
    await cast.neighbour.proposal.submitProposal({ proposal: proposal?.id ?? '' });
  }
  phone = new Phone(world, await world.server.phone('李阿姨'), { sees: () => seen });
  const { code } = await cast.director.people.inviteHousehold({ area: cast.block, household: '7号701室' });
  phone.start(`/pages/land/land?scene=${encodeURIComponent(`h:${code}`)}`);
  await phone.at('verify');
  await phone.tap('.redeem');
  await phone.shows('核实成功');
});
after(async () => {
  await phone?.close();
  world?.close();
  endHost();
});

test('statements come one after another, by button and by swipe, and the results come live', async () => {
  const { consultation } = await cast.director.consultation.openConsultation({
    area: cast.neighborhood, question: '院子怎么改？', electorate: 'RESIDENTS', seeds: ['多种树。', '加长椅。', '装充电桩。'], closesAt: await inDays(1),
  });
  await world.soon(() => cast.resident.consultation.consultationPage({ consultation: consultation.id }), ({ state }) => state === 'OPEN');
  phone.start();
  await phone.shows('院子怎么改？');
  phone.app.tap('.todo_consultation');
  await phone.at('consultation');
  await phone.until(() => phone.app.data().statement);
  await phone.fits('consultation');
  const first = phone.app.data().statement.id;
  phone.app.tap('.agree');
  await phone.until(() => phone.app.data().voted === 1 && phone.app.data().statement?.id !== first && !phone.app.data().busy);
  phone.app.swipe('.statement', -120);
  await phone.until(() => phone.app.data().voted === 2 && !phone.app.data().busy);
  phone.app.swipe('.statement', 20);
  assert.equal(phone.app.data().busy, false, 'a small move is no vote');
  phone.app.swipe('.statement', 120);
  await phone.shows('您已对全部观点表态');
  phone.app.type('.own', '留出晾衣的地方。');
  await phone.tap('.say');
  await phone.toasts('已提出');
  // What others say is seen without asking, also after the line was cut meanwhile.
  const others = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => world.as(`选民${number}`)));
  for (const who of [...others, cast.resident]) {
    for (;;) {
      const { next } = await who.consultation.nextStatement({ consultation: consultation.id });
      if (!next.statement) break;
      await who.consultation.voteOnStatements({ consultation: consultation.id, votes: [{ statement: next.statement.id, vote: next.statement.number % 3 ? 'AGREE' : 'DISAGREE' }] });
    }
  }
  await phone.until(() => phone.app.data().result?.participants >= 5);
  await phone.until(() => phone.app.count('.statement-bar') > 0);
  await phone.fits('consultation-live');
});

test('a consultation of others says why one does not speak in it, and does not stand in the way at home', async () => {
  const { consultation } = await cast.director.consultation.openConsultation({
    area: cast.neighborhood, question: '维修资金怎么用？', electorate: 'OWNERS', seeds: ['先修电梯。'], closesAt: await inDays(1),
  });
  await world.soon(() => cast.resident.consultation.consultationPage({ consultation: consultation.id }), ({ state }) => state === 'OPEN');
  phone.start();
  await phone.at('home');
  assert.equal(phone.app.count('.trouble'), 0);
  assert.ok(!phone.app.text().includes('维修资金怎么用？'));
  phone.open('consultation', consultation.id);
  await phone.at('consultation');
  assert.deepEqual([phone.app.count('.trouble'), phone.app.count('.why'), phone.app.count('.agree')], [0, 1, 0]);
});

test('ballots of each kind are cast, and counted again on the phone with the own receipt, also without a network', async () => {
  const closesAt = await inDays(1);
  const options = ['甲方案', '乙方案', '丙方案'].map((title) => ({ title }));
  const projects = ['健身角', '长椅', '楼道灯'].map((title, index) => ({ title, costFen: 100_000 * (index + 1) }));
  const kinds = [
    { kind: 'YES_NO' as const, title: '是否加装电梯', taps: ['.answer'] },
    { kind: 'APPROVAL' as const, title: '选两处种树', options, taps: ['.option', '.option 1', '.option'] },
    { kind: 'SCORE' as const, title: '给方案打分', options, taps: ['.option', '.option', '.option 2'] },
    { kind: 'RANKED_ONE' as const, title: '排个先后', options, taps: ['.option 2', '.option'] },
    { kind: 'RANKED_SEATS' as const, title: '选两位楼组长', options, seats: 2, taps: ['.option 1', '.option'] },
    { kind: 'BUDGET' as const, title: '分配公益金', options: projects, budgetFen: 300_000, taps: ['.option', '.option 1'] },
    { kind: 'BUDGET' as const, title: '用点数分配公益金', options: projects, budgetFen: 300_000, points: 10, taps: ['.option', '.option', '.option 2'] },
  ];
  const ids: string[] = [];
  for (const { kind, title, options: paper = [], taps, ...more } of kinds) {
    const { ballot } = await cast.director.ballot.announceBallot({
      area: cast.neighborhood, title, legalBasis: '居民自治章程第五条', kind, electorate: 'RESIDENTS', secrecy: 'VERIFIABLE', closesAt, options: paper, ...more,
    });
    ids.push(ballot.id);
    await world.soon(() => cast.resident.ballot.ballotPage({ ballot: ballot.id }), ({ state }) => state === 'OPEN');
    phone.open('ballot', ballot.id);
    await phone.shows(title);
    await phone.idle();
    for (const tap of taps) {
      const [selector, index] = tap.split(' ');
      phone.app.tap(selector, Number(index ?? 0));
    }
    if (kind === 'RANKED_ONE') assert.deepEqual([phone.app.textOf('.mark', 0), phone.app.textOf('.mark', 1)], ['第 2', '第 1']);
    if (kind === 'SCORE') { assert.equal(phone.app.textOf('.mark', 0), '1 分'); await phone.fits('ballot-score'); }
    if ('points' in more) { assert.match(phone.app.textOf('.left'), /还有 7 点/); await phone.fits('ballot-points'); }
    await phone.tap('.cast');
    await phone.toasts('投票成功');
    assert.match(phone.app.textOf('.receipt'), /\S{20,}/);
    await phone.shows('您已投票');
    if (kind === 'YES_NO') await phone.fits('ballot-cast');
  }
  // Changing one's mind: the last vote counts, and its receipt takes the place of the first.
  phone.open('ballot', ids[0] as string);
  await phone.idle();
  const before = phone.app.data().receipt as string;
  phone.app.tap('.answer', 1);
  await phone.tap('.cast');
  await phone.until(() => phone.app.data().receipt !== before);
  assert.ok(!phone.app.data().result, 'nothing is told before the end');
  await world.pass(2);
  await phone.until(() => phone.app.data().result);
  for (const [number, id] of ids.entries()) {
    await world.soon(() => cast.resident.ballot.ballotPage({ ballot: id }), ({ state }) => state === 'CLOSED');
    phone.open('ballot', id);
    await phone.until(() => phone.app.data().result);
    await phone.tap('.check');
    assert.equal(phone.app.count('.checked'), 2);
    assert.match(phone.app.textOf('.checked', 0), number < 4 ? /已在本机重新计票，与公布结果一致/ : /名单、规则与摘要一致/);
    assert.match(phone.app.textOf('.checked', 1), /您的票在公布的名单中/);
    if (number === 0) await phone.fits('ballot-result');
  }
  phone.start('/pages/receipts/receipts', true);
  await phone.until(() => phone.app.count('.receipt-card') === kinds.length);
  const first = (phone.app.data().rows as Array<{ title: string }>).findIndex(({ title }) => title === '是否加装电梯');
  await phone.tap('.check', first);
  await phone.shows('已在本机重新计票，与公布结果一致。');
  await phone.shows('您的票在公布的名单中。');
  assert.equal(phone.wx.called.filter((call) => call === 'request').length, 0, 'the network was not asked');
  await phone.fits('receipts');
});

test('a list that was changed on its way is found out on the phone', async () => {
  const [name] = [...phone.kept.keys()].filter((key) => key.startsWith('yiting.list.') && (phone.kept.get(key) ?? '').includes('"answer":"NO"'));
  assert.ok(name);
  phone.kept.set(name, (phone.kept.get(name) ?? '').replace('"answer":"NO"', '"answer":"YES"'));
  phone.start('/pages/receipts/receipts', true);
  await phone.until(() => phone.app.count('.receipt-card') > 0);
  const at = (phone.app.data().rows as Array<{ ballot: string }>).findIndex(({ ballot }) => name.endsWith(ballot));
  await phone.tap('.check', at);
  await phone.shows('核对不符');
});

test('a meeting is signed up for, waited for, left and come to by the code on the screen', async () => {
  phone.start();
  const id = await announceMeeting(cast.director, cast.neighborhood, await world.pass(0), { openSeats: 1 });
  await cast.resident.meeting.signUpForMeeting({ meeting: id });
  await phone.app.tab('council');
  await phone.at('council');
  phone.app.tap('.segment', 1);
  await phone.until(() => phone.app.count('.council-row') > 0);
  phone.app.tap('.council-row');
  await phone.at('meeting');
  await phone.fits('meeting');
  await phone.tap('.sign-up');
  await phone.shows('候补中，前面还有 0 人');
  // Who has waited longest moves up when a seat is given back, and sees it at once.
  await cast.resident.meeting.signOffFromMeeting({ meeting: id });
  await phone.shows('您已报名，席位已保留');
  await phone.tap('.calendar');
  assert.ok(phone.wx.called.some((call) => call.startsWith('addPhoneCalendar 三号楼加装电梯听证会')));
  await phone.tap('.calendar-link');
  const calendar = await fetch(phone.app.shown.clipboard).then((answer) => answer.text());
  assert.match(calendar, /BEGIN:VCALENDAR[\s\S]*SUMMARY:.*三号楼加装电梯听证会/);
  phone.app.type('.check-code', '000000');
  await phone.tap('.check-in');
  await phone.until(() => phone.app.count('.trouble') === 1);
  seen = { result: '不是码' };
  phone.app.tap('.scan');
  await phone.shows('这不是会场的签到码');
  // What others do meanwhile takes nothing away, and sends nothing that was only typed.
  await cast.resident.meeting.signUpForMeeting({ meeting: id });
  await phone.shows('候补 1');
  await cast.resident.meeting.signOffFromMeeting({ meeting: id });
  await phone.until(() => !phone.app.text().includes('候补 1'));
  assert.match(phone.app.text(), /这不是会场的签到码/);
  seen = { result: await codeOnScreen(cast.director, id) };
  phone.app.tap('.scan');
  await phone.toasts('签到成功');
  await phone.shows('签到');
  await phone.idle();
  await phone.tap('.ask', 0);
  await phone.shows('1 人等候发言');
  await phone.fits('meeting-speak');
  await phone.tap('.take-back', 0);
  await phone.until(() => phone.app.count('.ask') === 2);
  await phone.tap('.ask', 1);
  const own = await world.soon(() => Promise.resolve(phone.app.data().items[1].speech as string), (speech) => !!speech);
  await callSpeaker(cast.director, own);
  await phone.shows('发言中');
  // The draft of the minutes is read and confirmed by who was there.
  await world.pass(1);
  await phone.shows('已结束');
  await endMeeting(cast.director, id).catch(() => {});
  await draftMinutes(cast.director, id);
  await phone.until(() => phone.app.count('.minutes') === 1);
  await phone.idle();
  phone.app.tap('.minutes');
  await phone.at('minutes');
  await phone.shows('请设计单位补充采光测算');
  await phone.tap('.confirm');
  await phone.toasts('已确认');
  await phone.shows('参会人已确认');
  await phone.fits('minutes');
  const { minutes } = await cast.director.meeting.meetingMinutes({ meeting: id });
  await cast.director.meeting.confirmMinutes({ meeting: id, digest: minutes[0]?.digest ?? '' });
  await publishMinutes(cast.director, id);
  await phone.app.back();
  await phone.shows('已公布');
  phone.start('/pages/meetings/meetings');
  await phone.until(() => phone.app.count('.gathering') === 1);
  await phone.fits('meetings');
  phone.start(`/pages/land/land?scene=${encodeURIComponent(`m:${id}`)}`);
  await phone.at('meeting');
});

test('a code that is scanned at the door lands in the meeting and checks in', async () => {
  const id = await announceMeeting(cast.director, cast.neighborhood, await world.pass(0), { title: '停车协调会', kind: 'MEDIATION' });
  phone.start(`/pages/land/land?scene=${encodeURIComponent(`m:${id}:${await codeOnScreen(cast.director, id)}`)}`);
  await phone.at('meeting');
  await phone.toasts('签到成功');
});

test('a round shows its steps and what is on now, and moves while it is looked at', async () => {
  const about = await accepted('三号楼加装电梯');
  await publishOpinion(cast.director, await world.as(world.label('专家')), cast.neighborhood, about, await inDays(7));
  const id = await startRound(cast.director, cast.neighborhood, about, 'budget-round', [
    { question: '先做哪一项？', seeds: ['先做电梯。', '先补绿化。'] }, { options: [{ title: '加装电梯', costFen: 200_000 }, { title: '补种绿化', costFen: 80_000 }], budgetFen: 250_000 }, { notice: '结果公示。' },
  ].slice(0, 3), '加装电梯公益创投');
  await world.soon(() => cast.resident.round.roundPage({ round: id }), ({ steps }) => steps[0]?.state === 'OPEN');
  phone.open('proposal', about);
  await phone.until(() => phone.app.count('.opinion') === 1);
  await phone.shows('建议采用浅基坑方案');
  await phone.fits('proposal-opinion');
  phone.app.tap('.round-link');
  await phone.at('round');
  await phone.shows('先做哪一项？');
  await phone.until(() => phone.app.count('.now') === 1);
  await phone.fits('round');
  phone.app.tap('.enter');
  await phone.at('consultation');
  await phone.tap('.agree');
  await phone.app.back();
  // The clock ends the step while somebody looks on.
  const steps = phone.app.count('.round-step');
  await world.pass(9);
  await phone.until(() => phone.app.data().steps[1].open && phone.app.data().steps[1].url);
  assert.equal(phone.app.count('.round-step'), steps);
  phone.app.tap('.enter');
  await phone.at('ballot');
  await phone.app.tab('home');
  await phone.until(() => phone.app.count('.todo_round') > 0);
  await phone.fits('home-busy');
  await phone.app.tab('council');
  await phone.until(() => phone.app.count('.council-row') > 0);
  await phone.fits('council');
});

test('in large type and high contrast nothing is wider than the phone, on any page', async () => {
  const { proposals } = await cast.resident.proposal.proposals({ filter: { home: cast.neighborhood }, first: 50 });
  const about = proposals.nodes.find(({ title }) => title === '三号楼加装电梯')?.id ?? '';
  const [round] = (await cast.resident.round.rounds({ below: cast.neighborhood })).rounds.nodes;
  const { meetings } = await cast.resident.meeting.meetings({ below: cast.neighborhood });
  const held = meetings.nodes.find(({ title }) => title === '三号楼加装电梯听证会')?.id ?? '';
  const { ballots } = await cast.resident.ballot.ballots({ below: cast.neighborhood });
  const { consultations } = await cast.resident.consultation.consultations({ below: cast.neighborhood });
  phone.kept.set('yiting.look', '1,1');
  const pages: Array<[string, string]> = [
    ['home', ''], ['council', ''], ['inbox', ''], ['mine', ''], ['proposals', ''], ['write', ''], ['receipts', ''], ['meetings', ''], ['verify', ''], ['outbox', ''], ['display', ''], ['privacy', ''],
    ['proposal', about], ['history', about], ['rate', about], ['round', round?.id ?? ''], ['meeting', held], ['minutes', held], ['area', cast.block],
    ...ballots.nodes.slice(0, 3).map(({ id }): [string, string] => ['ballot', id]), ...consultations.nodes.map(({ id }): [string, string] => ['consultation', id]),
  ];
  for (const [page, id] of pages) {
    phone.open(page, id);
    await phone.at(page);
    assert.match(phone.app.html(), /large contrast/, page);
    assert.equal(phone.app.count('.trouble'), 0, page);
    await phone.fits(page, false);
  }
});
