// The version that the schema's difference asks for: node scripts/version.mjs [--release]
//
// released/schema.graphql is the schema of the last release. What breaks its clients moves the first
// number, what is new moves the second, any other difference the third; before 1.0 one place to the right.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, findBreakingChanges, findDangerousChanges, printSchema, lexicographicSortSchema } from 'graphql';

/** The next version and why. */
export function nextVersion(version, before, after) {
  const [major, minor, patch] = version.split('.').map(Number);
  const [old, now] = [buildSchema(before), buildSchema(after)];
  const breaking = findBreakingChanges(old, now).map(({ description }) => description);
  const fresh = [...findDangerousChanges(old, now), ...findBreakingChanges(now, old)].map(({ description }) => description);
  const same = (schema) => printSchema(lexicographicSortSchema(schema));
  const early = major === 0;
  let next = version;
  if (breaking.length) next = early ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  else if (fresh.length) next = early ? `0.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`;
  else if (same(old) !== same(now)) next = `${major}.${minor}.${patch + 1}`;
  return { version: next, breaking, fresh };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const path = join(root, 'package.json');
  const manifest = readFileSync(path, 'utf8');
  const { version } = JSON.parse(manifest);
  const schema = readFileSync(join(root, 'schema.graphql'), 'utf8');
  const next = nextVersion(version, readFileSync(join(root, 'released/schema.graphql'), 'utf8'), schema);
  for (const description of next.breaking) console.log(`breaking: ${description}`);
  console.log(`${next.breaking.length} breaking and ${next.fresh.length} new things since ${version}: ${next.version}`);
  if (process.argv.includes('--release')) {
    writeFileSync(path, manifest.replace(`"version": "${version}"`, `"version": "${next.version}"`));
    writeFileSync(join(root, 'released/schema.graphql'), schema);
    // The server goes on running the operations of every release until its version is retired.
    mkdirSync(join(root, 'released/manifests'), { recursive: true });
    copyFileSync(join(root, 'manifest.json'), join(root, `released/manifests/${next.version}.json`));
  }
}
