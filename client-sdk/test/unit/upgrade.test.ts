// A version that the server no longer serves hears of it once per call, over HTTP and over the socket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../src/client';
import { isYitingError } from '../../src/runtime/error';
import type { Ask, Transport, WireEvents } from '../../src/runtime/transport';
import { version } from '../../src/generated/version';
import { memoryStorage } from '../../src/web';

const words = '当前小程序版本已停用，请更新后继续使用；您保存在手机上的草稿不会丢失。';

test('a retired version is told so by every door, and nothing is tried again', async () => {
  const asked: Ask[] = [];
  const said: unknown[] = [];
  let events: WireEvents | undefined;
  const transport: Transport = {
    request(ask, done) {
      asked.push(ask);
      const text = JSON.stringify({ errors: [{ message: words, extensions: { code: 'UPGRADE_REQUIRED', retryable: false } }] });
      queueMicrotask(() => done({ status: 403, text, header: () => undefined }));
      return () => {};
    },
    connect(_url, _protocol, heard) {
      events = heard;
      return { send: (text) => said.push(JSON.parse(text)), close: () => {} };
    },
  };
  const claims = { exp: 4_000_000_000, iat: 3_999_999_000, sub: 'p' };
  const token = `a.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c`;
  const told: string[] = [];
  const client = createClient({ url: 'http://server', transport, storage: memoryStorage(), onUpgrade: ({ code }) => told.push(code) });
  client.take({ accessToken: token, refreshToken: 'r' });
  await assert.rejects(client.place.districts(), (error) => isYitingError(error) && error.code === 'UPGRADE_REQUIRED' && error.message === words);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.headers['x-yiting-sdk'], version);
  assert.deepEqual(told, ['UPGRADE_REQUIRED']);

  const failed = new Promise<string>((done) => {
    client.watch.proposalChanged({ id: 'p' }, { next: () => {}, failed: ({ code, message }) => done(`${code} ${message}`) });
  });
  for (let tries = 0; !events && tries < 1000; tries += 1) await new Promise((done) => { setTimeout(done, 1); });
  assert.ok(events);
  events.open();
  assert.deepEqual(said, [{ type: 'connection_init', payload: { sdk: version, authorization: `Bearer ${token}` } }]);
  events.closed(4426);
  assert.equal(await failed, `UPGRADE_REQUIRED ${words}`);
  assert.equal(told.length, 2);
});
