// The tree with which the console proves entries of the log, against the verifier and known vectors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tree } from '../../console/src/log/tree';
import { verifyConsistency, verifyInclusion } from '../../src/verify';
import { hex, unhex } from '../../src/verify/bytes';
import { leafHash, rootOf } from '../../src/verify/merkle';

const tree = (leaves: readonly Uint8Array[]) => { const made = new Tree(); leaves.forEach((leaf) => made.push(leaf)); return made; };

test('its root and its proofs are those of Certificate Transparency', () => {
  const known = tree(['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((data) => leafHash(unhex(data))));
  assert.equal(known.root(8), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  assert.equal(known.root(0), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.deepEqual(known.inclusion(0, 8), ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']);
  assert.deepEqual(known.consistency(6, 8), ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']);
});

test('every proof of every tree up to 40 leaves is taken by the verifier, and no other', () => {
  const leaves = Array.from({ length: 40 }, (_, at) => leafHash(Uint8Array.of(at)));
  const whole = tree(leaves);
  const other = hex(leafHash(Uint8Array.of(200)));
  for (let size = 1; size <= leaves.length; size += 1) {
    const root = whole.root(size);
    assert.equal(root, hex(rootOf(leaves.slice(0, size))));
    for (let index = 0; index < size; index += 1) {
      const path = whole.inclusion(index, size);
      assert.ok(verifyInclusion(whole.leaf(index), index, size, path, root), `${index} in ${size}`);
      assert.ok(!verifyInclusion(other, index, size, path, root));
    }
    for (let old = 0; old <= size; old += 1) {
      const proof = whole.consistency(old, size);
      assert.ok(verifyConsistency(old, whole.root(old), size, root, proof), `${old} in ${size}`);
      assert.ok(!verifyConsistency(old, other, size, root, proof));
    }
  }
  assert.throws(() => whole.root(41), RangeError);
  assert.throws(() => whole.inclusion(8, 8), RangeError);
  assert.throws(() => whole.consistency(9, 8), RangeError);
});
