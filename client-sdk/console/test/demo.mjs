// A demo of its own for the tests, and a real Chromium on it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
});

/** Where the demo is: one that runs (YITING_URL), or one that is started for this and stopped with it. */
export async function demo({ voters = 0 } = {}) {
  if (process.env.YITING_URL) return { url: process.env.YITING_URL, stop: async () => {} };
  const binary = process.env.YITING_BIN ?? join(here, '../../../target/debug/yiting');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'yiting-console-'));
  const child = spawn(binary, ['demo', '--listen', `127.0.0.1:${port}`, '--data', folder, '--proposals', process.env.YITING_PROPOSALS ?? '800', '--voters', String(voters)], { stdio: ['ignore', 'ignore', 'inherit'], env: { YITING_LOG: 'error', ...process.env } });
  const ended = new Promise((done) => { child.on('exit', done); });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    try { if ((await fetch(`${url}/readyz`)).ok) break; } catch { /* not yet */ }
    if (tries > 900 || child.exitCode !== null) throw new Error('the demo does not start');
    await new Promise((done) => { setTimeout(done, 200); });
  }
  return { url, stop: async () => { child.kill('SIGTERM'); await ended; rmSync(folder, { recursive: true, force: true }); } };
}

export async function browser() {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  if (!found) throw new Error('there is no Chromium; e2e/test installs it');
  return chromium.launch({ executablePath: found, args: ['--no-sandbox', '--font-render-hinting=none'] });
}

/** A page on which nothing goes wrong unseen: errors of scripts and of the content policy fail the test. */
export async function open(chromiumOf, { width = 1280, height = 800, language = 'zh-CN', theme = 'light' } = {}) {
  const context = await chromiumOf.newContext({ viewport: { width, height }, locale: language, timezoneId: 'Asia/Shanghai', colorScheme: theme, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d|net::ERR_INTERNET_DISCONNECTED|WebSocket/.test(message.text())) wrong.push(message.text()); });
  page.wrong = wrong;
  page.setDefaultTimeout(15_000);
  return page;
}

/** Becomes one of the demo's people, by whose name's end. */
export async function become(page, url, who) {
  const people = await (await fetch(`${url}/demo/personas`)).json();
  const persona = people.find((name) => name === who) ?? people.find((name) => name.endsWith(who));
  if (!persona) throw new Error(`the demo has no ${who}`);
  // On a page that does nothing, so that no refresh under way puts the session back.
  await page.goto(`${url}/console/icon.svg`);
  await page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });
  await page.goto(`${url}/console/`);
  await page.getByLabel(/查找|Find/).fill(persona);
  await page.getByRole('button', { name: persona, exact: true }).click();
  await page.locator('nav').first().waitFor({ state: 'attached' });
  return persona;
}

/** Waits until nothing is being read any more. */
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('.loading') && document.querySelector('main h1, main .failure, main .empty, .login .card'));
  await page.waitForTimeout(120);
}

/**
 * What axe finds against WCAG 2.2 AA and its best practices. The component library's announcer is left out: for
 * some seconds it names what was just pressed, which may be gone with its panel.
 */
export async function violations(page) {
  // The page's policy forbids foreign scripts; the debugger's own evaluation is not bound by it.
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run({ exclude: ['[data-live-announcer]'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')})`);
}

/** Asks the API as one of the demo's people. */
export async function ask(url, persona, query, variables = {}) {
  const { accessToken } = await (await fetch(`${url}/demo/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ persona }) })).json();
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
