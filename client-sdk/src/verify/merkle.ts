import { hex, sha256, unhex } from './bytes';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const node = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right);
const same = (a: Uint8Array, b: Uint8Array) => hex(a) === hex(b);

/** SHA-256(0x00 || data), RFC 6962, section 2.1. */
export const leafHash = (data: Uint8Array): Uint8Array => sha256(LEAF, data);

/** The root over leaf hashes: RFC 6962, section 2.1. */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length < 2) return leaves[0] ?? sha256();
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return node(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

/** Whether sizes make sense; a tree beyond 2^53 leaves cannot be counted here. */
const sizes = (...all: number[]) => all.every((size) => Number.isSafeInteger(size) && size >= 0);
const half = (n: number) => Math.floor(n / 2);

/** Whether a leaf stands at an index of the tree of a size with a root (RFC 9162, 2.1.3.2). Hashes are hexadecimal. */
export function verifyInclusion(leaf: string, index: number, size: number, path: readonly string[], root: string): boolean {
  if (!sizes(index, size) || index >= size) return false;
  let at = index;
  let last = size - 1;
  let hash = unhex(leaf);
  for (const step of path) {
    const sibling = unhex(step);
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) { at = half(at); last = half(last); }
    } else {
      hash = node(hash, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && same(hash, unhex(root));
}

/** Whether an earlier tree is a beginning of a later one (RFC 9162, 2.1.4.2). Hashes are hexadecimal. */
export function verifyConsistency(oldSize: number, oldRoot: string, size: number, root: string, proof: readonly string[]): boolean {
  if (!sizes(oldSize, size) || oldSize > size) return false;
  const empty = hex(sha256());
  if (oldSize === size) return proof.length === 0 && oldRoot === root && (size > 0 || root === empty);
  if (oldSize === 0) return proof.length === 0 && oldRoot === empty;
  const path = proof.map(unhex);
  const complete = oldSize === 2 ** Math.round(Math.log2(oldSize));
  const first = complete ? unhex(oldRoot) : path.shift();
  if (!first) return false;
  let at = oldSize - 1;
  let last = size - 1;
  while (at % 2 === 1) { at = half(at); last = half(last); }
  let old = first;
  let hash = first;
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = node(sibling, old);
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) { at = half(at); last = half(last); }
    } else {
      hash = node(hash, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && same(old, unhex(oldRoot)) && same(hash, unhex(root));
}
