// A phone with the reference mini-program on it, over a real server and WeChat's sandbox.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fakeWx, type FakeOptions } from '../wx';
import type { World } from './world';
// @ts-expect-error A script without types.
import { endHost, openApp } from '../miniprogram/host.mjs';
// @ts-expect-error A script without types.
import { chromium, Phone as Browser } from '../miniprogram/shots.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'miniprogram/dist');

/** One person's phone: what it keeps outlives the app. */
export class Phone {
  readonly kept = new Map<string, string>();
  wx!: ReturnType<typeof fakeWx>;
  /** The app that runs on it, as the host gives it. */
  app: any;
  private browser: any;

  constructor(world: World, private readonly login: () => Promise<string>, private readonly more: Partial<FakeOptions> = {}) {
    if (!existsSync(join(built, 'app.js'))) execFileSync('node', ['scripts/miniprogram.mjs'], { cwd: root, stdio: 'inherit' });
    this.kept.set('yiting.server', world.server.url);
  }

  /** Starts the app; one that runs is killed first, and nothing of it goes on but what it kept. */
  start(url?: string, offline = false) {
    this.app?.kill();
    this.wx = fakeWx({ login: this.login, kept: this.kept, ...this.more });
    if (offline) this.wx.online(false);
    this.app = openApp(built, this.wx.wx);
    this.app.launch(url);
  }

  /** Opens the page of a thing as the first one. */
  open(page: string, id: string, more = '') { this.start(`/pages/${page}/${page}?id=${encodeURIComponent(id)}${more}`); }

  async until(holds: () => boolean) {
    for (let tries = 0; tries < 400; tries += 1) {
      if (holds()) return;
      await new Promise((done) => { setTimeout(done, 20); });
    }
    assert.fail(`${holds.toString()} did not come about on ${this.app.path()}:\n${this.app.text()}\n${JSON.stringify(this.app.data()).slice(0, 1200)}`);
  }

  shows(text: string) { return this.until(() => this.app.text().includes(text)); }
  at(page: string) { return this.until(() => this.app.path() === `pages/${page}/${page}` && !this.app.data().loading); }
  idle() { return this.until(() => !this.app.data().busy && !this.app.data().loading); }
  toasts(text: string) { return this.until(() => this.app.shown.toasts.includes(text)); }

  /** Taps, and waits until what it begins is over. */
  async tap(selector: string, at = 0) {
    this.app.tap(selector, at);
    await this.idle();
  }

  /** Nothing is wider than the phone; with YITING_SHOTS the picture is kept, unless it is not to be. */
  async fits(name: string, keep = true) {
    if (!chromium) { assert.ok(!process.env['CI'], 'CI needs Chromium'); return; }
    this.browser = this.browser ?? await Browser.open();
    assert.equal(await this.browser.shoot(this.app, name, keep ? undefined : ''), 375, name);
  }

  async close() {
    this.app?.kill();
    await this.browser?.close();
  }
}

export { endHost };
