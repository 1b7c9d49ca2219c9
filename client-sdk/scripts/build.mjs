// Builds dist (CommonJS, ES modules, types) and miniprogram_dist, prints the sizes and refuses a build
// that is over its budget or names a global that mini-programs lack.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { foreignGlobals } from './globals.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...path) => join(root, ...path);
for (const folder of ['dist', 'miniprogram_dist']) rmSync(at(folder), { recursive: true, force: true });

const entries = ['index', 'texts', 'web', 'verify', 'checkpoint'];
const common = {
  absWorkingDir: root, entryPoints: entries.map((name) => `src/${name}.ts`), bundle: true, minify: true, charset: 'utf8',
  target: 'es2017', platform: 'neutral', mainFields: ['module', 'main'], metafile: true, logLevel: 'warning', legalComments: 'none',
};
const commonjs = await build({ ...common, format: 'cjs', outdir: 'dist' });
await build({ ...common, format: 'esm', outdir: 'dist', outExtension: { '.js': '.mjs' } });
execFileSync(at('node_modules/.bin/tsc'), ['-p', 'tsconfig.json', '--emitDeclarationOnly', '--declaration'], { cwd: root, stdio: 'inherit' });
mkdirSync(at('miniprogram_dist'), { recursive: true });
for (const name of entries) cpSync(at('dist', `${name}.js`), at('miniprogram_dist', `${name}.js`));
cpSync(at('dist/types'), at('miniprogram_dist'), { recursive: true });

const problems = [];
const index = commonjs.metafile.outputs['dist/index.js'];
const generated = Object.entries(index.inputs).filter(([path]) => path.includes('/generated/'));
const sum = (inputs) => inputs.reduce((all, [, { bytesInOutput }]) => all + bytesInOutput, 0);
const operations = sum(generated);
const extras = sum(Object.entries(index.inputs).filter(([path]) => /(live|outbox|pages|wx-helpers)\.ts$/.test(path)));
const figures = {
  'core: calls, session, cache, uploads, WeChat': [index.bytes - operations - extras, 12_000],
  'outbox, subscriptions, paging, messages, privacy': [extras, 6_000],
  'all operations and methods': [operations, 60_000],
};
for (const [what, [bytes, most]] of Object.entries(figures)) {
  console.log(`${what}: ${bytes} of at most ${most} bytes, minified`);
  if (bytes >= most) problems.push(`${what} is over its budget`);
}
for (const name of entries) {
  const text = readFileSync(at('dist', `${name}.js`), 'utf8');
  console.log(`dist/${name}.js: ${Buffer.byteLength(text)} bytes, ${gzipSync(text).length} gzipped`);
  const foreign = foreignGlobals(text);
  if (foreign.length) problems.push(`dist/${name}.js names ${foreign.join(', ')}`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
