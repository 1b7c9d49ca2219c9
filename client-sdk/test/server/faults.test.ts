// Faults between a phone and the real server: what a proxy loses on the way is done, and done once.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { createClient, type Client } from '../../src/client';
import { operations, type Settings } from '../../src/index';
import { fetchTransport, memoryStorage } from '../../src/web';
import { gather, type Cast } from './cast';
import { World } from './world';

type Fault = 'none' | 'lost' | 'html502' | 'truncated';

let world: World;
let cast: Cast;
let proxy: Server;
let requests: string[] = [];
/** What the proxy does to an answer of the real server; asked for each request of an operation. */
let fault: (operation: string, number: number) => Fault = () => 'none';

before(async () => {
  world = await World.bare();
  cast = await gather(world);
  proxy = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const body = Buffer.concat(chunks).toString();
        const { operationName } = JSON.parse(body) as { operationName: string };
        requests.push(operationName);
        const what = fault(operationName, requests.filter((name) => name === operationName).length);
        const { authorization, 'accept-language': language = '' } = request.headers;
        const answer = await fetch(world.server.url + (request.url ?? ''), {
          method: 'POST', body, headers: { 'content-type': 'application/json', 'accept-language': language, ...(authorization ? { authorization } : {}) },
        });
        const text = await answer.text();
        if (what === 'lost') request.socket.destroy();
        else if (what === 'html502') response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
        else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(what === 'truncated' ? text.slice(0, text.length / 2) : text);
      })();
    });
  });
  await new Promise<void>((done) => { proxy.listen(0, '127.0.0.1', done); });
});
beforeEach(() => { fault = () => 'none'; requests = []; });
after(() => {
  proxy?.closeAllConnections();
  proxy?.close();
  world?.close();
});

/** A phone behind the proxy; waits between tries are cut short. */
function behind(more: Partial<Settings> = {}): Client {
  return createClient({
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, transport: fetchTransport({ fetch: (url, init) => fetch(url, init as RequestInit) }), storage: memoryStorage(),
    wait: (milliseconds) => new Promise((done) => { setTimeout(done, Math.min(milliseconds, 10)); }), ...more,
  });
}

async function persona(end: string, more: Partial<Settings> = {}) {
  const client = behind(more);
  client.take(await world.server.post('/demo/login', { persona: world.label(end) }));
  return client;
}

async function proposal(title: string) {
  const { proposal: drafted } = await cast.neighbour.proposal.draftProposal({ home: cast.block, title, body: '东边空地没有树荫。' });
  await cast.neighbour.proposal.submitProposal({ proposal: drafted?.id ?? '' });
  return drafted?.id ?? '';
}

for (const what of ['lost', 'html502', 'truncated'] as const) {
  test(`${what}: support, comment and draft are done once by the real server`, async () => {
    const id = await proposal(`种树 ${what}`);
    const client = await persona('居民');
    fault = (_, number) => (number <= 2 ? what : 'none');
    await client.proposal.supportProposal({ proposal: id });
    await client.proposal.commentOnProposal({ proposal: id, text: '好。' });
    const title = `草稿 ${what}`;
    await client.proposal.draftProposal({ home: cast.block, title, body: '…' });
    const page = await cast.neighbour.proposal.proposalPage({ proposal: id });
    assert.deepEqual([page.supportCount, page.commentCount], [1, 1]);
    const { proposals } = await client.proposal.proposals({ filter: { mine: true }, first: 50 });
    assert.equal(proposals.nodes.filter((node) => node.title === title).length, 1);
    assert.equal(requests.filter((name) => name === 'SupportProposal').length, 3);
  });
}

test('a vote whose answer is lost is one vote, and the receipt that arrives in the end is its own', async () => {
  const closesAt = new Date((await world.pass(0)).getTime() + 86_400_000).toISOString();
  const { ballot } = await cast.director.ballot.announceBallot({
    area: cast.neighborhood, title: '加装电梯', legalBasis: '章程', kind: 'YES_NO', electorate: 'RESIDENTS', secrecy: 'VERIFIABLE', closesAt,
  });
  await world.soon(() => cast.director.ballot.ballotPage({ ballot: ballot.id }), ({ state }) => state === 'OPEN');
  const client = await persona('居民');
  fault = (name, number) => (name === 'CastVote' && number <= 2 ? 'lost' : 'none');
  const { receipt } = await client.ballot.castVote({ ballot: ballot.id, answer: 'YES' });
  assert.equal((await cast.director.ballot.ballotPage({ ballot: ballot.id })).turnout, 1);
  await world.pass(2);
  await world.soon(() => cast.director.ballot.ballotPage({ ballot: ballot.id }), ({ state }) => state === 'CLOSED');
  const { entriesOfReceipt } = await cast.director.ballot.ballotReceipt({ ballot: ballot.id, receipt: receipt ?? '' });
  assert.equal(entriesOfReceipt[0]?.choice, '{"answer":"YES"}');
});

test('twenty calls whose token is refused make one refresh at the real server, also when its answer is lost', async () => {
  const tokens = await world.server.post<{ accessToken: string; refreshToken: string }>('/demo/login', { persona: world.label('居民') });
  const client = behind();
  // A token that the server refuses, beside a refresh token that is good.
  client.take({ ...tokens, accessToken: `${tokens.accessToken.slice(0, -8)}AAAAAAAA` });
  fault = (name, number) => (name === 'RefreshLogin' && number === 1 ? 'lost' : 'none');
  const all = await Promise.all(Array.from({ length: 20 }, () => client.account.me()));
  assert.ok(all.every(({ me }) => me?.level === 2));
  // The lost answer and its repetition under the same key: one refresh, and the session lives.
  assert.equal(requests.filter((name) => name === 'RefreshLogin').length, 2);
});

test('the outbox of an app that was killed is sent once by the next one', async () => {
  const storage = memoryStorage();
  const one = await persona('居民', { storage });
  fault = (name) => (name === 'DraftProposal' ? 'lost' : 'none');
  const draft = one.outbox.add(operations.DraftProposal, { home: cast.block, title: '杀不掉的提案', body: '…' }, '草稿');
  one.outbox.add(operations.SubmitProposal, { proposal: `@${draft.id}:proposal.id` }, '提交');
  await one.outbox.flush();
  fault = () => 'none';
  const two = behind({ storage });
  await two.outbox.flush();
  const { proposals } = await two.proposal.proposals({ filter: { mine: true }, first: 50 });
  assert.deepEqual(proposals.nodes.filter(({ title }) => title === '杀不掉的提案').map(({ state }) => state), ['SUBMITTED']);
  assert.equal(two.outbox.list().length, 0);
});

/** Calls without a login while WeChat fails, and expects to be told so. */
async function toldAt(planned: object, code: string) {
  const client = behind({ login: await world.server.phone(`用户 ${code}`) });
  await world.server.post('/__fake/faults', { endpoint: '/sns/jscode2session', times: 9, ...planned }, world.server.sandbox);
  await assert.rejects(client.account.me(), (thrown: { code: string; message: string }) => {
    assert.equal(thrown.code, code);
    assert.match(thrown.message, /^[\u4e00-\u9fff，0-9]+。$/);
    return true;
  });
  return client;
}

test('pages of HTML from WeChat at a login are told once in Chinese, and a later login works', async () => {
  const client = await toldAt({ kind: 'html502' }, 'UPSTREAM_UNAVAILABLE');
  await world.soon(() => client.account.me().then(({ me }) => me?.level ?? -1, () => -1), (level) => level === 0);
});

test('too many logins at WeChat (45011) are told once in Chinese', async () => {
  await toldAt({ kind: 'errcode', value: 45011 }, 'RATE_LIMITED');
});
