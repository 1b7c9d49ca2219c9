// A committee's day and a hub's morning, in a real browser against a real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, become, browser, demo, open, settled } from './demo.mjs';

let server;
let chromium;
before(async () => {
  server = await demo({ voters: 12 });
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

let keys = 0;
const key = () => `console-day-${process.pid}-${(keys += 1)}`;
const pass = async (days) => {
  await fetch(`${server.url}/demo/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ days }) });
  await new Promise((done) => { setTimeout(done, 2500); });
};
const act = (who, name, type, fields, input) => ask(server.url, who, `mutation($i: ${type}!) { ${name}(input: $i) { ${fields} } }`, { i: { clientMutationId: key(), ...input } });

/** Fills a field of the open panel or page by its label. */
const choose = async (page, label, option) => {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const done = (page, text) => page.getByText(text).first().waitFor();

test("a committee's day: screen ten, merge one, return one, run a round to its resolution, publish minutes, confirm a delivery", async () => {
  const people = await (await fetch(`${server.url}/demo/personas`)).json();
  const voters = people.filter((name) => /^选民\d+$/.test(name));
  const { me } = await ask(server.url, voters[0], '{ me { residences { id name topics { id name } units { id name } } } }');
  const block = me.residences[0];
  const convener = `${block.name}召集人`;
  assert.ok(people.includes(convener), `${convener} is one of the demo's people`);

  // Ten neighbours hand in ten proposals; two of them mean the same.
  const titles = ['东门增设夜间照明', '东门增设夜间路灯', '三号楼加装扶手', '清理地下车库杂物', '儿童沙坑换沙', '快递柜移到门口', '楼道灯改感应', '绿化带补种', '非机动车棚加雨棚', '垃圾房除臭'];
  const cases = [];
  for (const [at, title] of titles.entries()) {
    const who = voters[at];
    const drafted = await act(who, 'draftProposal', 'DraftProposalInput', 'proposal { id }', { home: block.id, title, body: `${title}，请予协商解决。` });
    await act(who, 'submitProposal', 'OnProposalInput', 'proposal { id }', { proposal: drafted.draftProposal.proposal.id });
    cases.push(drafted.draftProposal.proposal.id);
  }

  const page = await open(chromium);
  await become(page, server.url, convener);
  await page.goto(`${server.url}/console/queue?group=screening`);
  await settled(page);
  for (const title of titles.slice(-2)) await page.getByRole('link', { name: title }).waitFor();

  // Return one, with a prepared phrase; what was typed survives a reload before it is sent.
  await page.goto(`${server.url}/console/cases/${cases[9]}`);
  await page.getByRole('button', { name: '退回补充' }).click();
  await page.getByRole('button', { name: '常用语 ▾' }).click();
  await page.getByRole('menuitem', { name: '缺少地点' }).click();
  await page.getByText('草稿已保存').waitFor();
  await page.reload();
  await page.getByRole('button', { name: '退回补充' }).click();
  assert.match(await page.getByLabel('请提案人补充什么').inputValue(), /具体位置/);
  await page.getByRole('dialog').getByRole('button', { name: '退回补充' }).click();
  await done(page, '已退回补充');

  // Merge one into the other.
  await page.goto(`${server.url}/console/cases/${cases[1]}/merge`);
  await page.getByRole('button', { name: /东门增设夜间照明/ }).waitFor();
  await page.getByLabel('合并理由').fill('同一事项，合并办理。');
  await page.getByRole('button', { name: /^并入 / }).click();
  await done(page, '已合并');

  // Accept the other eight.
  for (const id of [...cases.slice(2, 9), cases[0]]) {
    await page.goto(`${server.url}/console/cases/${id}`);
    await page.getByRole('button', { name: '受理', exact: true }).click();
    const topic = page.getByRole('combobox', { name: /议题/ });
    await topic.fill(block.topics[0].name);
    await page.getByRole('option').first().click();
    await page.getByRole('dialog').getByRole('button', { name: '受理', exact: true }).click();
    await done(page, '已受理');
  }

  // A round of the quick procedure; neighbours speak, the clock runs, the result is published.
  await page.goto(`${server.url}/console/rounds/new`);
  await page.getByRole('button', { name: /线上征询/ }).click();
  await page.getByLabel('名称').fill('东门照明征询');
  await page.locator('label.check', { hasText: '东门增设夜间照明' }).click();
  await page.getByLabel('起始观点').fill('路灯要装在台阶旁。\n灯光不能照进住户。');
  await page.getByRole('button', { name: '发起议事' }).click();
  await page.getByRole('heading', { name: '东门照明征询' }).waitFor();
  // The clock opens the first step a moment later.
  const opened = async () => {
    const { node } = await ask(server.url, convener, 'query($r: ID!) { node(id: $r) { ... on Round { steps { consultation { id statements(first: 10) { nodes { id } } } } } } }', { r: page.url().split('/').at(-1) });
    return node.steps.map((step) => step.consultation).find((one) => one);
  };
  let consultation;
  for (let tries = 0; !consultation && tries < 40; tries += 1) {
    consultation = await opened();
    if (!consultation) await page.waitForTimeout(250);
  }
  for (const who of voters) {
    await act(who, 'voteOnStatements', 'VoteOnStatementsInput', 'recorded', { consultation: consultation.id, votes: consultation.statements.nodes.map(({ id }) => ({ statement: id, vote: 'AGREE' })) });
  }
  await pass(12);
  await pass(12);
  await page.locator('.status').getByText('已有结果').waitFor();
  const round = page.url().split('/').at(-1);
  assert.equal((await fetch(`${server.url}/r/${round}`)).status, 200);

  // Its resolution with a plan.
  await page.goto(`${server.url}/console/cases/${cases[0]}`);
  await page.getByRole('button', { name: '形成决议与方案' }).click();
  await page.getByLabel('决议', { exact: true }).fill('同意在东门增设照明。');
  const direct = page.getByRole('checkbox', { name: /简易事项/ });
  if (!await direct.isChecked()) await page.getByText('简易事项直接办理').click();
  await page.getByLabel('任务 1').fill('安装路灯');
  await choose(page, /承办单位/, block.units[0].name);
  await page.getByLabel('期限').fill('2027-12-01');
  await page.getByLabel('预算（元）').fill('1200');
  await page.getByRole('dialog').getByRole('button', { name: '形成决议与方案' }).click();
  await done(page, '已形成决议与方案');
  await pass(20);

  // The unit delivers; the committee looks and confirms.
  const worker = `${block.units[0].name}承办人员`;
  const { node: planned } = await ask(server.url, worker, 'query($p: ID!) { node(id: $p) { ... on Proposal { state tasks { id } } } }', { p: cases[0] });
  assert.equal(planned.state, 'IMPLEMENTING');
  await act(worker, 'reportTask', 'ReportInput', 'proposal { id }', { proposal: cases[0], task: planned.tasks[0].id, change: 'DONE', text: '已安装。', spentFen: 118000 });
  await act(worker, 'deliverProposal', 'TextOnProposalInput', 'proposal { id }', { proposal: cases[0], text: '全部完成。' });
  await page.goto(`${server.url}/console/cases/${cases[0]}`);
  await page.getByRole('button', { name: '核验交付' }).click();
  await choose(page, /决定/, '确认交付');
  await page.getByLabel('理由').fill('已到现场查看。');
  await page.getByRole('dialog').getByRole('button', { name: '核验交付' }).click();
  await done(page, '已核验交付');
  await page.locator('.status').getByText('评估中').waitFor();

  // A meeting: the code on the screen lets people in; minutes are confirmed by two and published.
  const { now } = await (await fetch(`${server.url}/demo/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"days":0}' })).json();
  const local = (minutes) => new Date(Date.parse(now) + minutes * 60_000 + 8 * 3600_000).toISOString().slice(0, 16);
  await page.goto(`${server.url}/console/meetings/new`);
  await page.getByLabel('会议名称').fill('东门照明评议会');
  await page.getByLabel('地点').fill('居民活动室');
  await page.getByLabel('开始').fill(local(20));
  await page.getByLabel('结束').fill(local(120));
  await page.getByLabel('议程').fill('照明效果');
  await page.getByRole('button', { name: '发出通知' }).click();
  await page.getByRole('heading', { name: '东门照明评议会' }).waitFor();
  const meeting = page.url().split('/').at(-1);
  await act(voters[0], 'signUpForMeeting', 'OnMeetingInput', 'meeting { id }', { meeting });
  await page.goto(`${server.url}/console/meetings/${meeting}/screen`);
  const code = (await page.locator('.code').textContent()).replace(/\D/g, '');
  assert.match(code, /^\d{6}$/);
  await act(voters[0], 'checkIn', 'CheckInInput', 'meeting { id }', { meeting, code });
  await page.getByText(/已到场 1/).waitFor();
  await page.goto(`${server.url}/console/meetings/${meeting}`);
  await settled(page);
  await pass(1);
  await page.reload();
  await page.getByRole('link', { name: '起草纪要' }).click();
  await page.getByLabel('主持人').fill('召集人');
  await page.getByLabel('记录人').fill('社工');
  await page.getByLabel('结论').first().fill('照明效果良好。');
  await page.getByRole('button', { name: '保存纪要' }).click();
  await page.getByRole('button', { name: '确认纪要' }).click();
  await page.getByText('主持确认✓').waitFor();
  const { node: kept } = await ask(server.url, voters[0], 'query($m: ID!) { node(id: $m) { ... on Meeting { minutes { digest } } } }', { m: meeting });
  await act(voters[0], 'confirmMinutes', 'ConfirmMinutesInput', 'meeting { id }', { meeting, digest: kept.minutes.at(-1).digest });
  await page.getByRole('button', { name: '公布纪要' }).click();
  await page.getByRole('link', { name: '查看公布的纪要' }).waitFor();

  assert.deepEqual([...new Set(page.wrong)], []);
  await page.context().close();
});

test("a hub's morning: find the red ones, supervise one, drill down, export, print", async () => {
  const page = await open(chromium, { width: 1600, height: 1000 });
  await become(page, server.url, '区级负责人');
  await settled(page);
  await page.getByRole('list', { name: '主要指标' }).getByRole('link', { name: /超期数/ }).click();
  await page.getByRole('heading', { name: '超期数' }).waitFor();
  await settled(page);
  const counted = Number((await page.locator('.big-figure').textContent()).replace(/\D/g, ''));
  while (await page.getByRole('button', { name: '更多' }).count()) { await page.getByRole('button', { name: '更多' }).click(); await page.waitForTimeout(400); }
  assert.equal(await page.locator('.case-line').count(), counted, 'as many cases stand behind the figure as it says');

  await page.locator('.case-line a.title').first().click();
  await page.getByRole('button', { name: '发起督办' }).click();
  await page.getByLabel('督办要求').fill('请三日内说明原因。');
  await page.getByRole('dialog').getByRole('button', { name: '发起督办' }).click();
  await done(page, '已发起督办');
  await page.locator('.status').getByText('督办中').waitFor();

  // Down to a street by its tile, and back to a neighborhood's figure in the table.
  await page.goto(`${server.url}/console/dashboard`);
  await settled(page);
  await page.locator('.treemap-box a').first().click();
  await page.waitForURL(/area=/);
  await settled(page);
  await page.locator('.intervals a').first().waitFor();

  await page.goto(`${server.url}/console/report`);
  await settled(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  const text = await (await import('node:fs/promises')).readFile(await file.path(), 'utf8');
  assert.ok(text.split('\n').length > 10, text.slice(0, 200));
  await page.emulateMedia({ media: 'print' });
  assert.ok((await page.pdf({ format: 'A4', landscape: true })).length > 10_000);
  assert.equal(await page.locator('nav').first().isVisible(), false, 'the navigation is not printed');
  assert.deepEqual([...new Set(page.wrong)], []);
  await page.context().close();
});

test('two desks on one case see each other, and what a broken network interrupts is not lost', async () => {
  const [one, two] = [await open(chromium), await open(chromium)];
  const desk = '区级负责人';
  const { districts } = await ask(server.url, desk, '{ districts { nodes { id } } }');
  const { proposals } = await ask(server.url, desk, 'query($d: ID!) { proposals(filter: { custodian: $d, states: [IMPLEMENTING] }, first: 1) { nodes { id } } }', { d: districts.nodes[0].id });
  const path = `${server.url}/console/cases/${proposals.nodes[0].id}`;
  await become(one, server.url, desk);
  await become(two, server.url, '区级经办');
  await one.goto(path);
  await two.goto(path);
  await settled(one);
  await settled(two);
  await one.waitForTimeout(800);

  await two.getByRole('button', { name: '公开回复' }).click();
  await two.getByRole('textbox', { name: '公开回复' }).fill('正在协调。');
  await two.context().setOffline(true);
  await two.getByRole('dialog').getByRole('button', { name: '公开回复' }).click();
  await two.getByRole('alert').waitFor({ timeout: 30_000 });
  assert.equal(await two.getByRole('textbox', { name: '公开回复' }).inputValue(), '正在协调。');
  await two.context().setOffline(false);
  await two.getByRole('dialog').getByRole('button', { name: '公开回复' }).click();
  await done(two, '已公开回复');
  await one.getByText('此件刚被更新').waitFor();
  await one.getByText('正在协调。').waitFor();
  await one.context().close();
  await two.context().close();
});
