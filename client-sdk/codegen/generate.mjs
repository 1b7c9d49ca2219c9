// Generates everything under src/generated from schema.graphql, operations/ and the server's list of
// refusals, and the console's own operations from console/operations: node codegen/generate.mjs [--check]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, validate } from 'graphql';
import * as ours from './plugin.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path) => readFileSync(join(root, path), 'utf8');

const sdl = read('schema.graphql');
const schema = buildSchema(sdl);
const documentsIn = (folder) => readdirSync(join(root, folder)).sort().map((file) => ({
  location: `${folder}/${file}`,
  document: parse(read(`${folder}/${file}`)),
}));
const documents = documentsIn('operations');
// A module apart, so that phones do not carry what only desks ask. They may use the fragments above.
const shared = documents.map(({ location, document }) => ({
  location, document: { ...document, definitions: document.definitions.filter(({ kind }) => kind === 'FragmentDefinition') },
}));
const ofConsole = documentsIn('console/operations');
const whole = { kind: 'Document', definitions: [...documents, ...ofConsole].flatMap(({ document }) => document.definitions) };
const wrong = validate(schema, whole);
if (wrong.length) {
  for (const error of wrong) console.error(String(error));
  process.exit(1);
}

/** The refusals of the domain, as the server has them in Rust. */
function refusals() {
  const text = read('../domain/src/refusal.rs');
  const found = [...text.matchAll(/^ {4}\w+, "([A-Z_]+)", "([^"]+)", "([^"]+)";$/gm)];
  const declared = text.match(/^ {4}[A-Z]\w+, "/gm)?.length;
  if (!declared || found.length !== declared) throw new Error('domain/src/refusal.rs has another form now');
  return found.map(([, code, zh, en]) => ({ code, zh, en }));
}

/** The refusals of the HTTP edge, which are about requests that an SDK does not send. */
function edgeCodes(known) {
  const folder = join(root, '../api/src/http');
  const text = readdirSync(folder).filter((file) => file.endsWith('.rs')).sort().map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const codes = [...text.matchAll(/(?:Refused::new\(\s*\d+,\s*|Self::\w+ => )"([A-Z_]{5,})"/g)].map(([, code]) => code);
  return [...new Set([...codes, 'REQUEST_INVALID'])].filter((code) => !known.has(code)).sort().map((code) => ({
    code, zh: '小程序版本与服务器不符，请更新后重试。', en: 'This app does not fit the server; update it and try again.',
  }));
}

const domain = refusals();
const codes = [...domain, ...edgeCodes(new Set(domain.map(({ code }) => code)))];
const header = `// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.\n// Schema ${createHash('sha256').update(sdl).digest('hex')}\n`;

const typesConfig = {
  scalars: { ID: 'string' }, enumType: 'string-literal', skipTypename: true, useTypeImports: true, avoidOptionals: { field: true },
};
const part = (name, more = {}) => [{ ours: { part: name, ...more } }];
const files = {
  'src/generated/types.ts': [{ operationTypes: typesConfig }],
  'src/generated/operations.ts': part('operations'),
  'src/generated/api.ts': part('api'),
  'src/generated/labels.ts': part('labels', { labels: JSON.parse(read('codegen/labels.json')) }),
  'src/generated/errors.ts': part('errors', { codes }),
  'src/generated/version.ts': part('version', { version: JSON.parse(read('package.json')).version }),
  'manifest.json': part('manifest'),
  'test/server/generated.test.ts': part('tests'),
  'console/src/generated/types.ts': [{ operationTypes: typesConfig }],
  'console/src/generated/operations.ts': part('operations', { runtime: '../../../src/runtime' }),
  'console/src/generated/api.ts': part('api', { runtime: '../../../src/runtime' }),
};

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, plugins] of Object.entries(files)) {
  const made = await codegen({
    filename: path, schema: parse(sdl), documents: path.startsWith('console/') ? [...shared, ...ofConsole] : documents, plugins, config: {},
    pluginMap: { operationTypes, ours },
  });
  const text = path.endsWith('.json') ? `${made.trim()}\n` : `${header}${made.trim()}\n`;
  let old = '';
  try { old = read(path); } catch { /* it was never generated */ }
  if (old === text) continue;
  stale += 1;
  if (check) console.error(`${path} is not current: npm run generate`);
  else {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
console.log(`${Object.keys(files).length - stale} current, ${stale} ${check ? 'stale' : 'written'}`);
process.exit(check && stale ? 1 : 0);
