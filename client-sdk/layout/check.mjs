// Packs the SDK, installs the package into an empty mini-program, runs WeChat's own "build npm" on it
// without a network, and loads what came out in a sealed realm.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ci from 'miniprogram-ci';
import { sealedRealm } from '../test/realm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'yiting-layout-'));
const made = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }));
const packed = Array.isArray(made) ? made[0] : Object.values(made)[0];
const target = join(folder, 'node_modules/yiting-sdk');
mkdirSync(target, { recursive: true });
execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', target, '--strip-components=1']);
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { 'yiting-sdk': packed.version } }));
mkdirSync(join(folder, 'app'));

// Node finds every door of the package, both ways.
const doors = ['yiting-sdk', ...['texts', 'web', 'verify', 'checkpoint'].map((name) => `yiting-sdk/${name}`)];
const script = `for (const door of ${JSON.stringify(doors)}) { const a = require(door); import(door).then((b) => { if (Object.keys(a).sort().join() !== Object.keys(b).filter((name) => name !== 'default').sort().join()) throw new Error(door); }); }`;
execFileSync('node', ['-e', script], { cwd: folder, stdio: 'inherit' });

const result = await ci.packNpmManually({ packageJsonPath: join(folder, 'package.json'), miniprogramNpmDistDir: join(folder, 'app') });
assert.equal(result.miniProgramPackNum, 1, JSON.stringify(result));
assert.deepEqual(result.warnList, []);
const built = join(folder, 'app/miniprogram_npm/yiting-sdk');
const files = readdirSync(built, { recursive: true }).filter((file) => file.endsWith('.js'));
assert.deepEqual(files.sort(), ['checkpoint.js', 'index.js', 'texts.js', 'verify.js', 'web.js']);
const realm = sealedRealm({ wx: {} });
for (const file of files) assert.ok(Object.keys(realm.require(join(built, file))).length, file);
const bytes = files.reduce((sum, file) => sum + statSync(join(built, file)).size, 0);
console.log(`build npm: ${files.length} files, ${bytes} bytes of code; the package has ${packed.size} bytes`);
rmSync(folder, { recursive: true });
console.log('1 passed, 0 failed');
process.exit(0);
