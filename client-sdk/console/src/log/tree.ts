// A Merkle tree that grows, and its proofs: RFC 6962, section 2.1. Every complete subtree is kept, so that
// a proof costs a logarithm of the log's length and an entry more costs two hashes on the average.
import { hex, sha256 } from '../../../src/verify/bytes';

const NODE = Uint8Array.of(1);
const node = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right);

/** The greatest power of two below a size of two or more. */
function half(size: number): number {
  let found = 1;
  while (found * 2 < size) found *= 2;
  return found;
}

export class Tree {
  /** The roots of the complete subtrees of 1, 2, 4… leaves, each from the left. */
  readonly #levels: Uint8Array[][] = [[]];

  /** How many leaves there are. */
  get size(): number { return (this.#levels[0] as Uint8Array[]).length; }

  /** Appends a leaf's hash. */
  push(leaf: Uint8Array): void {
    (this.#levels[0] as Uint8Array[]).push(leaf);
    for (let level = 0; ; level += 1) {
      const row = this.#levels[level] as Uint8Array[];
      if (row.length % 2) return;
      (this.#levels[level + 1] ??= []).push(node(row[row.length - 2] as Uint8Array, row[row.length - 1] as Uint8Array));
    }
  }

  /** A leaf's hash, hexadecimal. */
  leaf(index: number): string { return hex(this.#range(index, 1)); }

  /** The root over the first leaves, hexadecimal. */
  root(size: number): string {
    this.#within(size);
    return hex(size ? this.#range(0, size) : sha256());
  }

  /** The path from a leaf to the root over the first leaves (RFC 6962, 2.1.1), hexadecimal, from below. */
  inclusion(index: number, size: number): string[] {
    this.#within(size);
    if (index < 0 || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
    const path: string[] = [];
    let [start, length] = [0, size];
    while (length > 1) {
      const left = half(length);
      if (index < start + left) {
        path.unshift(hex(this.#range(start + left, length - left)));
        length = left;
      } else {
        path.unshift(hex(this.#range(start, left)));
        start += left;
        length -= left;
      }
    }
    return path;
  }

  /** What shows that the tree over the first `old` leaves is a beginning of that over the first `size` (2.1.2). */
  consistency(old: number, size: number): string[] {
    this.#within(size);
    if (old < 0 || old > size) throw new RangeError(`a tree of ${old} is no beginning of one of ${size}`);
    const proof: string[] = [];
    // `rest` of the old tree's leaves lie in the subtree looked at; `whole` says that it is the old tree itself.
    let [start, length, rest, whole] = [0, size, old, true];
    while (rest && rest < length) {
      const left = half(length);
      if (rest <= left) {
        proof.unshift(hex(this.#range(start + left, length - left)));
        length = left;
      } else {
        proof.unshift(hex(this.#range(start, left)));
        start += left;
        length -= left;
        rest -= left;
        whole = false;
      }
    }
    return whole ? proof : [hex(this.#range(start, length)), ...proof];
  }

  /** The root over some leaves that lie in the tree as a subtree does. */
  #range(start: number, length: number): Uint8Array {
    const level = Math.log2(length);
    if (Number.isInteger(level)) {
      const kept = this.#levels[level]?.[start / length];
      if (kept) return kept;
    }
    const left = half(length);
    return node(this.#range(start, left), this.#range(start + left, length - left));
  }

  #within(size: number) {
    if (size < 0 || size > this.size) throw new RangeError(`${this.size} leaves are known, not ${size}`);
  }
}
