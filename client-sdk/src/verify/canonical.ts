import { hex, sha256, utf8 } from './bytes';

/** JSON in the one form of RFC 8785: names sorted by UTF-16 code units, numbers as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value) {
    const members = value as Record<string, unknown>;
    return `{${Object.keys(members).sort().map((name) => `${JSON.stringify(name)}:${canonical(members[name])}`).join(',')}}`;
  }
  // A number that this reader may have rounded must not be taken for the one that was written.
  if (typeof value === 'number' && (!isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)) throw new Error('a number has no canonical form');
  return JSON.stringify(value);
}

/** SHA-256 of the canonical JSON. */
export const digest = (value: unknown): string => hex(sha256(utf8(canonical(value))));
