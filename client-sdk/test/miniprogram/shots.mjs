// Renders what a page shows in Chromium at 375 x 812: a picture, and whether anything is wider than the phone.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import WebSocket from 'ws';

/** The browser, if this machine has one. */
export const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync('which', [name]).status === 0);

// The elements of a mini-program are blocks, but for text; buttons lose the look of the browser.
const SHEET = 'body{margin:0}view,page-root,scroll-view,proposal-card,trouble{display:block}text{display:inline}button{appearance:none}input,textarea{outline:none;resize:none}'
  + '.phone-bar{position:sticky;top:0;height:44px;line-height:44px;text-align:center;background:#ededed;font-weight:600;font-family:sans-serif;z-index:9}';

/** A browser with one tab of a phone's size, spoken to by the DevTools protocol. */
export class Phone {
  static async open() {
    const work = mkdtempSync(join(tmpdir(), 'yiting-shots-'));
    const child = spawn(chromium, ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-port=0', `--user-data-dir=${join(work, 'profile')}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    const address = await new Promise((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (data) => {
        said += data;
        const found = /DevTools listening on (\S+)/.exec(said);
        if (found) resolve(found[1]);
      });
      child.on('exit', () => reject(new Error(`Chromium ended: ${said}`)));
    });
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => { socket.on('open', resolve); socket.on('error', reject); });
    const phone = new Phone(work, child, socket);
    const { targetId } = await phone.send('Target.createTarget', { url: 'about:blank' });
    phone.session = (await phone.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    await phone.send('Page.enable');
    await phone.send('Emulation.setDeviceMetricsOverride', { width: 375, height: 812, deviceScaleFactor: 2, mobile: true });
    return phone;
  }

  constructor(work, child, socket) {
    Object.assign(this, { work, child, socket, serial: 0, waiting: new Map(), loaded: () => {} });
    socket.on('message', (data) => {
      const { id, method, result, error } = JSON.parse(data);
      if (method === 'Page.loadEventFired') this.loaded();
      const [resolve, reject] = this.waiting.get(id) ?? [];
      this.waiting.delete(id);
      if (error) reject?.(new Error(error.message));
      else resolve?.(result);
    });
  }

  send(method, params = {}) {
    this.serial += 1;
    const id = this.serial;
    this.socket.send(JSON.stringify({ id, method, params, ...(this.session ? { sessionId: this.session } : {}) }));
    return new Promise((resolve, reject) => { this.waiting.set(id, [resolve, reject]); });
  }

  /** Draws the present page; answers the width that it needs. The picture is kept in `folder` when one is given. */
  async shoot(app, title, name, folder = process.env.YITING_SHOTS) {
    const file = join(this.work, 'page.html');
    writeFileSync(file, `<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${SHEET}\n${app.styles()}</style></head>`
      + `<body><div class="phone-bar">${title}</div>${app.html()}</body></html>`);
    const loaded = new Promise((done) => { this.loaded = done; });
    await this.send('Page.navigate', { url: pathToFileURL(file).href });
    await loaded;
    const { result } = await this.send('Runtime.evaluate', {
      // What is written stands in an attribute in WXML, and in the content in HTML.
      expression: 'document.querySelectorAll("textarea").forEach((area) => { area.value = area.getAttribute("value"); }); document.documentElement.scrollWidth',
    });
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    if (folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.png`), Buffer.from(data, 'base64'));
    }
    return result.value;
  }

  async close() {
    const ended = new Promise((done) => { this.child.on('exit', done); });
    delete this.session;
    // The command may be a script around the browser: it is asked to end, and its group is ended if it stays.
    this.send('Browser.close').catch(() => {});
    const timer = setTimeout(() => process.kill(-this.child.pid, 'SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
    this.socket.terminate();
    rmSync(this.work, { recursive: true, force: true, maxRetries: 3 });
  }
}
