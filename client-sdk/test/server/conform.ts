// Whether an answer is what an operation's generated types say, by the schema.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema, getNamedType, isAbstractType, isEnumType, isLeafType, isListType, isNonNullType, parse,
  type FragmentDefinitionNode, type GraphQLOutputType, type OperationDefinitionNode, type SelectionSetNode, type GraphQLObjectType,
} from 'graphql';

const schema = buildSchema(readFileSync(fileURLToPath(new URL('../../schema.graphql', import.meta.url)), 'utf8'));
const SCALARS: Record<string, (value: unknown) => boolean> = {
  ID: (value) => typeof value === 'string' && value.length > 0,
  String: (value) => typeof value === 'string',
  Int: Number.isInteger,
  Float: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
};

/** What does not fit, by its path; empty when all does. */
export function misfits(text: string, data: unknown): string[] {
  const { definitions } = parse(text);
  const operation = definitions.find((definition) => definition.kind === 'OperationDefinition') as OperationDefinitionNode;
  const fragments = new Map(definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === 'FragmentDefinition').map((definition) => [definition.name.value, definition]));
  const wrong: string[] = [];

  function fields(set: SelectionSetNode, type: GraphQLObjectType, found: Map<string, { type: GraphQLOutputType; sets: SelectionSetNode[] }>) {
    for (const selection of set.selections) {
      if (selection.kind === 'Field') {
        const name = (selection.alias ?? selection.name).value;
        const field = type.getFields()[selection.name.value];
        if (!field) continue;
        const known = found.get(name) ?? { type: field.type, sets: [] };
        if (selection.selectionSet) known.sets.push(selection.selectionSet);
        found.set(name, known);
      } else {
        const inner = selection.kind === 'InlineFragment' ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
        if (inner) fields(inner, type, found);
      }
    }
    return found;
  }

  function object(value: Record<string, unknown>, sets: SelectionSetNode[], type: GraphQLObjectType, path: string) {
    const found = new Map<string, { type: GraphQLOutputType; sets: SelectionSetNode[] }>();
    sets.forEach((set) => fields(set, type, found));
    for (const name of Object.keys(value)) if (!found.has(name)) wrong.push(`${path}.${name} was not asked for`);
    found.forEach((field, name) => check(value[name], field.type, field.sets, `${path}.${name}`));
  }

  function check(value: unknown, type: GraphQLOutputType, sets: SelectionSetNode[], path: string): void {
    if (isNonNullType(type)) {
      if (value === null || value === undefined) wrong.push(`${path} is missing`);
      else check(value, type.ofType, sets, path);
    } else if (value === undefined) wrong.push(`${path} is missing`);
    else if (value === null) return;
    else if (isListType(type)) {
      if (!Array.isArray(value)) wrong.push(`${path} is no list`);
      else value.forEach((item, at) => check(item, type.ofType, sets, `${path}[${at}]`));
    } else if (isLeafType(type)) {
      const fits = isEnumType(type) ? type.getValue(String(value)) !== undefined : SCALARS[type.name]?.(value);
      if (!fits) wrong.push(`${path} is no ${type.name}: ${JSON.stringify(value)}`);
    } else {
      const named = getNamedType(type);
      // Behind an interface there is one inline fragment, which says what it must be.
      const condition = isAbstractType(named) ? sets.flatMap(({ selections }) => selections).find((selection) => selection.kind === 'InlineFragment') : undefined;
      const concrete = condition?.kind === 'InlineFragment' ? schema.getType(condition.typeCondition?.name.value ?? '') : named;
      object(value as Record<string, unknown>, sets, concrete as GraphQLObjectType, path);
    }
  }
  object(data as Record<string, unknown>, [operation.selectionSet], schema.getRootType(operation.operation) as GraphQLObjectType, operation.name?.value ?? '');
  return wrong;
}
