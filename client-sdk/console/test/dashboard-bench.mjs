// How fast the dashboard is over a large district, in a real Chromium: npm run bench. YITING_PROPOSALS is how many
// proposals there are (100 000 unless told), YITING_BIN the server; the figures of a release build are the ones to
// quote. Each visit is a new browser profile: nothing is in its cache.
process.env.YITING_PROPOSALS ??= '100000';
const { become, browser, demo, open, settled } = await import('./demo.mjs');

const VISITS = 15;

const server = await demo();
const chromium = await browser();

/** What a person sees of a change: from the press to the last of what it changes, and the longest frame meanwhile. */
const ACTS = [
  ['open a street', (page) => page.getByRole('table', { name: '分组指标' }).getByRole('rowheader').getByRole('link').first().click()],
  ['divide by topic', (page) => page.getByRole('radio', { name: '议题' }).click()],
  ['divide by month', (page) => page.getByRole('radio', { name: '月份' }).click()],
  ['cases behind a figure', (page) => page.locator('.tiles-row a').nth(1).click()],
];

const middle = (times) => [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) / 2)];
const line = (name, times) => console.log(`${name.padEnd(44)} ${[middle(times), Math.max(...times)].map((ms) => ms.toFixed(0).padStart(8)).join(' ')}`);

/** One visit: when something is seen, when the figures are, and how long each act takes. */
async function visit() {
  const page = await open(chromium);
  try {
    await become(page, server.url, '区级负责人');
    const begun = Date.now();
    await page.goto(`${server.url}/console/dashboard`);
    await page.locator('.tiles-row').waitFor({ timeout: 60_000 });
    await settled(page);
    const figures = Date.now() - begun;
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
    await page.evaluate(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, entry.duration); }).observe({ type: 'event', durationThreshold: 16 });
    });
    const acts = [];
    for (const [, act] of ACTS) {
      const from = Date.now();
      await act(page);
      await page.waitForFunction(() => !document.querySelector('.loading'));
      acts.push(Date.now() - from);
    }
    const input = await page.evaluate(() => globalThis.longest);
    return { paint, figures, acts, input };
  } finally { await page.context().close(); }
}

try {
  console.log(`${process.env.YITING_PROPOSALS} proposals; milliseconds${' '.repeat(20)} median  longest`);
  const first = await visit();
  console.log(`first visit after the start: figures after ${first.figures} ms`);
  const visits = [];
  for (let n = 0; n < VISITS; n += 1) visits.push(await visit());
  line('first contentful paint', visits.map(({ paint }) => paint));
  line('all figures, charts and tables shown', visits.map(({ figures }) => figures));
  ACTS.forEach(([name], at) => line(name, visits.map(({ acts }) => acts[at])));
  line('longest input delay to the next paint', visits.map(({ input }) => input));
} finally {
  await chromium.close();
  await server.stop();
}
