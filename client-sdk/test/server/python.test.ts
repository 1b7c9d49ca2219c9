// The second target: the client that another generator makes of the same schema and operations, in
// Python, at the same server. `YITING_PYTHON` names an interpreter with python/requirements.txt installed.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { DemoServer } from './server';

const folder = fileURLToPath(new URL('../../python', import.meta.url));
const python = process.env['YITING_PYTHON'];

test('a Python client is generated from the same operations and works', { skip: python ? false : 'YITING_PYTHON is not set' }, async () => {
  assert.ok(python);
  rmSync(join(folder, 'build'), { recursive: true, force: true });
  mkdirSync(join(folder, 'build'));
  const made = spawnSync(join(dirname(python), 'ariadne-codegen'), ['client'], { cwd: folder, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stdout + made.stderr);
  const server = await DemoServer.open(0);
  try {
    const child = spawn(python, ['check.py', server.url, server.sandbox], { cwd: folder, env: { ...process.env, PYTHONPATH: join(folder, 'build'), NO_PROXY: '127.0.0.1' } });
    let said = '';
    child.stdout.on('data', (data) => { said += String(data); });
    child.stderr.on('data', (data) => { said += String(data); });
    const status = await new Promise((done) => { child.on('close', done); });
    assert.equal(status, 0, said);
    console.log(said.trim());
  } finally {
    server.close();
  }
});
