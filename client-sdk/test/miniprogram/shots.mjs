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
const SHEET = 'html{scroll-behavior:auto}body{margin:0}view,page-root,scroll-view,proposal-card,page-state{display:block}text{display:inline}button{appearance:none}input,textarea{outline:none;resize:none}'
  + 'img{object-fit:cover}.photo__picture{display:block}.loading__ring{animation:none}';

/** What WeChat draws around a page on a phone of 375 x 812: status, title with its capsule, tab bar. */
const FRAME = '.wx-top{position:fixed;z-index:20;top:0;left:0;right:0;height:88px;font-family:"PingFang SC","Noto Sans CJK SC",sans-serif}'
  + '.wx-status{display:flex;justify-content:space-between;padding:13px 26px 0 34px;font-size:15px;font-weight:600;height:31px}'
  + '.wx-title{position:absolute;left:0;right:0;bottom:0;height:44px;line-height:44px;text-align:center;font-size:17px;font-weight:600}'
  + '.wx-back{position:absolute;left:18px;bottom:16px;width:10px;height:10px;border:solid currentColor;border-width:0 0 2px 2px;transform:rotate(45deg)}'
  + '.wx-capsule{position:absolute;right:10px;bottom:7px;width:84px;height:30px;border:1px solid rgba(128,128,128,.3);border-radius:16px;display:flex;align-items:center;justify-content:space-around;font-size:15px}'
  + '.wx-tabs{position:fixed;z-index:20;left:0;right:0;bottom:0;height:83px;display:flex;background:#f7f7f7;border-top:.5px solid rgba(0,0,0,.2);font-family:"Noto Sans CJK SC",sans-serif}'
  + '.wx-tab{flex:1;text-align:center;font-size:10px;padding-top:5px}.wx-tab img{display:block;width:27px;height:27px;margin:0 auto 2px}';

function framed(app, body) {
  const { title, back, ink, canGoBack, tabBar } = app.frame();
  const tabs = tabBar.map(({ text, icon, colour }) => `<div class="wx-tab" style="color:${colour}"><img src="${icon}">${text}</div>`).join('');
  return `<body style="padding-top:88px;padding-bottom:${tabs ? 83 : 0}px"><div class="wx-top" style="background:${back};color:${ink}"><div class="wx-status"><span>9:41</span><svg width="66" height="14" fill="currentColor"><path d="M0 9h3v4H0zM5 6h3v7H5zM10 3h3v10h-3zM15 0h3v13h-3z"/><path d="M30 3.200c3.100 0 5.900 1.200 8 3.200l1.400-1.500C37 2.600 33.700 1.200 30 1.200s-7 1.400-9.400 3.700L22 6.400c2.100-2 4.900-3.200 8-3.200zM30 7.500c1.900 0 3.600.7 4.900 1.900l1.400-1.500a9.200 9.200 0 0 0-12.600 0l1.400 1.500A7.100 7.100 0 0 1 30 7.500zM30 10.200l-2.600 0 2.600 2.800 2.600-2.800z"/><rect x="43.500" y="1.500" width="19" height="11" rx="3" fill="none" stroke="currentColor" opacity=".5"/><rect x="45" y="3" width="16" height="8" rx="1.800"/></svg></div>`
    + `${canGoBack ? '<div class="wx-back"></div>' : ''}<div class="wx-title">${title}</div><div class="wx-capsule"><span>•••</span><span style="opacity:.3">|</span><span>◉</span></div></div>${body}${tabs ? `<div class="wx-tabs">${tabs}</div>` : ''}</body>`;
}

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

  /** Shows a document and waits until it stands. */
  async show(html) {
    const file = join(this.work, 'page.html');
    writeFileSync(file, html);
    const loaded = new Promise((done) => { this.loaded = done; });
    await this.send('Page.navigate', { url: pathToFileURL(file).href });
    await loaded;
  }

  /**
   * Draws the present page; answers the width that it needs. The picture is kept in `folder` when one is
   * given: WebP of what is seen at once, or with YITING_SHOTS_WHOLE PNG of all of a long page.
   */
  async shoot(app, name, folder = process.env.YITING_SHOTS) {
    await this.show(`<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${SHEET}\n${app.styles()}\n${FRAME}.page{min-height:calc(100vh - 88px)}</style></head>`
      + `${framed(app, app.html())}</html>`);
    const { result } = await this.send('Runtime.evaluate', {
      // What is written stands in an attribute in WXML, and in the content in HTML.
      expression: 'document.querySelectorAll("textarea").forEach((area) => { area.value = area.getAttribute("value"); }); document.documentElement.scrollWidth',
    });
    if (folder) {
      mkdirSync(folder, { recursive: true });
      const whole = !!process.env.YITING_SHOTS_WHOLE;
      const { data } = await this.send('Page.captureScreenshot', whole ? { format: 'png', captureBeyondViewport: true } : { format: 'webp', quality: 72 });
      writeFileSync(join(folder, `${name}.${whole ? 'png' : 'webp'}`), Buffer.from(data, 'base64'));
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
