// The main story of a resident, from the code in the stairwell to the rating: one phone on WeChat's own
// component framework, its logic in a sealed realm, against a real server and WeChat's sandbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gather, type Cast } from './cast';
import { endHost, Phone } from './phone';
import { letter, makeCode, startRound } from './staff';
import { VOTERS } from './server';
import { World } from './world';

const TITLE = '三号楼门口装扶手';

let world: World;
let cast: Cast;
let phone: Phone;
let seen: { path?: string; result?: string } | undefined;
let proposal = '';
let round = '';

const page = () => cast.director.proposal.proposalPage({ proposal });
const inState = (state: string) => world.soon(page, (now) => now.state === state);

before(async () => {
  world = await World.bare();
  cast = await gather(world);
  const { login, accept } = await world.server.holder('王阿姨');
  phone = new Phone(world, login, { sees: () => seen, accept });
});
after(async () => {
  await phone?.close();
  world?.close();
  endHost();
});

test('the code in the stairwell lands in its matters, and logs in by itself', async () => {
  const { name } = await cast.resident.place.areaPage({ area: cast.block });
  phone.start(`/pages/land/land?scene=${encodeURIComponent(await makeCode(cast.director, cast.block))}`);
  await phone.at('area');
  await phone.until(() => phone.app.textOf('.place') === name);
  await phone.shows('住在这里？');
  assert.equal(phone.wx.called.filter((call) => call === 'login').length, 1);
  await phone.fits('area');
});

test('the code of the household verifies where somebody lives', async () => {
  const { scene } = await letter(cast.director, cast.block, '3号301室');
  phone.app.tap('.verify');
  await phone.at('verify');
  seen = { path: `pages/land/land?scene=${encodeURIComponent(scene)}` };
  await phone.tap('.scan');
  await phone.shows('核实成功');
  phone.app.tap('.home');
  await phone.at('home');
});

test('messages by WeChat are asked for with a tap', async () => {
  await phone.app.tab('inbox');
  await phone.until(() => phone.app.count('.remind') === 1);
  await phone.fits('inbox-remind');
  // Those for good and those for once are asked for one after the other, by WeChat's rule.
  const ballots = () => (phone.app.data().kinds as string).includes('表决提醒');
  assert.ok(ballots());
  phone.app.tap('.remind');
  await phone.until(() => !ballots());
  phone.app.tap('.remind');
  await phone.until(() => phone.wx.called.filter((call) => call === 'requestSubscribeMessage').length === 2);
  await world.soon(() => Promise.resolve(phone.kept.get('yiting.templates') ?? ''), (text) => !text.includes('"remaining":0'));
  await phone.app.tab('home');
});

test('a proposal is written without a network, and is there once when the network is back', async () => {
  phone.app.tap('.write');
  await phone.at('write');
  phone.wx.online(false);
  phone.app.type('.title-field', TITLE);
  phone.app.type('.body-field', '台阶三级，下雨天老人上下不便，希望两边装扶手。');
  await phone.tap('.topic', 1);
  phone.app.tap('.send');
  await phone.toasts('已保存，联网后自动提交');
  // The phone goes dark, and is switched on where there is a network.
  phone.start('/pages/home/home');
  const mine = async () => (await cast.director.proposal.proposals({ filter: { home: cast.block }, first: 50 })).proposals.nodes.filter(({ title }) => title === TITLE);
  const [found] = await world.soon(mine, (all) => all.length > 0 && all[0]?.state === 'SUBMITTED');
  proposal = found?.id ?? '';
  await phone.until(() => phone.app.data().waiting === 0 || phone.app.text().includes(TITLE));
  assert.equal((await mine()).length, 1);
});

test('the acceptance is told by a message of WeChat, which leads to the proposal', async () => {
  const convener = await world.as(world.label('召集人'));
  await convener.desk.escalateProposal({ proposal, reason: '请居委会统筹。' });
  await cast.director.desk.acceptProposal({ proposal, topic: cast.topic });
  const [message] = await world.soon(() => world.server.messages(), (all) => all.some(({ template_id }) => template_id === 'demo-answer'));
  assert.ok(message);
  const answer = (await world.server.messages()).find(({ template_id }) => template_id === 'demo-answer');
  assert.deepEqual([answer?.data['thing1']?.value, answer?.data['phrase2']?.value], [TITLE, '已受理']);
  phone.start(`/${answer?.page}`);
  await phone.at('proposal');
  await phone.shows('审议中');
  await phone.app.tab('inbox');
  await phone.at('inbox');
  await world.soon<string>(() => phone.app.pull().then(() => phone.app.text()), (text) => text.includes('已受理'));
  await phone.shows(TITLE);
  await phone.fits('inbox');
});

test('in the round somebody speaks and votes, and keeps the receipt', async () => {
  round = await startRound(cast.director, cast.neighborhood, proposal, 'budget-round', [
    { question: '门口先改什么？', seeds: ['先装扶手。', '先修坡道。'] },
    { question: '今年做哪些？', options: [{ title: TITLE, costFen: 300_000, proposal }], budgetFen: 500_000 }, { notice: '入选项目如下。' },
  ], '门口适老化改造');
  await world.soon(() => cast.resident.round.roundPage({ round }), ({ steps }) => steps[0]?.state === 'OPEN');
  await phone.app.tab('home');
  await phone.until(() => phone.app.count('.todo_round') === 1);
  phone.app.tap('.todo_round');
  await phone.at('round');
  await phone.until(() => phone.app.count('.enter') === 1);
  phone.app.tap('.enter');
  await phone.at('consultation');
  await phone.until(() => phone.app.data().statement);
  await phone.tap('.agree');
  await phone.until(() => phone.app.data().voted === 1 && !phone.app.data().busy);
  phone.app.swipe('.statement', 120);
  await phone.shows('您已对全部观点表态');
  phone.app.type('.own', '扶手要暖和，不要铁的。');
  await phone.tap('.say');
  await phone.toasts('已提出');
  await phone.app.back();
  await world.pass(9);
  await phone.until(() => phone.app.data().steps[1]?.open && phone.app.data().steps[1].url);
  await phone.idle();
  phone.app.tap('.enter');
  await phone.at('ballot');
  await phone.shows('今年做哪些？');
  phone.app.tap('.option');
  await phone.tap('.cast');
  await phone.toasts('投票成功');
});

test('the result comes by itself, and the receipt is found in the published list', async () => {
  const { ballot } = (await cast.resident.round.roundPage({ round })).steps[1] ?? {};
  const { options } = await cast.resident.ballot.ballotPage({ ballot: ballot?.id ?? '' });
  for (let number = 1; number <= VOTERS; number += 1) {
    const voter = await world.as(`选民${number}`);
    await voter.ballot.castVote({ ballot: ballot?.id ?? '', options: options.map(({ id }) => id) });
  }
  await world.pass(16);
  await phone.until(() => phone.app.data().result);
  await phone.tap('.check');
  await phone.shows('您的票在公布的名单中。');
  await phone.app.back();
  await phone.until(() => phone.app.data().steps?.[2]?.open);
  await world.pass(12);
  await phone.until(() => phone.app.count('.outcome') === 1);
  await phone.shows('通过');
  await phone.fits('round-concluded');
});

test('what was resolved is done, and is rated with words, also from a tunnel', async () => {
  const now = await world.pass(0);
  await cast.director.desk.formProposal({
    proposal, resolution: '在三号楼门口两侧安装木质扶手。', direct: false,
    tasks: [{ title: '安装扶手', unit: cast.unit.id, due: new Date(now.getTime() + 60 * 86_400_000).toISOString().slice(0, 10), budgetFen: 300_000 }],
  });
  await world.pass(12);
  const { tasks } = await inState('IMPLEMENTING');
  const worker = await world.as(`${cast.unit.name}承办人员`);
  await worker.desk.reportTask({ proposal, task: tasks[0]?.id ?? '', change: 'DONE', text: '两侧已装好。', spentFen: 280_000 });
  await worker.desk.deliverProposal({ proposal, text: '已完工。' });
  await cast.director.desk.confirmDelivery({ proposal, approve: true, reason: '已到现场查看。' });
  await inState('EVALUATING');
  phone.open('proposal', proposal);
  await phone.shows('办得怎么样？');
  await phone.fits('proposal-done');
  phone.app.tap('.rate');
  await phone.at('rate');
  phone.app.tap('.star', 4);
  phone.app.type('.words', '扶手很稳，老人上下放心了。');
  await phone.fits('rate');
  phone.wx.online(false);
  phone.app.tap('.send');
  await phone.toasts('已保存，联网后自动送出');
  await phone.at('proposal');
  phone.wx.online(true);
  await world.soon(page, ({ ratings }) => ratings.count === 1);
  await phone.shows('您评了 5 分');
  // Few have rated: a supervisor has looked too.
  await cast.supervisor.desk.recordSupervisorCheck({ proposal, text: '属实。' });
  await world.pass(20);
  await inState('CLOSED');
  await phone.shows('已办结');
});
