// A picture of every page at three widths, in both lights: npm run shots [page…]. They are for looking at.
import { mkdirSync } from 'node:fs';
import { become, browser, demo, open, settled } from './demo.mjs';
import { filled, places } from './places.mjs';

const wanted = process.argv.slice(2);
const server = await demo();
const chromium = await browser();
const folder = new URL('../shots/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
try {
  const { pages, open: published } = await places(server.url);
  const forms = [['360', { width: 360, height: 740, theme: 'light' }], ['1280', { width: 1280, height: 800, theme: 'dark' }], ['2560', { width: 2560, height: 1440, theme: 'light' }]];
  for (const [name, size] of forms) {
    const page = await open(chromium, size);
    await filled(page);
    let who;
    for (const [title, persona, path] of pages) {
      if (wanted.length && !wanted.includes(title)) continue;
      if (persona && persona !== who) who = await become(page, server.url, persona);
      else if (!persona) { await page.goto(`${server.url}/console/`); who = undefined; }
      if (persona) await page.goto(`${server.url}/console${path}`);
      await settled(page).catch(() => console.error(`${title} does not settle`));
      await page.screenshot({ path: `${folder}${title}-${name}.png`, fullPage: true });
    }
    for (const [title, path] of published) {
      if (wanted.length && !wanted.includes(title)) continue;
      await page.goto(server.url + path);
      await page.screenshot({ path: `${folder}${title}-${name}.png`, fullPage: true });
    }
    for (const text of new Set(page.wrong)) console.error(`${name}: ${text}`);
    await page.context().close();
  }
} finally {
  await chromium.close();
  await server.stop();
}
