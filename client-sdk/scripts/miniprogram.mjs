// Builds miniprogram/dist: TypeScript to ES2017, everything else as it is, the SDK in miniprogram_npm.
// Refuses WXML that WeChat's compiler warns of, foreign globals, and a package over WeChat's limit.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import compiler from 'glass-easel-template-compiler';
import { foreignGlobals } from './globals.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'miniprogram');
const target = join(source, 'dist');
const walk = (folder, at = '') => readdirSync(join(folder, at), { withFileTypes: true }).flatMap((item) => {
  const path = join(at, item.name);
  if (item.isDirectory()) return ['dist', 'source', 'gallery'].includes(item.name) ? [] : walk(folder, path);
  return [path];
});

rmSync(target, { recursive: true, force: true });
const files = walk(source);
await build({
  absWorkingDir: source, entryPoints: files.filter((file) => file.endsWith('.ts')), outdir: target, outbase: '.', format: 'cjs', target: 'es2017',
  platform: 'neutral', minify: true, charset: 'utf8', logLevel: 'warning',
});
const problems = [];
const templates = new compiler.TmplGroup();
for (const file of files.filter((name) => /\.(wxml|wxss|json|png)$/.test(name) && !/^(tsconfig|project\.config)/.test(name))) {
  mkdirSync(dirname(join(target, file)), { recursive: true });
  cpSync(join(source, file), join(target, file));
  if (!file.endsWith('.wxml')) continue;
  for (const warning of templates.addTmpl(file.replace('.wxml', ''), readFileSync(join(source, file), 'utf8'))) problems.push(`${file}: ${JSON.stringify(warning)} ${warning.message ?? ''}`);
}
const sdk = join(target, 'miniprogram_npm/yiting-sdk');
mkdirSync(sdk, { recursive: true });
for (const name of ['index', 'texts', 'verify']) cpSync(join(root, `miniprogram_dist/${name}.js`), join(sdk, `${name}.js`));

const made = walk(target);
for (const file of made.filter((name) => name.endsWith('.js'))) {
  const foreign = foreignGlobals(readFileSync(join(target, file), 'utf8'));
  if (foreign.length) problems.push(`${file} names ${foreign.join(', ')}`);
}
const bytes = made.reduce((sum, file) => sum + statSync(join(target, file)).size, 0);
const MOST = 2 * 1024 * 1024;
console.log(`mini-program: ${made.length} files, ${bytes} of at most ${MOST} bytes`);
if (bytes >= MOST) problems.push('the main package is over the limit of 2 MB');
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
