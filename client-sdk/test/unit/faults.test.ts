// The fault matrix: whatever the network does, nothing is lost, nothing is done twice, and there is one
// clear sentence in Chinese.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createClient } from '../../src/client';
import { cancellation } from '../../src/runtime/cancel';
import { isYitingError, type YitingError } from '../../src/runtime/error';
import type { Settings } from '../../src/runtime/client';
import { wxClient } from '../../src/transports/wx';
import { fakeWx, type FakeOptions } from '../wx';
import { Faulty, type Fault } from './faulty';

let server: Faulty;
let codes = 0;
before(() => { Object.assign(globalThis, { wx: undefined }); });
beforeEach(async () => { server?.close(); server = await Faulty.open(); });
after(() => server.close());

/** An app on a phone; waits between tries are cut short. */
async function app(phone: Partial<FakeOptions> = {}, settings: Partial<Settings> = {}) {
  const fake = fakeWx({ login: () => Promise.resolve(`code-${codes += 1}`), ...phone });
  Object.assign(globalThis, { wx: fake.wx });
  const waits: number[] = [];
  const client = await wxClient({
    url: server.url, wait: (milliseconds) => { waits.push(milliseconds); return new Promise((done) => { setTimeout(done, Math.min(milliseconds, 5)); }); }, ...settings,
  });
  return { ...fake, client, waits };
}

async function failure(promise: Promise<unknown>): Promise<YitingError> {
  try {
    await promise;
  } catch (thrown) {
    assert.ok(isYitingError(thrown), String(thrown));
    assert.match(thrown.message, /^[\u4e00-\u9fff，]+。$/, 'one clear sentence in Chinese');
    return thrown;
  }
  return assert.fail('it should have failed');
}

const soon = async (holds: () => boolean) => {
  for (let i = 0; i < 400 && !holds(); i += 1) await new Promise((done) => { setTimeout(done, 10); });
  assert.ok(holds(), holds.toString());
};

/** Fails the first tries of one operation. */
const first = (operation: string, count: number, fault: Fault) => (name: string, number: number): Fault => (name === operation && number <= count ? fault : 'none');

test('twenty parallel calls without a token make one login', async () => {
  const { client, most } = await app();
  await Promise.all(Array.from({ length: 20 }, () => client.account.me()));
  assert.equal(server.logins.length, 1);
  assert.ok(most() <= 8, `${most()} connections at once`);
});

test('twenty parallel calls whose token is refused make one refresh, and none is lost', async () => {
  const { client } = await app();
  await client.account.me();
  server.expire();
  const all = await Promise.all(Array.from({ length: 20 }, () => client.account.me()));
  assert.equal(all.length, 20);
  assert.deepEqual([server.refreshes.length, server.logins.length], [1, 1]);
});

test('twenty parallel calls whose session was revoked make one login', async () => {
  const { client } = await app();
  await client.account.me();
  server.expire();
  server.fault = first('RefreshLogin', 0, 'none');
  // The family is revoked: somebody used the refresh token under another key.
  await fetch(`${server.url}/graphql`, { method: 'POST', body: JSON.stringify({ operationName: 'RefreshLogin', variables: { input: { refreshToken: 'refresh-1', clientMutationId: 'stolen' } } }) });
  server.expire();
  await Promise.all(Array.from({ length: 20 }, () => client.account.me()));
  assert.equal(server.logins.length, 2);
});

test('a refresh whose answer was lost is repeated under its key, also after the app was killed', async () => {
  const kept = new Map<string, string>();
  const one = await app({ kept });
  await one.client.account.me();
  server.expire();
  server.fault = (name) => (name === 'RefreshLogin' ? 'lost' : 'none');
  await failure(one.client.account.me());
  server.fault = () => 'none';
  const { client } = await app({ kept });
  await client.account.me();
  assert.deepEqual([server.refreshes.length, server.logins.length], [1, 1], 'no second refresh, no second login');
});

test('a login whose answer was lost is made with another code', async () => {
  const { client } = await app();
  server.fault = first('LoginWithWechat', 1, 'lost');
  await client.account.me();
  assert.equal(server.logins.length, 2);
});

const passing: Fault[] = ['lost', 'html502', 'truncated', 'reset', '429', '429html', 'internal'];
for (const fault of passing) {
  test(`${fault}: a mutation is repeated under its key and done once`, async () => {
    const { client } = await app();
    server.fault = first('SupportProposal', 2, fault);
    const done = await client.proposal.supportProposal({ proposal: 'p' });
    assert.equal(done.version, 1);
    assert.equal(server.effects.length, 1);
    assert.equal(server.requests.filter((name) => name === 'SupportProposal').length, 3);
  });
}

const lasting: Array<[Fault, string]> = [
  ['lost', 'NETWORK'], ['html502', 'BAD_GATEWAY'], ['truncated', 'BAD_ANSWER'], ['reset', 'NETWORK'], ['429', 'RATE_LIMITED'],
  ['429html', 'TOO_OFTEN'], ['internal', 'INTERNAL'], ['refused', 'WRONG_STATE'], ['hang', 'TIMEOUT'],
];
for (const [fault, code] of lasting) {
  test(`${fault} that lasts: ${code}, told once in Chinese`, async () => {
    const { client } = await app();
    await client.account.me();
    server.fault = () => fault;
    const error = await failure(client.proposal.supportProposal({ proposal: 'p' }, { timeout: 100 }));
    assert.equal(error.code, code);
    assert.ok(server.effects.length <= 1);
    assert.equal(server.requests.filter((name) => name === 'SupportProposal').length, error.retryable ? 3 : 1);
  });
}

test('a timeout is followed by another try, and what was done meanwhile is not done twice', async () => {
  const { client } = await app();
  await client.account.me();
  server.fault = first('SupportProposal', 1, 'slow');
  await client.proposal.supportProposal({ proposal: 'p' }, { timeout: 150 });
  assert.equal(server.effects.length, 1);
});

test('429 waits as long as the server asks for, and gives up when that is too long', async () => {
  const { client, waits } = await app();
  server.fault = first('Me', 1, '429html');
  await client.account.me();
  assert.ok(waits.some((wait) => wait >= 1000), String(waits));
});

for (const skew of [-30, 30]) {
  test(`a phone whose clock is ${skew} days off logs in once and asks without refreshing`, async () => {
    const { client } = await app({}, { now: () => Date.now() + skew * 86_400_000 });
    for (let i = 0; i < 3; i += 1) await client.account.me();
    assert.deepEqual([server.logins.length, server.refreshes.length, server.requests.length], [1, 0, 4]);
  });
}

test('a token that is about to end is refreshed before it is refused', async () => {
  let now = Date.now();
  const { client } = await app({}, { now: () => now });
  await client.account.me();
  now += 880_000;
  await client.account.me();
  assert.deepEqual([server.refreshes.length, server.requests.filter((name) => name === 'Me').length], [1, 2]);
});

test('a call that is given up is not made, and its connection ends', async () => {
  const { client } = await app();
  await client.account.me();
  server.fault = () => 'hang';
  const cancel = cancellation();
  const call = failure(client.account.me({}, { cancel }));
  setTimeout(() => cancel.cancel(), 20);
  assert.equal((await call).code, 'CANCELLED');
});

test('in the background a request is interrupted after its grace and goes on when the app is back', async () => {
  const phone = await app({ grace: 50 });
  await phone.client.account.me();
  server.fault = first('SupportProposal', 1, 'hang');
  const call = phone.client.proposal.supportProposal({ proposal: 'p' });
  await soon(() => server.requests.includes('SupportProposal'));
  phone.hide();
  const later = phone.client.account.me();
  await new Promise((done) => { setTimeout(done, 120); });
  const before = server.requests.length;
  phone.show();
  await Promise.all([call, later]);
  assert.equal(server.effects.length, 1);
  assert.equal(server.requests.length, before + 2, 'nothing was sent while it was away');
});

test('without a network an act waits in the outbox, survives the app being killed, and is done once', async () => {
  const kept = new Map<string, string>();
  const one = await app({ kept });
  await one.client.account.me();
  server.fault = () => 'reset';
  const { operations } = await import('../../src/index');
  const draft = one.client.outbox.add(operations.DraftProposal, { home: 'h', title: '装扶手', body: '…' }, '提案草稿：装扶手');
  one.client.outbox.add(operations.SubmitProposal, { proposal: `@${draft.id}:proposal.id` }, '提交：装扶手');
  await one.client.outbox.flush();
  assert.equal(server.effects.length, 0);
  assert.equal(one.client.outbox.list().length, 2);
  // Killed and started anew, with the answer of the first try lost.
  server.fault = first('DraftProposal', 7, 'lost');
  const two = await app({ kept });
  const told: string[] = [];
  two.client.outbox.on((entry, what) => told.push(`${entry.operation} ${what}`));
  assert.deepEqual(two.client.outbox.list().map(({ label }) => label), ['提案草稿：装扶手', '提交：装扶手']);
  await Promise.all([two.client.outbox.flush(), two.client.outbox.flush()]);
  two.online(true);
  await soon(() => two.client.outbox.list().length === 0);
  assert.deepEqual(server.effects.map(({ operation, input }) => [operation, input['proposal']]), [['DraftProposal', undefined], ['SubmitProposal', 'proposal-1']]);
  assert.equal(told.filter((line) => line === 'SubmitProposal done').length, 1);
});

test('what the server refuses stays in the outbox with its reason, and what needs it is not sent', async () => {
  const { client } = await app();
  await client.account.me();
  server.fault = (name) => (name === 'DraftProposal' ? 'refused' : 'none');
  const { operations } = await import('../../src/index');
  const draft = client.outbox.add(operations.DraftProposal, { title: '…' }, '草稿');
  await soon(() => !!client.outbox.list()[0]?.refused);
  assert.equal(client.outbox.list()[0]?.refused?.code, 'WRONG_STATE');
  client.outbox.add(operations.SubmitProposal, { proposal: `@${draft.id}:proposal.id` }, '提交');
  client.outbox.drop(draft.id);
  await soon(() => !!client.outbox.list()[0]?.refused);
  assert.equal(client.outbox.list()[0]?.refused?.code, 'DEPENDS');
  assert.ok(!server.effects.length);
});

test('a full phone says so and pretends nothing; cached answers give way first', async () => {
  const { client, kept, leave } = await app();
  await client.account.me({}, { fresh: 1000 });
  assert.ok([...kept.keys()].some((key) => key.startsWith('yiting.c.')));
  const { operations } = await import('../../src/index');
  server.fault = (name) => (name === 'CommentOnProposal' ? 'hang' : 'none');
  leave(2_000);
  client.outbox.add(operations.CommentOnProposal, { proposal: 'p', text: '好'.repeat(1900) }, '评论');
  assert.ok(![...kept.keys()].some((key) => key.startsWith('yiting.c.')), 'the cache made room');
  const before = client.outbox.list().length;
  const error = await failure(Promise.resolve().then(() => client.outbox.add(operations.CommentOnProposal, { proposal: 'p', text: '好'.repeat(2000) }, '评论')));
  assert.equal(error.code, 'STORAGE_FULL');
  assert.equal(client.outbox.list().length, before);
});

test('answers are cached by person and language, used when fresh, and shown when the network is away', async () => {
  let now = 1_000_000;
  const { client } = await app({}, { now: () => now });
  const one = await client.account.me({}, { fresh: 5000 });
  assert.deepEqual(await client.account.me({}, { fresh: 5000 }), one);
  assert.equal(server.requests.filter((name) => name === 'Me').length, 1);
  now += 6000;
  const stale: unknown[] = [];
  const two = await client.account.me({}, { fresh: 5000, stale: (data) => stale.push(data) });
  assert.deepEqual(stale, [one]);
  assert.notDeepEqual(two, one);
  server.fault = () => 'reset';
  now += 6000;
  assert.deepEqual(await client.account.me({}, { offline: true }), two);
  await failure(client.account.me());
  client.speak('en');
  await assert.rejects(client.account.me({}, { offline: true }), 'another language is another answer');
});

test('a socket that is closed is opened again, its subscriptions go on, and the gap is told', async () => {
  const { client } = await app();
  const heard: number[] = [];
  let again = 0;
  const stop = client.watch.heartbeat({}, { next: ({ heartbeat }) => heard.push(heartbeat), again: () => { again += 1; } });
  await soon(() => heard.length === 1);
  server.sockets.forEach((socket) => socket.terminate());
  await soon(() => heard.length === 2);
  assert.equal(again, 1);
  // A token that is refused at the door is replaced.
  server.expire();
  server.sockets.forEach((socket) => socket.close(1012));
  await soon(() => heard.length === 3);
  assert.equal(server.refreshes.length, 1);
  stop();
  await soon(() => server.sockets.size === 0);
});

test('an upload is one file however often it is sent, with progress, and its text answer is read', async () => {
  const { client } = await app();
  server.fault = first('upload', 2, 'lost');
  const seen: number[] = [];
  const { fileURLToPath } = await import('node:url');
  const { id } = await client.upload(fileURLToPath(import.meta.url), { progress: (percent) => seen.push(percent) });
  assert.equal(id, 'file-0');
  assert.equal(server.uploads.length, 1);
  assert.ok(seen.includes(100));
});

test('one\'s own data is fetched with a token that is good, whole or not at all', async () => {
  const { client } = await app();
  await client.account.me();
  server.expire();
  server.fault = first('download', 1, 'truncated');
  const text = await client.download('/export/me.json');
  assert.ok(JSON.parse(text));
  assert.equal(server.refreshes.length, 1);
  server.fault = first('download', 99, 'refused');
  assert.equal((await failure(client.download('/export/me.json'))).code, 'WRONG_STATE');
});

test('staff log in by hand, without a silent login', async () => {
  const { memoryStorage } = await import('../../src/web');
  const { wxTransport } = await import('../../src/transports/wx');
  await app();
  const client = createClient({ url: server.url, transport: wxTransport(), storage: memoryStorage() });
  const error = await failure(client.account.me());
  assert.equal(error.code, 'UNAUTHENTICATED');
  assert.equal(server.logins.length, 0);
});

test('what waits for a file that was refused is not sent, and a file that is gone from the phone is told once', async () => {
  const { client } = await app();
  await client.account.me();
  const { operations } = await import('../../src/index');
  const photo = client.outbox.addFile('/nowhere/photo.jpg', '照片');
  client.outbox.add(operations.CommentOnProposal, { proposal: 'p', text: '看照片', photos: [`@${photo.id}:id`] }, '评论');
  await soon(() => !!client.outbox.list()[0]?.refused);
  assert.equal(client.outbox.list()[0]?.refused?.code, 'FILE_GONE');
  assert.match(client.outbox.list()[0]?.refused?.message ?? '', /^[\u4e00-\u9fff，]+。$/);
  await client.outbox.flush();
  assert.deepEqual([server.effects.length, client.outbox.list().length], [0, 2], 'the comment waits');
  // Without the photo it goes on.
  client.outbox.drop(photo.id);
  await client.outbox.flush();
  assert.deepEqual(server.effects.map(({ input }) => input['photos']), [[]]);
});

test('a photo that was kept without a network is uploaded once, and what names it gets its id', async () => {
  const { fileURLToPath } = await import('node:url');
  const kept = new Map<string, string>();
  const one = await app({ kept });
  await one.client.account.me();
  one.online(false);
  const { operations } = await import('../../src/index');
  const photo = one.client.outbox.addFile(fileURLToPath(import.meta.url), '照片');
  one.client.outbox.add(operations.CommentOnProposal, { proposal: 'p', text: '看照片', photos: [`@${photo.id}:id`] }, '评论');
  await one.client.outbox.flush();
  // Killed, and the answer of the first upload lost.
  server.fault = first('upload', 1, 'lost');
  const two = await app({ kept });
  await two.client.outbox.flush();
  await soon(() => two.client.outbox.list().length === 0);
  assert.equal(server.uploads.length, 1);
  assert.deepEqual(server.effects.map(({ input }) => input['photos']), [['file-0']]);
});

test('a socket that is closed for good is told once in Chinese, and not opened again', async () => {
  const { client } = await app();
  await client.account.me();
  const told: YitingError[] = [];
  client.watch.heartbeat({}, { next: () => {}, failed: (error) => told.push(error) });
  await soon(() => server.sockets.size === 1);
  await new Promise((done) => { setTimeout(done, 50); });
  server.sockets.forEach((socket) => socket.close(4429));
  await soon(() => told.length === 1);
  assert.equal(told[0]?.code, 'SOCKET_CLOSED');
  assert.match(told[0]?.message ?? '', /^[\u4e00-\u9fff，]+。$/);
  await new Promise((done) => { setTimeout(done, 50); });
  assert.deepEqual([told.length, server.sockets.size], [1, 0]);
});
