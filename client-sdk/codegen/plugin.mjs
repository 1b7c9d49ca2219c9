// The one plug-in of ours for graphql-codegen: operations as minified strings with their hash, typed
// methods, labels of enums, codes of errors, the manifest of trusted documents, and the test that runs
// every operation. Which of them is asked for by `part`.
import { createHash } from 'node:crypto';
import { Kind, isEnumType, print, stripIgnoredCharacters, visit } from 'graphql';

const lower = (name) => name[0].toLowerCase() + name.slice(1);
const quote = (text) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
const minified = (node) => stripIgnoredCharacters(print(node));

/** The comment lines right above a definition. */
function comment(definition) {
  const lines = [];
  for (let token = definition.loc?.startToken.prev; token?.kind === 'Comment'; token = token.prev) {
    lines.unshift(token.value.trim());
  }
  return lines.join(' ');
}

/** Every operation with its texts, by file and then by place in the file. */
export function operationsOf(documents) {
  const fragments = new Map();
  for (const { document } of documents) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    }
  }
  const spreads = (node, found = new Set()) => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment) throw new Error(`there is no fragment ${name.value}`);
        if (!found.has(name.value)) {
          found.add(name.value);
          spreads(fragment, found);
        }
      },
    });
    return found;
  };
  const operations = [];
  for (const { document, location } of documents) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const used = [...spreads(definition)].sort();
      const own = minified(definition);
      const text = own + used.map((name) => minified(fragments.get(name))).join('');
      operations.push({
        group: location.replace(/^.*\//, '').replace('.graphql', ''),
        name: definition.name.value,
        kind: definition.operation,
        definition,
        used,
        own,
        text,
        hash: createHash('sha256').update(text).digest('hex'),
      });
    }
  }
  const names = operations.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`two operations are called ${twice}`);
  return { operations, fragments };
}

const suffix = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

function operationsPart({ operations, fragments }, runtime = '../runtime') {
  const used = [...new Set(operations.flatMap((operation) => operation.used))].sort();
  const lines = used.map((name) => `const ${name}Fragment = ${quote(minified(fragments.get(name)))};`);
  for (const { name, kind, own, hash, used: parts } of operations) {
    const types = `T.${name}${suffix[kind]}, T.${name}${suffix[kind]}Variables`;
    const text = [quote(own), ...parts.map((part) => `${part}Fragment`)].join(' + ');
    lines.push(`export const ${name}: Operation<${types}> = { name: '${name}', kind: '${kind}', hash: '${hash}', text: ${text} };`);
  }
  return `import type { Operation } from '${runtime}/operation';\nimport type * as T from './types';\n\n${lines.join('\n')}\n`;
}

/** What a method's documentation says: the comment in the file, and what the schema says of the field. */
function told(schema, { definition, kind }) {
  const [field] = definition.selectionSet.selections;
  const root = schema.getRootType(kind).getFields()[field.name.value];
  const said = [comment(definition)];
  if (kind !== 'query' || !said[0]) said.push(root?.description?.replace(/\s+/g, ' ').trim());
  return said.filter(Boolean).join(' ').replace(/\*\//g, '');
}

function apiPart(schema, { operations }, runtime = '../runtime') {
  const groups = new Map();
  for (const operation of operations) {
    if (!groups.has(operation.group)) groups.set(operation.group, []);
    const { name, kind, definition } = operation;
    const field = definition.selectionSet.selections[0].name.value;
    const { selections } = definition.selectionSet;
    const node = field === 'node' && selections.length === 1 && selections[0].selectionSet.selections.length === 1;
    const call = node ? `doer.node(ops.${name})` : kind === 'mutation' ? `doer.mutation(ops.${name}, '${field}')` : `doer.${kind}(ops.${name})`;
    const text = told(schema, operation);
    groups.get(operation.group).push(`${text ? `    /** ${text} */\n` : ''}    ${lower(name)}: ${call},`);
  }
  const body = [...groups].map(([group, lines]) => `  ${group}: {\n${lines.join('\n')}\n  },`).join('\n');
  return `import type { Doer } from '${runtime}/doer';\nimport * as ops from './operations';\n\n/** All operations as typed methods, by subject. */\nexport const api = (doer: Doer) => ({\n${body}\n});\n`;
}

function labelsPart(schema, labels) {
  const enums = Object.values(schema.getTypeMap()).filter((type) => isEnumType(type) && !type.name.startsWith('__'));
  const missing = enums.flatMap((type) => type.getValues().map((value) => `${type.name}.${value.name}`)
    .filter((name) => !labels[type.name]?.[name.split('.')[1]]));
  if (missing.length) throw new Error(`codegen/labels.json has no label for ${missing.join(', ')}`);
  const table = enums.sort((a, b) => a.name.localeCompare(b.name)).map((type) => {
    const values = type.getValues().map((value) => {
      const [zh, en] = labels[type.name][value.name];
      return `    ${value.name}: [${quote(zh)}, ${quote(en)}],`;
    });
    return `  ${type.name}: {\n${values.join('\n')}\n  },`;
  });
  return `/** What people read for each value of an enum: Chinese, English. */\nexport const labels = {\n${table.join('\n')}\n} as const;\n`;
}

function errorsPart(codes) {
  const union = codes.map(({ code }) => `  | '${code}'`).join('\n');
  const table = codes.map(({ code, zh, en }) => `  ${code}: [${quote(zh)}, ${quote(en)}],`).join('\n');
  return `/** Every code that the server answers with. */\nexport type ServerCode =\n${union};\n\n`
    + `/** What a person reads: Chinese, English. */\nexport const texts: Record<ServerCode, readonly [string, string]> = {\n${table}\n};\n`;
}

function testsPart({ operations }) {
  const cases = operations.map(({ group, name, kind }) => `test('${kind} ${group}.${lower(name)} answers as its types say', () => world.exercises(ops.${name}));`);
  return `import { after, before, test } from 'node:test';\nimport * as ops from '../../src/generated/operations';\nimport { World } from './world';\n\n`
    + `let world: World;\nbefore(async () => { world = await World.open(); });\nafter(() => world?.close());\n\n${cases.join('\n')}\n`
    + `test('no operation was left out of the story', () => world.told(${operations.length}));\n`;
}

export function plugin(schema, documents, config) {
  const all = operationsOf(documents);
  switch (config.part) {
    case 'operations': return operationsPart(all, config.runtime);
    case 'api': return apiPart(schema, all, config.runtime);
    case 'labels': return labelsPart(schema, config.labels);
    case 'errors': return errorsPart(config.codes);
    case 'version': return `/** The version of this library, as the server is told it. */\nexport const version = '${config.version}';\n`;
    case 'tests': return testsPart(all);
    case 'manifest': {
      const entries = all.operations.map(({ hash, text }) => [hash, text]).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`;
    }
    default: throw new Error(`no such part: ${config.part}`);
  }
}

