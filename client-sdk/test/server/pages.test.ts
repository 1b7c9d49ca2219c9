// The reference mini-program against a real server and WeChat's sandbox: pages on WeChat's own component
// framework, their logic in a sealed realm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gather, type Cast } from './cast';
import { endHost, Phone } from './phone';
import { World } from './world';

let world: World;
let cast: Cast;
let phone: Phone;

before(async () => {
  world = await World.bare();
  cast = await gather(world);
  phone = new Phone(world, await world.server.phone('李阿姨'));
  const { proposal } = await cast.neighbour.proposal.draftProposal({ home: cast.block, title: '晚上停车太乱', body: '消防通道被占。' });
  await cast.neighbour.proposal.submitProposal({ proposal: proposal?.id ?? '' });
});
after(async () => {
  await phone?.close();
  world?.close();
  endHost();
});

test('somebody without a verified home is shown the way, and is home after redeeming the household code', async () => {
  start();
  await shows('还没有核实住址');
  await fits('我的小区', '1-unverified');
  app.tap('.verify');
  await at('mine');
  app.type('.code-field', 'WRONG');
  app.tap('.redeem');
  await shows('邀请码无效或已过期，请向居委会索取新码。');
  const { code } = await cast.director.people.inviteHousehold({ area: cast.block, household: '7号701室' });
  app.type('.code-field', code);
  app.tap('.redeem');
  await until(() => app.shown.toasts.includes('已核实'));
  await idle();
  await app.back();
  await until(() => app.data().place !== '' && app.count('.proposal') > 0);
  await fits('我的小区', '2-home');
});

test('large type and high contrast hold on every page from then on', async () => {
  app.tap('.me');
  await at('mine');
  app.tap('.large-switch');
  app.tap('.contrast-switch');
  assert.match(app.html(), /class="page large contrast"/);
  await fits('我的', '3-mine-large');
  await app.back();
  await idle();
  await until(() => /class="page large contrast"/.test(app.html()));
  await fits('我的小区', '4-home-large');
  app.tap('.me');
  await at('mine');
  app.tap('.large-switch');
  app.tap('.contrast-switch');
  await idle();
  await app.back();
  await idle();
});

test('a draft survives the app being killed, is sent without a network later, and once', async () => {
  const title = '七号楼门口装扶手';
  app.tap('.write');
  await at('write');
  app.type('.title-field', title);
  app.type('.body-field', '台阶三级，老人上下不便。');
  // Killed, and started again where it was.
  start('/pages/write/write');
  await at('write');
  assert.ok(app.text().includes('这是您上次没写完的内容'));
  assert.equal(app.data().title, title);
  await fits('写提案', '5-write');
  phone.online(false);
  app.tap('.send');
  await until(() => app.shown.toasts.includes('已保存，联网后自动提交'));
  start();
  await shows('2 项内容已保存');
  await until(() => !app.data().waiting || phone.called.length > 3);
  const mine = async () => (await cast.director.proposal.proposals({ filter: { home: cast.block }, first: 50 })).proposals.nodes.filter((node) => node.title === title);
  await world.soon(mine, (found) => found.length === 1);
  await new Promise((done) => { setTimeout(done, 300); });
  assert.equal((await mine()).length, 1);
});

test('a proposal is supported, commented on and followed, and what others do is seen without asking', async () => {
  const { proposal } = await cast.neighbour.proposal.draftProposal({ home: cast.block, title: '小区里种几棵树', body: '东边空地没有树荫。' });
  const id = proposal?.id ?? '';
  await cast.neighbour.proposal.submitProposal({ proposal: id });
  start(`/pages/proposal/proposal?id=${encodeURIComponent(id)}`);
  await shows('东边空地没有树荫。');
  app.tap('.support');
  await shows('已附议 1');
  await idle();
  app.tap('.follow');
  await shows('已关注');
  await idle();
  app.type('.words', '种香樟吧。');
  app.tap('.say');
  await until(() => app.count('.comment') === 1);
  assert.equal(app.textOf('.comment'), '种香樟吧。');
  await cast.resident.proposal.supportProposal({ proposal: id });
  await shows('已附议 2');
  await fits('提案', '6-proposal');
  await idle();
  app.tap('.support');
  await shows('附议 1');
});

test('one\'s own proposal offers no support and says why', async () => {
  start();
  await until(() => app.count('.proposal') > 0);
  app.tap('.proposal');
  await at('proposal');
  await shows('不能附议自己的提案。');
  assert.throws(() => app.tap('.support'), /disabled/);
});

test('what may be done with words is offered by the server, and is done with them', async () => {
  assert.equal(app.textOf('.act'), '撤回提案');
  app.shown.answer = '已自行解决。';
  app.tap('.act');
  await until(() => app.textOf('.state') === '已撤回');
  assert.deepEqual(app.shown.modals, ['请说明撤回的原因']);
  const id = app.data().id as string;
  const seen = await cast.director.proposal.proposalPage({ proposal: id }).catch(() => undefined);
  assert.ok(!seen || seen.state === 'WITHDRAWN');
});

test('who supported what was merged chooses what becomes of the support', async () => {
  const drafted = async (title: string) => {
    const { proposal } = await cast.neighbour.proposal.draftProposal({ home: cast.neighborhood, title, body: '希望尽快办。' });
    await cast.neighbour.proposal.submitProposal({ proposal: proposal?.id ?? '' });
    return proposal?.id ?? '';
  };
  const [merged, into] = [await drafted('多装几盏灯'), await drafted('楼道照明')];
  await cast.director.desk.acceptProposal({ proposal: into, topic: cast.topic });
  start(`/pages/proposal/proposal?id=${encodeURIComponent(merged)}`);
  await shows('希望尽快办。');
  await idle();
  app.tap('.support');
  await shows('已附议');
  await idle();
  await cast.director.desk.mergeProposal({ proposal: merged, into, reason: '同一件事。' });
  await until(() => app.count('.choice') === 3 && !app.data().busy);
  app.tap('.choice', 0);
  await until(() => app.count('.choice') === 0 && !app.data().busy);
  assert.equal((await cast.director.proposal.proposalPage({ proposal: into })).supportCount, 1);
});

test('statements come one after another, by button and by swipe', async () => {
  const { consultation } = await cast.director.consultation.openConsultation({
    area: cast.neighborhood, question: '院子怎么改？', electorate: 'RESIDENTS', seeds: ['多种树。', '加长椅。', '装充电桩。'], closesAt: new Date((await world.pass(0)).getTime() + 86_400_000).toISOString(),
  });
  await world.soon(() => cast.resident.consultation.consultationPage({ consultation: consultation.id }), ({ state }) => state === 'OPEN');
  start();
  await shows('院子怎么改？');
  app.tap('.todo');
  await at('consultation');
  await until(() => app.data().statement);
  await fits('征询', '7-consultation');
  const first = app.data().statement.id;
  app.tap('.agree');
  await until(() => app.data().voted === 1 && app.data().statement?.id !== first && !app.data().busy);
  app.swipe('.statement', -120);
  await until(() => app.data().voted === 2 && !app.data().busy);
  app.swipe('.statement', 20);
  assert.equal(app.data().busy, false, 'a small move is no vote');
  app.swipe('.statement', 120);
  await shows('您已对全部观点表态');
  app.type('.own', '留出晾衣的地方。');
  app.tap('.say');
  await until(() => app.shown.toasts.includes('已提出'));
});

test('ballots of each kind are cast, and counted again on the phone with the own receipt', async () => {
  const closesAt = new Date((await world.pass(0)).getTime() + 86_400_000).toISOString();
  const options = ['甲方案', '乙方案', '丙方案'].map((title) => ({ title }));
  const kinds = [
    { kind: 'YES_NO' as const, title: '是否加装电梯', options: [], taps: ['.answer'] },
    { kind: 'APPROVAL' as const, title: '选两处种树', options, taps: ['.option', '.option 1', '.option'] },
    { kind: 'SCORE' as const, title: '给方案打分', options, taps: ['.option', '.option', '.option 2'] },
    { kind: 'RANKED_ONE' as const, title: '排个先后', options, taps: ['.option 2', '.option'] },
    { kind: 'BUDGET' as const, title: '分配公益金', options: options.map((option, index) => ({ ...option, costFen: 100_000 * (index + 1) })), taps: ['.option', '.option 1'], budgetFen: 300_000 },
  ];
  const ids: string[] = [];
  for (const { kind, title, options: paper, taps, budgetFen = 0 } of kinds) {
    const { ballot } = await cast.director.ballot.announceBallot({
      area: cast.neighborhood, title, legalBasis: '居民自治章程第五条', kind, electorate: 'RESIDENTS', secrecy: 'VERIFIABLE', closesAt, options: paper, budgetFen,
    });
    ids.push(ballot.id);
    await world.soon(() => cast.resident.ballot.ballotPage({ ballot: ballot.id }), ({ state }) => state === 'OPEN');
    start(`/pages/ballot/ballot?id=${encodeURIComponent(ballot.id)}`);
    await shows(title);
    await idle();
    for (const tap of taps) {
      const [selector, index] = tap.split(' ');
      app.tap(selector, Number(index ?? 0));
    }
    if (kind === 'RANKED_ONE') assert.deepEqual([app.textOf('.mark', 0), app.textOf('.mark', 2)], ['第 2', '第 1']);
    if (kind === 'SCORE') { assert.equal(app.textOf('.mark', 0), '1 分'); await fits('表决', '8-ballot-score'); }
    app.tap('.cast');
    await until(() => app.shown.toasts.includes('投票成功'));
    await idle();
    assert.match(app.textOf('.receipt'), /\S{20,}/);
    await shows('您已投票');
    if (kind === 'YES_NO') await fits('表决', '9-ballot-cast');
  }
  assert.ok(!app.data().result, 'nothing is told before the end');
  await world.pass(2);
  await until(() => app.data().result);
  for (const [number, id] of ids.entries()) {
    await world.soon(() => cast.resident.ballot.ballotPage({ ballot: id }), ({ state }) => state === 'CLOSED');
    start(`/pages/ballot/ballot?id=${encodeURIComponent(id)}`);
    await until(() => app.data().result);
    app.tap('.check');
    await until(() => app.count('.checked') === 2);
    assert.match(app.textOf('.checked', 0), number < 4 ? /已在本机重新计票，与公布结果一致/ : /名单、规则与摘要一致/);
    assert.match(app.textOf('.checked', 1), /您的票在公布的名单中/);
    if (number === 0) await fits('表决', '10-ballot-result');
  }
});

test('a scanned code lands in the right place', async () => {
  const { proposals } = await cast.resident.proposal.proposals({ filter: { home: cast.block }, first: 20 });
  const seen = proposals.nodes.find(({ number }) => !!number);
  assert.ok(seen);
  start(`/pages/land/land?scene=${encodeURIComponent(`p:${seen.number}`)}`);
  await at('proposal');
  await shows(seen.title);
  start(`/pages/land/land?scene=${encodeURIComponent('p:000000-0000-000000')}`);
  await shows('没有这件提案');
  start('/pages/land/land');
  await at('home');
});

test('messages are read, and closing the account leaves nobody logged in', async () => {
  start('/pages/mine/mine');
  await at('mine');
  app.shown.confirm = false;
  app.tap('.close');
  assert.equal(app.path(), 'pages/mine/mine');
  app.shown.confirm = true;
  app.tap('.close');
  await at('home');
  await shows('还没有核实住址');
});
