// The helpers around the calls: WeChat's errors in words, messages, pages, other languages.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { createClient } from '../../src/client';
import { english, labels, texts } from '../../src/texts';
import { askForMessages, inEnglish, isYitingError, operations, pages, privacy, type YitingError } from '../../src/index';
import { memoryStorage, memoryTransport } from '../../src/web';
import { wxFault } from '../../src/transports/wx';
import { fakeWx } from '../wx';

const login = () => Promise.resolve('code');
const app = (accept?: (template: string) => string) => Object.assign(globalThis, { wx: fakeWx({ login, ...(accept ? { accept } : {}) }).wx });
afterEach(() => inEnglish({} as never));

async function code(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'nothing', (thrown: YitingError) => (isYitingError(thrown) ? thrown.code : String(thrown)));
}

test('WeChat\'s errors become codes, by number and by words', () => {
  const cases: Array<[object, string]> = [
    [{ errno: 5 }, 'TIMEOUT'], [{ errMsg: 'request:fail timeout' }, 'TIMEOUT'], [{ errno: 600003 }, 'BACKGROUND'], [{ errMsg: 'request:fail interrupted' }, 'BACKGROUND'],
    [{ errno: 600002 }, 'NOT_CONFIGURED'], [{ errMsg: 'request:fail url not in domain list' }, 'NOT_CONFIGURED'], [{ errno: 600001 }, 'NETWORK'], [{}, 'NETWORK'],
    [{ errno: 112 }, 'PRIVACY_UNDECLARED'], [{ errno: 101100 }, 'PRIVACY_UNDECLARED'], [{ errno: 101102 }, 'PRIVACY_NEEDED'],
  ];
  for (const [error, expected] of cases) assert.equal(wxFault(error), expected, JSON.stringify(error));
  assert.equal(privacy.explain({ errno: 101102 }).message, '请先同意隐私保护指引。');
});

test('messages are asked for in one kind and at most five, and each answer is what the server keeps', async () => {
  app((template) => (template === 'b' ? 'reject' : template === 'c' ? 'ban' : template === 'd' ? 'acceptWithAlert' : 'accept'));
  assert.deepEqual(await askForMessages({ once: ['a', 'b', 'c', 'd'] }), [['a', 'ACCEPT'], ['b', 'REJECT'], ['c', 'BAN'], ['d', 'ACCEPT']].map(([template, answer]) => ({ template, answer })));
  assert.equal(await code(askForMessages({ once: ['a'], long: ['x'] })), 'SUBSCRIBE_INVALID');
  assert.equal(await code(askForMessages({ once: ['1', '2', '3', '4', '5', '6'] })), 'SUBSCRIBE_INVALID');
  assert.equal(await code(askForMessages({})), 'SUBSCRIBE_INVALID');
  for (const [errCode, expected] of [[20004, 'SUBSCRIBE_OFF'], [20001, 'SUBSCRIBE_INVALID'], [10002, 'WECHAT_FAILED'], [10005, 'WECHAT_FAILED']] as const) {
    Object.assign(globalThis, { wx: { requestSubscribeMessage: ({ fail }: { fail(error: object): void }) => fail({ errCode, errMsg: 'requestSubscribeMessage:fail' }) } });
    assert.equal(await code(askForMessages({ long: ['a'] })), expected);
  }
});

test('a list is read page by page, each page once, up to a number', async () => {
  const asked: Array<string | null> = [];
  const list = pages(async (after) => {
    asked.push(after);
    const from = Number(after ?? 0);
    return { nodes: [from, from + 1], pageInfo: { hasNextPage: from < 8, endCursor: String(from + 2) } };
  });
  await Promise.all([list.more(), list.more()]);
  assert.deepEqual([list.nodes, asked], [[0, 1], [null]]);
  assert.deepEqual(await list.all(5), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual((await list.all()).length, 10);
  assert.deepEqual(await list.more(), []);
});

test('errors speak English where that is chosen, and every code has both sentences', async () => {
  const client = createClient({ url: '', transport: memoryTransport(() => { throw new Error('away'); }), storage: memoryStorage(), language: 'en', wait: () => Promise.resolve() });
  inEnglish(english);
  await assert.rejects(client.place.districts(), { message: 'No network; check it and try again.', code: 'NETWORK' });
  client.speak('zh-CN');
  await assert.rejects(client.place.districts(), { message: '网络不通，请检查网络后重试。' });
  for (const [zh, en] of Object.values(texts)) assert.ok(zh.endsWith('。') && en.endsWith('.'));
  for (const values of Object.values(labels)) for (const [zh, en] of Object.values(values)) assert.match(`${zh}${en}`, /[\u4e00-\u9fff]/);
});

test('what is not there is told as such, and a thing that is there is given without its wrapper', async () => {
  const given: unknown[] = [null, {}, { id: '1', logHead: null }];
  const client = createClient({ url: '', transport: memoryTransport(() => ({ node: given.shift() })), storage: memoryStorage() });
  assert.equal(await code(client.record.logHead({ district: 'd' })), 'GONE');
  assert.equal(await code(client.record.logHead({ district: 'd' })), 'GONE');
  assert.deepEqual(await client.record.logHead({ district: 'd' }), { id: '1', logHead: null });
});

test('a refused act can be corrected and sent again, under a key of its own', async () => {
  const keys: string[] = [];
  let refuse = true;
  const client = createClient({
    url: '', storage: memoryStorage(),
    transport: {
      request({ body = '' }, done) {
        const { input } = (JSON.parse(body) as { variables: { input: { clientMutationId: string; text: string } } }).variables;
        keys.push(`${input.clientMutationId} ${input.text}`);
        const answer = refuse ? { errors: [{ message: '内容未通过审核，请修改后再提交。', extensions: { code: 'CONTENT_REJECTED' } }] } : { data: { commentOnProposal: { version: 1 } } };
        done({ status: 200, text: JSON.stringify(answer), header: () => undefined });
        return () => {};
      },
    },
  });
  const { id } = client.outbox.add(operations.CommentOnProposal, { proposal: 'p', text: '坏话' }, '评论');
  await client.outbox.flush();
  assert.equal(client.outbox.list()[0]?.refused?.message, '内容未通过审核，请修改后再提交。');
  refuse = false;
  await client.outbox.retry(id, { proposal: 'p', text: '好话' });
  assert.equal(client.outbox.list().length, 0);
  assert.equal(new Set(keys.map((key) => key.split(' ')[0])).size, 2);
  assert.deepEqual(keys.map((key) => key.split(' ')[1]), ['坏话', '好话']);
});
