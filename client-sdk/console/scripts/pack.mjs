// Packs the build into dist/console.pack, which the binary embeds: one line of JSON that names the files,
// then their contents, each gzipped. With --check it only says whether the committed pack has the same
// files; the compressed bytes may differ between versions of zlib and do not count.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = join(root, 'build');
const target = join(root, 'dist/console.pack');
const kinds = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml',
};

const walk = (folder) => readdirSync(folder).sort().flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? walk(path) : [path];
});
const files = walk(build).map((path) => {
  const bytes = readFileSync(path);
  const name = relative(build, path).split('\\').join('/');
  const type = kinds[name.split('.').pop()];
  if (!type) throw new Error(`${name} has no media type in scripts/pack.mjs`);
  return { name, type, sha256: createHash('sha256').update(bytes).digest('hex'), zipped: gzipSync(bytes, { level: 9 }), bytes: bytes.length };
});
for (const { name, bytes, zipped } of files) console.log(`${name}: ${bytes} bytes, ${zipped.length} gzipped`);

if (process.argv.includes('--check')) {
  const pack = readFileSync(target);
  const committed = JSON.parse(pack.subarray(0, pack.indexOf('\n')).toString());
  const same = committed.length === files.length && files.every(({ name, sha256 }, at) => committed[at].name === name && committed[at].sha256 === sha256);
  if (!same) {
    console.error('dist/console.pack is not of these sources: npm run build');
    process.exit(1);
  }
  console.log('dist/console.pack is current');
} else {
  const head = files.map(({ name, type, sha256, zipped }) => ({ name, type, sha256, length: zipped.length }));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...files.map(({ zipped }) => zipped)]));
}
