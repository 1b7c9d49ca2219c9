// A real server: `yiting demo` on a free port, with WeChat's sandbox and its own data.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The binary under test: `YITING_BIN`, or the debug build of this workspace. */
export const binary = process.env['YITING_BIN'] ?? fileURLToPath(new URL('../../../target/debug/yiting', import.meta.url));

/** More residents of the demo's first block, to be borrowed as 选民1 and so on. */
export const VOTERS = 12;

/** Somebody with a phone, at WeChat. */
export interface Holder {
  /** What wx.login gives. */
  login(): Promise<string>;
  /** Says yes to messages of a template; answers what the phone is told. */
  accept(template: string): Promise<string>;
  /** What the phone button gives. */
  number(): Promise<string>;
}

export class DemoServer {
  private constructor(readonly url: string, readonly sandbox: string, private readonly child: ChildProcess, private readonly folder: string) {}

  static async open(proposals = 40): Promise<DemoServer> {
    const folder = mkdtempSync(join(tmpdir(), 'yiting-sdk-'));
    const port = await freePort();
    const child = spawn(binary, ['demo', '--no-rounds', '--voters', String(VOTERS), '--data', folder, '--proposals', String(proposals), '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, YITING_LOG: 'warn' } });
    let said = '';
    child.stdout.on('data', (data) => { said += String(data); });
    child.stderr.on('data', (data) => { said += String(data); });
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 2400; tries += 1) {
      if (child.exitCode !== null) break;
      const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
      const sandbox = /WeChat sandbox\s+(\S+)/.exec(said)?.[1];
      if (ready && sandbox) return new DemoServer(url, sandbox, child, folder);
      await new Promise((done) => { setTimeout(done, 50); });
    }
    child.kill('SIGKILL');
    throw new Error(`the server did not become ready:\n${said}`);
  }

  /** Another path of the server. */
  async post<T>(path: string, body: object, base = this.url): Promise<T> {
    const answer = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json() as T;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return await answer.json() as T;
  }

  /** Moves the server's clock and answers its time. */
  async pass(days: number): Promise<Date> {
    return new Date((await this.post<{ now: string }>('/demo/clock', { days })).now);
  }

  /** Does something at the stand-in for WeChat. */
  tell<T>(what: string, body: object): Promise<T> { return this.post<T>(`/__fake/${what}`, body, this.sandbox); }

  /** A phone in the sandbox: answers what wx.login gives there. */
  async phone(name: string): Promise<() => Promise<string>> { return (await this.holder(name)).login; }

  /** Somebody new at WeChat, with a number where one is given. */
  async holder(name: string, phone?: string): Promise<Holder> {
    const { user } = await this.tell<{ user: string }>('users', { name, phone });
    return {
      login: async () => (await this.tell<{ code: string }>('login', { user })).code,
      accept: async (template) => (await this.tell<{ answer: string }>('prompt', { user, template_id: template })).answer,
      number: async () => (await this.tell<{ code: string }>('phone', { user })).code,
    };
  }

  /** The subscribe messages that WeChat has brought. */
  async messages(): Promise<Array<{ template_id: string; page: string | null; data: Record<string, { value: string }> }>> {
    return await (await fetch(`${this.sandbox}/__fake/sent`)).json() as never;
  }

  /** Adds a staff login and answers how to make its second factor. */
  addStaff(username: string, name: string, role: string, area: string, password: string): (now: Date) => string {
    const done = spawnSync(binary, ['admin', '--data', this.folder, 'add-staff', username, name, role, area], { encoding: 'utf8', env: { ...process.env, YITING_NEW_PASSWORD: password } });
    const secret = /secret=([A-Z2-7]+)/.exec(done.stdout + done.stderr)?.[1];
    if (!secret) throw new Error(done.stdout + done.stderr);
    return (now) => totp(secret, now);
  }

  close() {
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** RFC 6238 with SHA-1, 30 seconds and six digits. */
function totp(secret: string, now: Date): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) as string[]).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 30_000)));
  const digest = createHmac('sha1', key).update(step).digest();
  return String((digest.readUInt32BE((digest.at(-1) as number) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
