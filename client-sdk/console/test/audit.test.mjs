// An auditor's proofs, a hub's sealed figures and reports, a committee's codes and templates: in a real
// browser against a real server.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { ask, become, browser, demo, open, settled, violations } from './demo.mjs';

let server;
let chromium;
before(async () => {
  server = await demo();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

const pass = async (days) => {
  await fetch(`${server.url}/demo/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ days }) });
};
const districtOf = async () => (await ask(server.url, '审计员', '{ districts { nodes { id code } } }')).districts.nodes[0];
const node = (left, right) => createHash('sha256').update(Buffer.concat([Buffer.of(1), left, right])).digest();
const saved = async (page, press) => {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFile(await file.path(), 'utf8');
};
/** A log of some thousand entries is read in pages of fifty. */
const LONG = { timeout: 240_000 };

/** The root that a path leads to, by the recursion of RFC 6962, 2.1.1: another way than the verifier's. */
function rootBy(leaf, index, size, path) {
  if (size === 1) return leaf;
  let half = 1;
  while (half * 2 < size) half *= 2;
  const [sibling, rest] = [Buffer.from(path.at(-1), 'hex'), path.slice(0, -1)];
  return index < half ? node(rootBy(leaf, index, half, rest), sibling) : node(sibling, rootBy(leaf, index - half, size - half, rest));
}

test('an auditor proves an entry, checks the whole log, and compares it with a head kept earlier', async () => {
  const page = await open(chromium);
  await become(page, server.url, '审计员');
  await page.goto(`${server.url}/console/log`);
  await settled(page);
  await page.getByRole('button', { name: '核对整个日志' }).click();
  await page.getByText(/已在本机重新计算 [\d,]+ 条的哈希和树根，与服务器公布的日志头一致。/).waitFor(LONG);
  await page.getByRole('button', { name: '留存此日志头' }).click();
  const head = await saved(page, () => page.getByRole('button', { name: '下载日志头' }).click());
  const [, size, root] = head.split('\n');

  // By the keyboard: the number, Enter; the proof that is saved holds by another reckoning too.
  await page.getByLabel('按序号证明').fill('777');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('已证明：').waitFor();
  assert.deepEqual(await violations(page), []);
  const proof = JSON.parse(await saved(page, () => dialog.getByRole('button', { name: '下载证明' }).click()));
  assert.equal(proof.verified, true);
  assert.equal(proof.entry.seq, 777);
  if (proof.size === Number(size)) assert.equal(Buffer.from(proof.root, 'hex').toString('base64'), root);
  assert.equal(rootBy(Buffer.from(proof.leaf, 'hex'), 777, proof.size, proof.path).toString('hex'), proof.root);
  await page.keyboard.press('Escape');

  // The log grows; what was kept is a beginning of it.
  const { proposals } = await ask(server.url, '区级负责人', 'query($d: ID!) { proposals(filter: { custodian: $d, states: [IMPLEMENTING] }, first: 1) { nodes { id } } }', { d: (await districtOf()).id });
  await ask(server.url, '区级负责人', 'mutation($i: TextOnProposalInput!) { commentOnProposal(input: $i) { proposal { id } } }', { i: { clientMutationId: 'audit-growing', proposal: proposals.nodes[0].id, text: '进展正常。' } });
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: /^比对 \d+ 条的日志头/ }).click();
  await page.getByText(/^一致：先前的/).waitFor(LONG);
  const consistency = JSON.parse(await saved(page, () => page.getByRole('button', { name: '下载一致性证明' }).click()));
  assert.equal(consistency.from.size, Number(size));
  assert.ok(consistency.size > consistency.from.size);

  // From the file, pasted; then one with another root, and one of a longer log.
  await page.getByLabel('粘贴先前的日志头').fill(head);
  await page.getByRole('button', { name: '比对粘贴的日志头' }).click();
  await page.getByText(/^一致：先前的/).waitFor();
  for (const [given, said] of [[`${size} ${'ab'.repeat(32)}`, '不一致：现在的日志不以先前的'], [`9999999 ${'ab'.repeat(32)}`, '日志变短了'], ['什么也不是', '读不出日志头']]) {
    await page.getByLabel('粘贴先前的日志头').fill(given);
    await page.getByRole('button', { name: '比对粘贴的日志头' }).click();
    await page.getByText(said).waitFor();
  }
  assert.deepEqual(await violations(page), []);
  assert.deepEqual([...new Set(page.wrong)], []);
  await page.context().close();
});

test('an entry that the server shows otherwise than it was appended is found', async () => {
  const page = await open(chromium);
  await page.route('**/graphql', async (route) => {
    if (JSON.parse(route.request().postData() ?? '{}').operationName !== 'LogEntries') { await route.fallback(); return; }
    const response = await route.fetch();
    const answer = await response.json();
    for (const entry of answer.data?.node?.log.nodes ?? []) if (entry.seq === 7) entry.kind = 'membership.revoked';
    await route.fulfill({ response, json: answer });
  });
  await become(page, server.url, '审计员');
  await page.goto(`${server.url}/console/log`);
  await settled(page);
  assert.equal(await page.getByText('不符', { exact: true }).count(), 1);
  await page.getByRole('button', { name: '证明第 7 条' }).click();
  await page.getByText('未能证明：').waitFor(LONG);
  await page.keyboard.press('Escape');
  await page.getByText('有 1 条与其哈希不符，序号：7').waitFor();
  await page.getByText('由全部条目算出的树根与服务器公布的不同').waitFor();
  await page.context().close();
});

test('a hub seals a month and has reports made', async () => {
  const page = await open(chromium);
  await become(page, server.url, '区级负责人');
  await page.goto(`${server.url}/console/reports`);
  await settled(page);
  await page.getByRole('button', { name: '新的定期报表' }).click();
  for (const [field, option] of [[/周期/, '每月'], [/按哪一级汇总/, '街镇']]) {
    await page.getByRole('button', { name: field }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }
  await page.getByRole('dialog').getByRole('button', { name: '安排' }).click();
  await page.getByText('每月 · 按街镇').waitFor();

  // The demo stands in the last third of a month: eight days on it is over, and its seal not yet due.
  await pass(8);
  const csv = page.getByRole('button', { name: /^CSV, \d{4}-/ });
  for (let tries = 0; !await csv.count() && tries < 30; tries += 1) {
    await page.waitForTimeout(1000);
    await page.reload();
    await settled(page);
  }
  assert.ok((await saved(page, () => csv.first().click())).split('\n').length > 5);
  await page.getByRole('button', { name: '停止：每月 · 按街镇' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '停止', exact: true }).click();
  await page.getByText('没有安排定期报表。').waitFor();

  await page.goto(`${server.url}/console/months`);
  await settled(page);
  await page.getByRole('button', { name: '封存一个月' }).click();
  await page.getByRole('button', { name: /月份/ }).click();
  const month = await page.getByRole('option').first().textContent();
  await page.getByRole('option').first().click();
  await page.getByRole('dialog').getByRole('button', { name: '封存', exact: true }).click();
  await page.getByRole('rowheader', { name: month, exact: true }).waitFor();
  const table = await saved(page, () => page.getByRole('button', { name: 'CSV' }).click());
  assert.match(table, new RegExp(`\r\n${month},,`));
  assert.deepEqual([...new Set(page.wrong)], []);
  await page.context().close();
});

test('a committee makes a code, prints it, withdraws it; and keeps what it wrote as a template', async () => {
  const people = await (await fetch(`${server.url}/demo/personas`)).json();
  const director = people.find((name) => name.endsWith('居委会主任'));
  const page = await open(chromium);
  await become(page, server.url, director);
  await page.goto(`${server.url}/console/codes`);
  await settled(page);
  await page.getByRole('button', { name: '新的小程序码' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '生成' }).click();
  const picture = page.getByRole('img', { name: /^小程序码：/ });
  await picture.waitFor();
  await page.waitForFunction(() => (document.querySelector('.code-picture'))?.naturalWidth > 100);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await picture.isVisible(), true);
  assert.equal(await page.getByRole('button', { name: /^停用/ }).isVisible(), false, 'what is pressed is not printed');
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: /^停用/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await page.getByText('已载入的码中没有有效的。').waitFor();
  await page.getByText('全部', { exact: true }).click();
  await page.getByText(/^已停用 \d{4}/).first().waitFor();

  await page.goto(`${server.url}/console/phrases`);
  await settled(page);
  await page.getByRole('button', { name: '新建模板' }).click();
  await page.getByLabel('名称').fill('请写楼号');
  await page.getByRole('dialog').getByLabel('文字').fill('请写明楼号和楼层。');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByText('请写明楼号和楼层。').waitFor();
  assert.deepEqual(await violations(page), []);
  const exported = await saved(page, () => page.getByRole('button', { name: '导出' }).click());
  assert.equal(JSON.parse(exported)[0].title, '请写楼号');
  await page.getByRole('button', { name: '删除：请写楼号' }).click();
  await page.locator('input[type=file]').setInputFiles({ name: 'phrases.json', mimeType: 'application/json', buffer: Buffer.from(exported) });
  await page.getByText('载入 1 条，0 条已有。').waitFor();

  // What is written in a form can be kept, and is offered at the next one.
  const { proposals } = await ask(server.url, '区级负责人', 'query($d: ID!) { proposals(filter: { custodian: $d, states: [IMPLEMENTING] }, first: 1) { nodes { id } } }', { d: (await districtOf()).id });
  await become(page, server.url, '区级负责人');
  await page.goto(`${server.url}/console/cases/${proposals.nodes[0].id}`);
  await page.getByRole('button', { name: '内部备注' }).click();
  await page.getByLabel(/^内部备注（/).fill('已电话联系物业。');
  await page.getByRole('button', { name: '常用语 ▾' }).click();
  await page.getByRole('menuitem', { name: '存为我的常用语' }).click();
  await page.getByText('已存为自己的常用语').waitFor();
  await page.getByLabel(/^内部备注（/).fill('');
  await page.getByRole('button', { name: '常用语 ▾' }).click();
  await page.getByRole('menuitem', { name: '已电话联系物业。' }).click();
  assert.equal(await page.getByLabel(/^内部备注（/).inputValue(), '已电话联系物业。');
  assert.deepEqual([...new Set(page.wrong)], []);
  await page.context().close();
});
