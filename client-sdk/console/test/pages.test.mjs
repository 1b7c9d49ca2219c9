// Every page of the console and every public page, with axe, in both lights and languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { become, browser, demo, open, settled, violations } from './demo.mjs';
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
