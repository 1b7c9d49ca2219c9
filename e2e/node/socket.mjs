// Checks graphql-transport-ws: node socket.mjs ws://HOST/graphql/ws
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { createClient } from 'graphql-ws';

const url = process.argv[2];
const INIT = JSON.stringify({ type: 'connection_init' });
const beat = (id) => JSON.stringify({ id, type: 'subscribe', payload: { query: 'subscription { heartbeat }' } });

/** Sends frames once the socket is open, and answers the close code. */
function closed(frames, protocol = 'graphql-transport-ws') {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol);
    socket.on('open', () => frames.forEach((frame) => socket.send(frame)));
    socket.on('close', (code) => resolve(code));
    socket.on('error', reject);
    setTimeout(() => { socket.terminate(); resolve('still open'); }, 8000).unref();
  });
}

assert.equal(await closed(['not json']), 4400, 'bad JSON');
assert.equal(await closed([JSON.stringify({ type: 'nonsense' })]), 4400, 'unknown message');
assert.equal(await closed([Buffer.from([1, 2])]), 4400, 'binary');
assert.equal(await closed([beat('1')]), 4401, 'subscribe before init');
assert.equal(await closed([], []), 4406, 'no subprotocol');
assert.equal(await closed([]), 4408, 'no init');
assert.equal(await closed([INIT, beat('1'), beat('1')]), 4409, 'duplicate id');
assert.equal(await closed([INIT, INIT]), 4429, 'second init');
const hostile = JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer x.y.z' } });
assert.equal(await closed([hostile]), 4403, 'hostile token');

const client = createClient({ url, webSocketImpl: WebSocket, lazy: true });
const query = await new Promise((resolve, reject) => {
  let seen;
  client.subscribe({ query: '{ __typename }' }, { next: (v) => { seen = v; }, error: reject, complete: () => resolve(seen) });
});
assert.equal(query.data.__typename, 'Query');
let beats = 0;
await new Promise((resolve, reject) => {
  const stop = client.subscribe({ query: 'subscription { heartbeat }' }, {
    next: () => { beats += 1; if (beats === 2) stop(); }, error: reject, complete: resolve,
  });
});
await client.dispose();
console.log('11 passed, 0 failed');
process.exit(0);
