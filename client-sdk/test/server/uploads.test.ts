// Pictures from a phone to the real server: WeChat's own upload, lost answers, refusals that people can read.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '../../src/client';
import { isYitingError, type YitingError } from '../../src/runtime/error';
import { wxTransport } from '../../src/transports/wx';
import { fetchTransport, memoryStorage } from '../../src/web';
import { fakeWx } from '../wx';
import { formOf, World } from './world';

const photo = fileURLToPath(new URL('./pictures/photo.jpg', import.meta.url));
let world: World;
let folder: string;
let token: { accessToken: string; refreshToken: string; expiresAt: string };

before(async () => {
  world = await World.bare();
  folder = mkdtempSync(join(tmpdir(), 'yiting-pictures-'));
  token = await world.server.post('/demo/login', { persona: world.label('居民') });
});
after(() => {
  world?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function client(url = world.server.url): Client {
  const transport = fetchTransport({ fetch: (to, init) => fetch(to, init as RequestInit), form: formOf });
  const made = createClient({ url, transport, storage: memoryStorage(), wait: (ms) => new Promise((done) => { setTimeout(done, Math.min(ms, 10)); }) });
  made.take(token);
  return made;
}

async function refusal(doing: Promise<unknown>): Promise<YitingError> {
  const thrown: unknown = await doing.then(() => assert.fail('it was not refused'), (error: unknown) => error);
  assert.ok(isYitingError(thrown));
  return thrown;
}

test('wx.uploadFile sends a picture with progress, and the proposal shows it to its author', async () => {
  (globalThis as { wx?: unknown }).wx = fakeWx({ login: async () => '' }).wx;
  const phone = createClient({ url: world.server.url, transport: wxTransport(), storage: memoryStorage() });
  phone.take(token);
  const seen: number[] = [];
  const sent = await phone.upload(photo, { progress: (percent) => seen.push(percent) });
  assert.deepEqual([sent.width, sent.height, sent.state], [48, 32, 'PENDING']);
  assert.deepEqual(seen, [50, 100]);
  for (const path of [sent.url, sent.thumbnailUrl]) {
    const answer = await fetch(phone.file(path));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/jpeg');
  }
  const { me } = await phone.account.me();
  const home = me?.residences[0]?.id ?? '';
  const { proposal } = await phone.proposal.draftProposal({ home, title: '墙面渗水', body: '见照片。', photos: [sent.id] });
  const page = await phone.proposal.proposalPage({ proposal: proposal?.id ?? '' });
  assert.deepEqual(page.photos.map(({ id, state }) => [id, state]), [[sent.id, 'PENDING']]);
});

test('an upload whose answer is lost is the same picture', async () => {
  let lost = 0;
  const proxy: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void fetch(world.server.url + (request.url ?? ''), { method: 'POST', body: Buffer.concat(chunks), headers: request.headers as Record<string, string> })
        .then(async (answer) => {
          const text = await answer.text();
          if (lost < 2) { lost += 1; request.socket.destroy(); } else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
        });
    });
  });
  await new Promise<void>((done) => { proxy.listen(0, '127.0.0.1', done); });
  try {
    const key = `upload-${Date.now()}`;
    const through = await client(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`).upload(photo, { key });
    const again = await client().upload(photo, { key });
    assert.equal(lost, 2);
    assert.equal(through.id, again.id);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});

test('what cannot be shown is refused once, in words that help', async () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  for (const [path, code, words] of [
    [file('a.heic', heic), 'FILE_HEIC', /HEIC/],
    [file('a.jpg', Buffer.from('<html>')), 'FILE_TYPE_UNSUPPORTED', /JPEG/],
    [file('half.jpg', readFileSync(photo).subarray(0, 300)), 'IMAGE_DAMAGED', /损坏/],
    [file('large.jpg', Buffer.alloc(11 * 1024 * 1024, 0xff)), 'FILE_TOO_LARGE', /10 MB/],
  ] as const) {
    const error = await refusal(client().upload(path));
    assert.equal(error.code, code);
    assert.equal(error.retryable, false);
    assert.match(error.message, words);
  }
  const nobody = createClient({ url: world.server.url, transport: fetchTransport({ fetch: (to, init) => fetch(to, init as RequestInit), form: formOf }), storage: memoryStorage() });
  assert.equal((await refusal(nobody.upload(photo))).code, 'UNAUTHENTICATED');
});
