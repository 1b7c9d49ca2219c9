// Every page of the console and every public page, with axe, in both lights and languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, become, browser, demo, open, settled, violations } from './demo.mjs';
import { filled, places } from './places.mjs';

let server;
let chromium;
let found;
before(async () => {
  server = await demo();
  chromium = await browser();
  found = await places(server.url);
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

for (const [form, size] of [['a desk, light, Chinese', { width: 1280, theme: 'light' }], ['a phone, dark, English', { width: 360, height: 740, theme: 'dark', language: 'en' }]]) {
  test(`no page violates WCAG 2.2 AA or runs over its width on ${form}`, async (t) => {
    const page = await open(chromium, size);
    await filled(page);
    let who;
    for (const [title, persona, path] of found.pages) {
      await t.test(title, async () => {
        if (persona && persona !== who) who = await become(page, server.url, persona);
        await page.goto(`${server.url}/console${path}`);
        await settled(page);
        assert.equal(await page.locator('.failure').count(), 0, await page.locator('.failure').allTextContents().then(String));
        assert.deepEqual(await violations(page), []);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 1, `${over} px too wide`);
      });
    }
    for (const [title, path] of found.open) {
      await t.test(title, async () => {
        const answer = await page.goto(server.url + path);
        assert.equal(answer.status(), 200);
        assert.deepEqual(await violations(page), []);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 1, `${over} px too wide`);
      });
    }
    assert.deepEqual([...new Set(page.wrong)], []);
    await page.context().close();
  });
}

test('a panel with a form passes too, and Escape gives the focus back to what opened it', async () => {
  const page = await open(chromium);
  const [, persona, path] = found.pages.find(([title]) => title === 'case-submitted');
  await become(page, server.url, persona);
  await page.goto(`${server.url}/console${path}`);
  await settled(page);
  const opener = page.getByRole('button', { name: '退回补充' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '退回补充');
  await page.context().close();
});

test('a paper vote is entered for somebody found by name, and a colleague finds it waiting', async () => {
  const { desk, area } = found;
  const worker = desk.replace(/主任$/, '社工');
  const { node } = await ask(server.url, desk, 'query($n: ID!) { node(id: $n) { ... on Area { children(first: 5) { nodes { residents(first: 5) { nodes { person { nickname } } } } } } } }', { n: area.id });
  const voter = node.children.nodes.flatMap(({ residents }) => residents.nodes)[0].person.nickname;
  const clock = await fetch(`${server.url}/demo/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"days":0}' });
  const closesAt = new Date(Date.parse((await clock.json()).now) + 7 * 86_400_000).toISOString();
  const announced = await ask(server.url, desk, 'mutation($i: AnnounceBallotInput!) { announceBallot(input: $i) { ballot { id } } }', { i: { clientMutationId: 'pages-paper', area: area.id, title: '是否改造车棚', legalBasis: '居民自治章程第五条', kind: 'YES_NO', electorate: 'RESIDENTS', secrecy: 'OPEN', closesAt } });
  const { id } = announced.announceBallot.ballot;
  const page = await open(chromium);
  await become(page, server.url, desk);
  await page.goto(`${server.url}/console/ballots/${id}`);
  await page.getByRole('button', { name: '录入纸质票' }).click();
  await page.getByRole('combobox', { name: /选民/ }).fill(voter.slice(0, 2));
  await page.getByRole('option', { name: voter }).first().waitFor();
  await page.getByRole('option', { name: voter }).first().click();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: /选择/ }).click();
  await page.getByRole('option', { name: '赞成', exact: true }).click();
  await page.getByRole('button', { name: '录入', exact: true }).click();
  await page.getByText('由另一位工作人员在本页复核后才计票').waitFor();
  // Whoever entered it cannot confirm it.
  await page.getByRole('button', { name: '复核纸质票 (1)' }).click();
  await page.getByText('没有等您复核的纸质票').waitFor();
  await become(page, server.url, worker);
  await page.goto(`${server.url}/console/ballots/${id}`);
  await page.getByRole('button', { name: '复核纸质票 (1)' }).click();
  await page.getByRole('combobox', { name: /等待复核/ }).fill(voter);
  await page.getByRole('option', { name: voter }).click();
  await page.getByRole('button', { name: '复核计票' }).click();
  await page.getByText('请把回执交给选民').waitFor();
  await page.getByRole('button', { name: '复核纸质票', exact: true }).waitFor();
  await page.context().close();
});

test('people are invited to a meeting by their names, several at once', async () => {
  const { desk, area } = found;
  const { node } = await ask(server.url, desk, 'query($n: ID!) { node(id: $n) { ... on Area { children(first: 5) { nodes { residents(first: 5) { nodes { person { nickname } } } } } } } }', { n: area.id });
  const [first, second, third] = [...new Set(node.children.nodes.flatMap(({ residents }) => residents.nodes).map(({ person }) => person.nickname))];
  const clock = await fetch(`${server.url}/demo/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"days":0}' });
  const now = Date.parse((await clock.json()).now);
  const [startsAt, endsAt] = [7 * 24, 7 * 24 + 2].map((hours) => new Date(now + hours * 3_600_000).toISOString());
  const announced = await ask(server.url, desk, 'mutation($i: AnnounceMeetingInput!) { announceMeeting(input: $i) { meeting { id } } }', { i: { clientMutationId: 'pages-invite', area: area.id, kind: 'MEETING', title: '车棚协商', place: '议事厅', startsAt, endsAt, agenda: [] } });
  const page = await open(chromium);
  await become(page, server.url, desk);
  await page.goto(`${server.url}/console/meetings/${announced.announceMeeting.meeting.id}`);
  await page.getByRole('button', { name: '邀请', exact: true }).click();
  const panel = page.getByRole('dialog');
  const field = panel.getByRole('combobox');
  for (const name of [first, second, third]) {
    await field.fill(name);
    await page.getByRole('option', { name }).first().click();
    await panel.getByRole('button', { name: `移除 ${name}` }).waitFor();
    assert.equal(await field.inputValue(), '', 'the next name is typed into an empty field');
  }
  await panel.getByRole('button', { name: `移除 ${second}` }).click();
  assert.deepEqual(await violations(page), []);
  await panel.getByRole('button', { name: '邀请', exact: true }).click();
  const list = page.getByRole('table', { name: /到会名单/ });
  await list.getByRole('rowheader', { name: `${first} 邀请` }).waitFor();
  assert.deepEqual((await list.getByRole('rowheader').allTextContents()).sort(), [first, third].map((name) => `${name} 邀请`).sort());
  await page.context().close();
});
