// What is published: it loads in a realm with the globals of a mini-program and nothing else, its types
// name no DOM, and the version follows from the schema's difference.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, test } from 'node:test';
import { Faulty } from './faulty';
import { fakeWx } from '../wx';
// @ts-expect-error A script without types.
import { foreignGlobals } from '../../scripts/globals.mjs';
// @ts-expect-error A script without types.
import { nextVersion } from '../../scripts/version.mjs';
// @ts-expect-error A script without types.
import { sealedRealm } from '../realm.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

before(() => {
  if (!existsSync(join(root, 'miniprogram_dist/index.js'))) execFileSync('node', ['scripts/build.mjs'], { cwd: root });
});

test('the bundles load in a sealed realm, log in there and ask', async () => {
  const server = await Faulty.open();
  const realm = sealedRealm({ wx: fakeWx({ login: () => Promise.resolve('code') }).wx });
  const sdk = realm.require(join(root, 'miniprogram_dist/index.js'));
  const client = await sdk.wxClient({ url: server.url });
  assert.equal((await client.account.me()).me.level, 2);
  for (const name of ['texts', 'web', 'verify', 'checkpoint']) assert.ok(Object.keys(realm.require(join(root, `miniprogram_dist/${name}.js`))).length, name);
  assert.throws(() => realm.run('eval("1")'), /disallowed|EvalError/);
  assert.equal(realm.run('typeof fetch + typeof URL + typeof process + typeof TextEncoder'), 'undefined'.repeat(4));
  server.close();
});

test('the gate finds a foreign global and is not misled by strings and properties', () => {
  assert.deepEqual(foreignGlobals('var a=fetch("x");new URL(a)'), ['fetch', 'URL']);
  assert.deepEqual(foreignGlobals('import("x")'), ['import()']);
  assert.deepEqual(foreignGlobals('web.fetch("document");({fetch:1,URL:2});typeof crypto'), []);
});

test('code that uses a global of browsers does not compile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiting-types-'));
  const lines = ['fetch("x");', 'new URL("x");', 'new AbortController();', 'new TextEncoder();', 'process.exit();', 'document.title;'];
  writeFileSync(join(folder, 'use.ts'), lines.join('\n'));
  const config = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  Object.assign(config.compilerOptions, { rootDir: folder, noEmit: true, typeRoots: [join(root, 'node_modules')] });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, include: [folder] }));
  let said = '';
  try { execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' }); } catch (thrown) { said = (thrown as { stdout: string }).stdout; }
  lines.forEach((line, at) => assert.match(said, new RegExp(`use\\.ts\\(${at + 1},`), line));
});

test('the published types stand alone, and know results, inputs and values', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiting-use-'));
  writeFileSync(join(folder, 'use.ts'), `
    import { wxClient, type Client, type State } from 'yiting-sdk';
    import { verifyBallot } from 'yiting-sdk/verify';
    export async function use(client: Client) {
      const page = await client.proposal.proposalPage({ proposal: 'x' });
      const [title, state]: [string, State] = [page.title, page.state];
      // @ts-expect-error A title is no number.
      const wrong: number = page.title;
      // @ts-expect-error There is no such field.
      page.nothing;
      // @ts-expect-error The proposal is missing.
      await client.proposal.supportProposal({});
      // @ts-expect-error There is no such answer.
      await client.ballot.castVote({ ballot: 'b', answer: 'MAYBE' });
      return [title, state, wrong, wxClient, verifyBallot];
    }`);
  const compilerOptions = {
    target: 'ES2017', lib: ['ES2017'], module: 'ESNext', moduleResolution: 'bundler', strict: true, noEmit: true, types: [],
    paths: { 'yiting-sdk': [join(root, 'dist/types/index.d.ts')], 'yiting-sdk/verify': [join(root, 'dist/types/verify.d.ts')] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [folder] }));
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
});

const schema = (fields: string) => `type Query { ${fields} } enum Kind { A B }`;
test('the version follows from the difference of the schemas', () => {
  const from = (now: string, version = '1.2.3') => nextVersion(version, schema('a: Int, b(x: Int): String'), now);
  assert.deepEqual(from(schema('a: Int, b(x: Int): String')).version, '1.2.3');
  assert.deepEqual(from(schema('a: Int, b(x: Int): String, c: Int')).version, '1.3.0');
  assert.deepEqual(from(schema('a: Int')).version, '2.0.0');
  assert.deepEqual(from(schema('a: Int, b(x: Int): String').replace('A B', 'A B C')).version, '1.3.0');
  assert.deepEqual(from(schema('a: Int'), '0.4.0').version, '0.5.0', 'before 1.0 a break moves the second number');
  assert.deepEqual(from(`"Said." ${schema('a: Int, b(x: Int): String')}`).version, '1.2.4');
});
