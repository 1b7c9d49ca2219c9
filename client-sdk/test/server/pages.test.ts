// The reference mini-program against a real server and WeChat's sandbox: the pages around proposals and
// the account, on WeChat's own component framework, their logic in a sealed realm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gather, type Cast } from './cast';
import { endHost, Phone } from './phone';
import { VOTERS } from './server';
import { give, letter, makeCode } from './staff';
import { World } from './world';

let world: World;
let cast: Cast;
let phone: Phone;
let seen: { path?: string; result?: string } | undefined;

/** A proposal of the neighbour's, submitted. */
async function submitted(title: string, body = '希望尽快办。', home = cast.block) {
  const { proposal } = await cast.neighbour.proposal.draftProposal({ home, title, body });
  await cast.neighbour.proposal.submitProposal({ proposal: proposal?.id ?? '' });
  return proposal?.id ?? '';
}

before(async () => {
  world = await World.bare();
  cast = await gather(world);
  phone = new Phone(world, await world.server.phone('李阿姨'), { sees: () => seen });
  await submitted('晚上停车太乱', '消防通道被占。');
});
after(async () => {
  await phone?.close();
  world?.close();
  endHost();
});

test('somebody without a verified home is shown the way, and is home after redeeming the household code', async () => {
  phone.start();
  await phone.shows('还没有核实住址');
  await phone.fits('unverified');
  phone.app.tap('.verify');
  await phone.at('verify');
  phone.app.type('.code-field', 'WRONG');
  await phone.tap('.redeem');
  await phone.shows('邀请码无效或已过期，请向居委会索取新码。');
  const { scene } = await letter(cast.director, cast.block, '7号701室');
  // The letter's code is scanned; a camera that is closed again changes nothing, and another code is none.
  seen = undefined;
  await phone.tap('.scan');
  seen = { path: `pages/land/land?scene=${await makeCode(cast.director, cast.neighborhood)}` };
  await phone.tap('.scan');
  await phone.shows('这不是邀请信上的码');
  seen = { path: `pages/land/land?scene=${encodeURIComponent(scene)}` };
  await phone.tap('.scan');
  await phone.shows('核实成功');
  await phone.fits('verify');
  phone.app.tap('.home');
  await phone.until(() => phone.app.data().place !== '' && phone.app.count('.proposal') > 0);
  await phone.fits('home');
});

test('large type and high contrast hold on every page from then on, and after the app was killed', async () => {
  await phone.app.tab('mine');
  await phone.at('mine');
  await phone.fits('mine');
  phone.app.tap('.display');
  await phone.at('display');
  phone.app.tap('.large-switch');
  phone.app.tap('.contrast-switch');
  assert.match(phone.app.html(), /class="page large contrast"/);
  await phone.fits('display-large');
  phone.start();
  await phone.until(() => phone.app.count('.proposal') > 0 && /class="page large contrast"/.test(phone.app.html()));
  await phone.fits('home-large');
  phone.start('/pages/display/display');
  phone.app.tap('.large-switch');
  phone.app.tap('.contrast-switch');
  await phone.fits('display');
});

test('a draft survives the app being killed, is sent without a network later, and once', async () => {
  const title = '七号楼门口装扶手';
  phone.start();
  await phone.at('home');
  phone.app.tap('.write');
  await phone.at('write');
  phone.app.type('.title-field', title);
  phone.app.type('.body-field', '台阶三级，老人上下不便。');
  // Killed, and started again where it was.
  phone.start('/pages/write/write');
  await phone.at('write');
  assert.ok(phone.app.text().includes('这是您上次没写完的内容'));
  assert.equal(phone.app.data().title, title);
  await phone.tap('.topic', 1);
  await phone.fits('write');
  phone.wx.online(false);
  phone.app.tap('.send');
  await phone.toasts('已保存，联网后自动提交');
  // Without a network the home of last time is shown, and says so.
  phone.start('/pages/home/home', true);
  await phone.shows('2 项内容已保存');
  await phone.shows('网络不通，以下是');
  assert.ok(phone.app.count('.proposal') > 0);
  await phone.fits('home-offline');
  phone.app.tap('.waiting');
  await phone.at('outbox');
  assert.equal(phone.app.count('.waiting-row'), 2);
  await phone.fits('outbox');
  phone.wx.online(true);
  const mine = async () => (await cast.director.proposal.proposals({ filter: { home: cast.block }, first: 50 })).proposals.nodes.filter((node) => node.title === title);
  await world.soon(mine, (found) => found.length === 1);
  await phone.until(() => phone.app.text().includes('都已送出'));
  await new Promise((done) => { setTimeout(done, 300); });
  assert.equal((await mine()).length, 1);
});

test('what a neighbour raised is found by a few letters, and shown to whoever writes the same', async () => {
  const title = '七号楼门口装扶手';
  // The index follows what is stored; the page asks once for what is typed.
  await world.soon(() => cast.director.search.completeSearch({ text: '七号楼', below: cast.block }), ({ completeProposalSearch: ways }) => ways.length > 0);
  phone.open('search', '');
  await phone.at('search');
  phone.app.type('.seek-field', '七号楼');
  await phone.until(() => phone.app.count('.way') > 0);
  await phone.fits('search-ways');
  phone.app.type('.seek-field', 'fushou');
  phone.app.tap('.ask');
  await phone.until(() => phone.app.data().rows.some((row: { state: string; passage: unknown; title: Array<{ text: string }> }) => row.title.map(({ text }) => text).join('') === title));
  assert.match(phone.app.html(), /class="hit">扶手</, 'what was meant by the letters is marked');
  await phone.fits('search');
  phone.app.type('.seek-field', '没有人提过的火箭发射场');
  phone.app.tap('.ask');
  await phone.shows('没有找到');
  phone.open('write', '');
  await phone.at('write');
  phone.app.type('.title-field', '七号楼门口加装扶手');
  await phone.until(() => phone.app.data().alike.some((one: { title: string }) => one.title === title));
  await phone.fits('write-alike');
  phone.app.type('.title-field', '');
  await phone.until(() => phone.app.data().alike.length === 0);
});

test('without a network and without anything kept, each page says so once and can be tried again', async () => {
  const other = new Phone(world, await world.server.phone('过路人'));
  for (const [page, id] of [['home', ''], ['council', ''], ['inbox', ''], ['mine', ''], ['proposal', 'x'], ['proposals', ''], ['round', 'x'], ['meeting', 'x'], ['minutes', 'x'], ['ballot', 'x'], ['consultation', 'x'], ['meetings', '']] as const) {
    other.open(page, id);
    if (page === 'round' || page === 'proposal') assert.equal(other.app.count('.skeleton'), 1, 'it says that it loads');
    other.wx.online(false);
    await other.until(() => other.app.count('.trouble') === 1);
    assert.match(other.app.text(), /网络不通，请检查网络后重试。/, page);
    assert.equal(other.app.count('.skeleton'), 0, page);
    if (page === 'round') await other.fits('offline');
  }
  await other.close();
});

test('a long list is read on when somebody comes to its end', async () => {
  for (let number = 1; number <= VOTERS; number += 1) {
    const voter = await world.as(`选民${number}`);
    for (const what of ['种树', '装灯']) {
      const { proposal } = await voter.proposal.draftProposal({ home: cast.block, title: `${number}号楼前${what}`, body: '希望尽快办。' });
      await voter.proposal.submitProposal({ proposal: proposal?.id ?? '' });
    }
  }
  phone.start('/pages/proposals/proposals?kind=around');
  await phone.until(() => phone.app.count('.proposal') === 20);
  await phone.shows('上滑加载更多');
  await phone.app.reachBottom();
  await phone.until(() => phone.app.count('.proposal') > 2 * VOTERS);
  await phone.shows('没有更多了');
  const ids = (phone.app.data().rows as Array<{ id: string }>).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('a proposal is supported, commented on and followed, and what others do is seen without asking', async () => {
  const id = await submitted('小区里种几棵树', '东边空地没有树荫。');
  phone.open('proposal', id);
  await phone.shows('东边空地没有树荫。');
  await phone.tap('.support');
  await phone.shows('已附议 1');
  await phone.tap('.follow');
  await phone.shows('已关注');
  phone.app.type('.words', '种香樟吧。');
  await phone.tap('.say');
  await phone.until(() => phone.app.count('.comment') === 1);
  assert.equal(phone.app.textOf('.comment'), '种香樟吧。');
  await cast.resident.proposal.supportProposal({ proposal: id });
  await phone.shows('已附议 2');
  await phone.idle();
  await phone.fits('proposal');
  await phone.tap('.support');
  await phone.shows('附议 1');
  // In a tunnel what is done waits, and is done once when the network is back.
  phone.wx.online(false);
  phone.app.type('.words', '我也来浇水。');
  await phone.tap('.say');
  await phone.tap('.support');
  await phone.toasts('已保存，联网后自动送出');
  phone.wx.online(true);
  const page = await world.soon(() => cast.neighbour.proposal.proposalPage({ proposal: id }), ({ commentCount, supportCount }) => commentCount === 2 && supportCount === 2);
  assert.deepEqual(page.comments.nodes.map(({ text }) => text), ['种香樟吧。', '我也来浇水。']);
});

test('one\'s own proposal offers no support and says why', async () => {
  phone.start('/pages/proposals/proposals?kind=mine');
  await phone.until(() => phone.app.count('.proposal') > 0);
  await phone.fits('proposals');
  phone.app.tap('.proposal');
  await phone.at('proposal');
  await phone.shows('不能附议自己的提案。');
  assert.throws(() => phone.app.tap('.support'), /disabled/);
});

test('what may be done with words is offered by the server, and is done with them', async () => {
  assert.equal(phone.app.textOf('.act'), '撤回提案');
  phone.app.shown.answer = '已自行解决。';
  phone.app.tap('.act');
  await phone.until(() => phone.app.textOf('.state') === '已撤回');
  assert.deepEqual(phone.app.shown.modals, ['请说明撤回的原因']);
  const seenBy = await cast.director.proposal.proposalPage({ proposal: phone.app.data().id as string }).catch(() => undefined);
  assert.ok(!seenBy || seenBy.state === 'WITHDRAWN');
});

test('what was sent back is completed, with all that happened to it in sight', async () => {
  const { proposal } = await cast.resident.proposal.draftProposal({ home: cast.neighborhood, title: '装路灯', body: '晚上太暗。' });
  const id = proposal?.id ?? '';
  await cast.resident.proposal.submitProposal({ proposal: id });
  const own = new Phone(world, () => Promise.resolve('none'));
  own.kept.set('yiting.session', JSON.stringify({ ...await world.server.post<object>('/demo/login', { persona: world.label('居民') }), until: Date.now() + 600_000 }));
  await cast.director.desk.returnProposal({ proposal: id, text: '请写明是几号楼。' });
  own.open('proposal', id);
  await own.shows('请写明是几号楼。');
  own.app.tap('.edit');
  await own.at('write');
  await own.until(() => own.app.data().title === '装路灯');
  assert.equal(own.app.count('.topic'), 0, 'the topic is no longer the proponent\'s');
  own.app.type('.body-field', '三号楼门口晚上太暗。');
  own.wx.online(false);
  own.app.tap('.send');
  await own.toasts('已保存，联网后自动提交');
  own.wx.online(true);
  await world.soon(() => cast.director.proposal.proposalPage({ proposal: id }), ({ state }) => state === 'SUBMITTED');
  await own.at('proposal');
  await own.idle();
  own.app.tap('.history');
  await own.at('history');
  await own.shows('退回补充');
  await own.shows('补充后再次提交');
  assert.equal(own.app.count('.run_added'), 1);
  await own.fits('history');
  await own.close();
});

test('a comment that was hidden shows its author the reason, who appeals once', async () => {
  const id = await submitted('修门禁', '门禁坏了。', cast.neighborhood);
  phone.open('proposal', id);
  await phone.shows('门禁坏了。');
  phone.app.type('.words', '早就该修了！');
  await phone.tap('.say');
  const comment = (await cast.director.proposal.proposalPage({ proposal: id })).comments.nodes[0]?.id ?? '';
  await cast.director.desk.hideComment({ proposal: id, comment, reason: '与事项无关。' });
  await phone.shows('隐藏理由：与事项无关。');
  await phone.idle();
  phone.app.shown.answer = '有关。';
  phone.app.tap('.appeal-comment');
  await phone.until(() => phone.app.count('.appeal-comment') === 0 && !phone.app.data().busy);
});

test('who supported what was merged chooses what becomes of the support', async () => {
  const [merged, into] = [await submitted('多装几盏灯', '晚上暗。', cast.neighborhood), await submitted('楼道照明', '晚上暗。', cast.neighborhood)];
  await cast.director.desk.acceptProposal({ proposal: into, topic: cast.topic });
  phone.open('proposal', merged);
  await phone.shows('晚上暗。');
  await phone.tap('.support');
  await phone.shows('已附议');
  await cast.director.desk.mergeProposal({ proposal: merged, into, reason: '同一件事。' });
  await phone.until(() => phone.app.count('.choice') === 3 && !phone.app.data().busy);
  await phone.tap('.choice', 0);
  await phone.until(() => phone.app.count('.choice') === 0 && !phone.app.data().busy);
  assert.equal((await cast.director.proposal.proposalPage({ proposal: into })).supportCount, 1);
  phone.app.tap('.merged');
  await phone.until(() => phone.app.data().p?.title === '楼道照明');
});

test('a scanned code lands in the right place, or says why it cannot', async () => {
  const land = (scene: string) => phone.start(`/pages/land/land?scene=${encodeURIComponent(scene)}`);
  const { proposals } = await cast.resident.proposal.proposals({ filter: { home: cast.block }, first: 20 });
  const numbered = proposals.nodes.find(({ number }) => !!number);
  land(`p:${numbered?.number}`);
  await phone.at('proposal');
  await phone.shows(numbered?.title ?? '');
  land('p:000000-0000-000000');
  await phone.shows('没有这件提案');
  await phone.fits('land');
  land('h:ABCD');
  await phone.at('verify');
  assert.equal(phone.app.data().code, 'ABCD');
  land('a:999999999999');
  await phone.shows('没有这个地方');
  phone.app.tap('.home');
  await phone.at('home');
  // Inside the app the same code is scanned by its camera.
  seen = { path: `pages/land/land?scene=${encodeURIComponent(`p:${numbered?.number}`)}` };
  phone.app.tap('.scan');
  await phone.at('proposal');
  phone.start('/pages/land/land');
  await phone.at('home');
});

test('messages come with what happened, are read once seen, and lead to their proposal', async () => {
  const id = await submitted('修围墙', '墙裂了。', cast.neighborhood);
  phone.open('proposal', id);
  await phone.shows('墙裂了。');
  await phone.tap('.follow');
  await cast.director.desk.acceptProposal({ proposal: id, topic: cast.topic });
  await phone.app.tab('inbox');
  await phone.at('inbox');
  await world.soon<number>(() => phone.app.pull().then(() => phone.app.count('.dot')), (dots) => dots > 0);
  await phone.fits('inbox');
  // On a later visit they are no longer new.
  await world.soon<number>(async () => {
    await phone.app.tab('home');
    await phone.app.tab('inbox');
    await phone.app.pull();
    return phone.app.count('.dot');
  }, (dots) => dots === 0);
  phone.app.tap('.notice');
  await phone.at('proposal');
});

test('a phone is bound by WeChat\'s button', async () => {
  const { login, number } = await world.server.holder('新邻居', '13900000002');
  const other = new Phone(world, login);
  other.start('/pages/mine/mine');
  await other.until(() => other.app.count('.bind-phone') === 1);
  await other.fits('mine-phone');
  other.app.emit('.bind-phone', 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' });
  await other.idle();
  other.app.emit('.bind-phone', 'getphonenumber', { code: await number() });
  await other.toasts('已绑定');
  await other.until(() => other.app.count('.bind-phone') === 0);
  await other.shows('已绑定手机号');
  await other.close();
});

test('a code that was withdrawn is told as such', async () => {
  const scene = await makeCode(cast.director, cast.neighborhood);
  await give(cast.director, 'revokeCode', 'OnCodeInput', 'clientMutationId', { scene });
  phone.start(`/pages/land/land?scene=${scene}`);
  await phone.until(() => phone.app.count('.trouble') === 1);
  assert.match(phone.app.text(), /[\u4e00-\u9fff]+。/);
});

/** Whoever lives in this household, as the committee's list has it. */
async function livingIn(household: string): Promise<string> {
  for (let after: string | undefined; ;) {
    const { residents: { nodes, pageInfo } } = await cast.director.people.residents(after ? { area: cast.block, first: 50, after } : { area: cast.block, first: 50 });
    const found = nodes.find((resident) => resident.household === household);
    if (found) return found.person.id;
    assert.ok(pageInfo.endCursor && pageInfo.hasNextPage, `nobody lives in ${household}`);
    after = pageInfo.endCursor;
  }
}

test('somebody agrees to the guide without a network, sees who looked, takes the own data along, and closes the account', async () => {
  await cast.director.people.revealPersonalData({ person: await livingIn('7号701室'), reason: '上门前电话联系。' });
  phone.start('/pages/privacy/privacy', true);
  await phone.at('privacy');
  assert.match(phone.app.textOf('.given'), /尚未同意/);
  await phone.tap('.consent');
  assert.match(phone.app.textOf('.given'), /同意了 2026-11 版/);
  phone.wx.online(true);
  await phone.until(() => phone.kept.get('yiting.outbox') === '[]');
  phone.start('/pages/privacy/privacy');
  await phone.at('privacy');
  assert.match(phone.app.textOf('.given'), /同意了 2026-11 版/);
  assert.match(phone.app.textOf('.views'), /居委会主任.*上门前电话联系。/s);
  await phone.fits('privacy');
  await phone.tap('.export');
  assert.ok(phone.wx.called.some((call) => call.startsWith('shareFileMessage')));
  const { readFileSync } = await import('node:fs');
  const path = phone.wx.called.find((call) => call.startsWith('shareFileMessage'))?.split(' ')[1] ?? '';
  const data = JSON.parse(readFileSync(path, 'utf8'));
  assert.deepEqual(data.proposals.map(({ texts }: { texts: Array<{ title: string; body: string }> }) => [texts[0]?.title, texts[0]?.body]), [['七号楼门口装扶手', '台阶三级，老人上下不便。']]);
  assert.deepEqual(data.consents.map(({ version, agreed }: { version: string; agreed: boolean }) => [version, agreed]), [['2026-11', true]]);
  assert.equal(data.onThisPhone.consent.version, '2026-11');
  assert.equal(data.personalDataViews[0].reason, '上门前电话联系。');
  phone.app.shown.confirm = false;
  phone.app.tap('.close');
  assert.equal(phone.app.path(), 'pages/privacy/privacy');
  phone.app.shown.confirm = true;
  phone.app.tap('.close');
  await phone.at('home');
  await phone.shows('还没有核实住址');
});
