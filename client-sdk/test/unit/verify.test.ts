// The verifier against published vectors and against Node's own cryptography.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { parseCheckpoint, verifyCheckpoint, verifyNote } from '../../src/checkpoint';
import { canonical, entryLeaf, receiptMark, verifyBallot, verifyConsistency, verifyInclusion, digest } from '../../src/verify';
import { base64, hex, unbase64, unhex, utf8 } from '../../src/verify/bytes';
import { compare, count } from '../../src/verify/count';
import { schulze } from '../../src/verify/schulze';
import { leafHash, rootOf } from '../../src/verify/merkle';
import type { BallotList, Choice, Published } from '../../src/verify/list';

/** The eight leaves with which implementations of Certificate Transparency are tested. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((data) => leafHash(unhex(data)));

test('roots and proofs are those of Certificate Transparency', () => {
  const root = hex(rootOf(LEAVES));
  assert.equal(root, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  assert.equal(hex(rootOf([])), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  const path = ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'];
  assert.ok(verifyInclusion(hex(LEAVES[0] as Uint8Array), 0, 8, path, root));
  const proof = ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'];
  assert.ok(verifyConsistency(6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef', 8, root, proof));
});

/** PATH of RFC 9162, 2.1.3.1, for the tests. */
function pathOf(leaves: Uint8Array[], index: number): string[] {
  if (leaves.length < 2) return [];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half ? [...pathOf(left, index), hex(rootOf(right))] : [...pathOf(right, index - half), hex(rootOf(left))];
}

/** PROOF of RFC 9162, 2.1.4.1. */
function proofOf(leaves: Uint8Array[], old: number, whole = true): string[] {
  if (old === leaves.length) return whole ? [] : [hex(rootOf(leaves))];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return old <= half ? [...proofOf(left, old, whole), hex(rootOf(right))] : [...proofOf(right, old - half, false), hex(rootOf(left))];
}

test('every proof in small trees is accepted, and a changed, shortened or lengthened one is not', () => {
  const all = Array.from({ length: 33 }, (_, number) => leafHash(Uint8Array.of(number)));
  const spoilt = (proof: string[]) => [
    ...proof.map((step, at) => proof.map((known, other) => (other === at ? hex(leafHash(utf8(step))) : known))), proof.slice(1), [...proof, hex(all[0] as Uint8Array)],
  ].filter((other) => other.join() !== proof.join());
  for (let size = 1; size <= all.length; size += 1) {
    const leaves = all.slice(0, size);
    const root = hex(rootOf(leaves));
    for (let index = 0; index < size; index += 1) {
      const leaf = hex(leaves[index] as Uint8Array);
      const path = pathOf(leaves, index);
      assert.ok(verifyInclusion(leaf, index, size, path, root));
      assert.ok(!spoilt(path).some((other) => verifyInclusion(leaf, index, size, other, root)));
      assert.ok(!verifyInclusion(leaf, size, size, path, root));
      const old = index + 1;
      const oldRoot = hex(rootOf(all.slice(0, old)));
      const proof = proofOf(leaves, old);
      assert.ok(verifyConsistency(old, oldRoot, size, root, proof), `${old} ${size}`);
      if (old < size) {
        assert.ok(!spoilt(proof).some((other) => verifyConsistency(old, oldRoot, size, root, other)));
        assert.ok(!verifyConsistency(old, root, size, root, proof));
      }
    }
  }
});

test('texts, hexadecimal digits and base64 are those of Node', () => {
  for (const text of ['', 'abc', '议亭\u{20000}é', '\u0000\u007f\u2028']) {
    assert.deepEqual(utf8(text), new Uint8Array(Buffer.from(text)));
    assert.equal(base64(utf8(text)), Buffer.from(text).toString('base64'));
    assert.deepEqual(unbase64(base64(utf8(text))), utf8(text));
  }
  for (const bad of ['A', 'AA=A', 'AB==', '====', 'A===', 'AAA']) assert.throws(() => unbase64(bad), bad);
  assert.throws(() => unhex('AB'));
});

test('canonical JSON is that of RFC 8785', () => {
  assert.equal(canonical({ b: [1, null, true], a: '\u20ac$\u000f\nA\'"\\', '\ufb33': 1, '\u{1f600}': 2 }), '{"a":"€$\\u000f\\nA\'\\"\\\\","b":[1,null,true],"😀":2,"\ufb33":1}');
  assert.throws(() => canonical(2 ** 53));
});

test('fractions compare exactly where products would be rounded', () => {
  assert.equal(compare(9007199254740991, 9007199254740990, 9007199254740990, 9007199254740989), -1);
  assert.equal(compare(2, 3, 4, 6), 0);
  assert.equal(compare(666_666_666_666, 1_000_000_000_000, 2, 3), -1);
  assert.equal(compare(0, 5, 0, 7), 0);
  assert.equal(compare(1, 2, 0, 7), 1);
});

test('a signed note of the Go checksum database is accepted, and none that was changed', () => {
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  assert.equal(verifyNote(note, key), text);
  assert.throws(() => verifyNote(note.replace('answer', 'Answer'), key));
  assert.throws(() => verifyNote(note, key.replace('c74f20a3', 'c74f20a4')));
});

test('a checkpoint signed by Node is accepted; another key, log or root is not', () => {
  const name = 'yiting.example/log/310105';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([Buffer.of(1), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const id = createHash('sha256').update(`${name}\n`).update(raw).digest().subarray(0, 4);
  const key = `${name}+${id.toString('hex')}+${raw.toString('base64')}`;
  const signed = (body: string) => `${body}\n— ${name} ${Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]).toString('base64')}\n`;
  const root = hex(rootOf(LEAVES));
  const body = `${name}\n8\n${Buffer.from(root, 'hex').toString('base64')}\n`;
  assert.deepEqual(verifyCheckpoint(signed(body), key), { origin: name, size: 8, root });
  assert.throws(() => verifyCheckpoint(signed(body).replace('\n8\n', '\n9\n'), key));
  assert.throws(() => verifyCheckpoint(signed(body.replace('310105', '310106')), key), 'another log');
  for (const bad of [body.slice(0, -1), body.replace('\n8\n', '\n08\n'), body.replace('\n8\n', '\n+8\n'), `${body}x\n`, body.replace('yiting', 'yi ting')]) {
    assert.throws(() => parseCheckpoint(bad), bad);
  }
});

const BALLOT = '0191a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const OPTIONS = ['0191a1b2-c3d4-7e5f-8a9b-000000000001', '0191a1b2-c3d4-7e5f-8a9b-000000000002', '0191a1b2-c3d4-7e5f-8a9b-000000000003'];

type Votes = Array<{ choice: Choice; area?: number }>;

/** A list of votes under a rule. */
function listOf(rule: Partial<BallotList['rule']>, votes: Votes, electorate = { votes: 10, area: 0 }): BallotList {
  const entries = votes.map(({ choice, area = 0 }, at) => ({ mark: receiptMark(BALLOT, `receipt-${at}`), choice, area, paper: false }))
    .sort((a, b) => (a.mark < b.mark ? -1 : 1));
  return {
    version: 1, ballot: BALLOT, electorate: { ...electorate, digest: 'ab'.repeat(32) }, tree_head: { size: 7, root: 'cd'.repeat(32) }, choices: [], paper_votes: 0, entries,
    rule: {
      kind: 'yes_no', electorate: 'residents', secrecy: 'verifiable', options: [], seats: 1, most: 3,
      threshold: { part: 1, of: 2, bound: 'MORE_THAN' }, quorum: 'none', matter: 'ORDINARY', minimum: 1, ...rule,
    },
  };
}

/** A list as the server would publish it. */
function publish(rule: Partial<BallotList['rule']>, votes: Votes, electorate?: { votes: number; area: number }): Published {
  const list = listOf(rule, votes, electorate);
  const result = JSON.parse(JSON.stringify(count(list))) as Published['result'];
  return { list, result, list_digest: digest(list), result_digest: digest(result), root: hex(rootOf(list.entries.map((entry) => unhex(entryLeaf(entry))))) };
}

const options = OPTIONS.map((id) => ({ id, title: id.slice(-1), cost_fen: 0 }));
const verdict = (published: Published) => verifyBallot(published).outcome?.verdict;

test('thresholds and quorums are exact', () => {
  const yes = (count: number) => Array.from({ length: count }, () => ({ choice: { answer: 'YES' as const } }));
  const no = (count: number) => Array.from({ length: count }, () => ({ choice: { answer: 'NO' as const } }));
  const abstain = { choice: { answer: 'ABSTAIN' as const } };
  assert.equal(verdict(publish({}, [...yes(2), ...no(2)])), 'NOT_ADOPTED');
  assert.equal(verdict(publish({}, [...yes(2), ...no(1), abstain])), 'ADOPTED');
  assert.equal(verdict(publish({ threshold: { part: 2, of: 3, bound: 'AT_LEAST' } }, [...yes(2), ...no(1)])), 'ADOPTED');
  assert.equal(verdict(publish({ quorum: { count: 5 } }, [...yes(4)])), 'NO_QUORUM');
  assert.equal(verdict(publish({ quorum: { share: { part: 1, of: 2, bound: 'AT_LEAST' } } }, [...yes(4), abstain])), 'ADOPTED');
  assert.equal(verdict(publish({}, [abstain])), 'NOT_ADOPTED');
});

test('owners need two thirds by area and number, then a majority of both', () => {
  const owner = (answer: 'YES' | 'NO', area: number) => ({ choice: { answer }, area });
  const all = { votes: 12, area: 96_000 };
  const rule = { electorate: 'owners', secrecy: 'open' as const };
  const vote = (yes: number, no: number) => [...Array.from({ length: yes }, () => owner('YES', 8_000)), ...Array.from({ length: no }, () => owner('NO', 8_000))];
  assert.equal(verdict(publish(rule, vote(5, 3), all)), 'ADOPTED');
  assert.equal(verdict(publish(rule, vote(4, 4), all)), 'NOT_ADOPTED');
  assert.equal(verdict(publish(rule, vote(7, 0), all)), 'NO_QUORUM');
  assert.equal(verdict(publish({ ...rule, matter: 'GRAVE' }, vote(6, 2), all)), 'ADOPTED');
  assert.equal(verdict(publish({ ...rule, matter: 'GRAVE' }, vote(8, 3), all)), 'NOT_ADOPTED');
});

test('approvals and scores name their winners, and a vote that does not fit is refused', () => {
  const approve = (...at: number[]) => ({ choice: { options: at.map((index) => OPTIONS[index] as string) } });
  const approval = publish({ kind: 'approval', options, seats: 2 }, [approve(0, 1), approve(1), approve(1, 2), approve(2)]);
  assert.deepEqual(verifyBallot(approval).outcome?.winners, [OPTIONS[1], OPTIONS[2]]);
  const score = (...given: Array<[number, number]>) => ({ choice: { scores: given.map(([at, value]) => ({ option: OPTIONS[at] as string, score: value })) } });
  const scores = publish({ kind: 'score', options, minimum: 2 }, [score([0, 4], [1, 3]), score([0, 3], [2, 5]), score([1, 5])]);
  assert.deepEqual(verifyBallot(scores).outcome?.winners, [OPTIONS[1]]);
  assert.equal((scores.result['options'] as Array<{ mean: string }>)[0]?.mean, '7/2');
  assert.throws(() => publish({ kind: 'approval', options }, [approve(1, 0)]), 'not in its one form');
  assert.throws(() => publish({ kind: 'score', options }, [score([0, 6])]));
});

test('votes with points fit the paper within their points, and are left to the program that counts them', () => {
  const rule = { kind: 'budget' as const, options, points: 10 };
  const give = (...given: Array<[number, number]>) => ({ choice: { points: given.map(([at, points]) => ({ option: OPTIONS[at] as string, points })) } });
  assert.equal(count(listOf(rule, [give([0, 4], [1, 6]), give([2, 1])])), undefined);
  assert.throws(() => count(listOf(rule, [give([0, 4], [1, 7])])), 'more points than a vote has');
  assert.throws(() => count(listOf(rule, [give([0, 0])])), 'points for nothing');
  assert.throws(() => count(listOf(rule, [give([1, 1], [0, 1])])), 'not in its one form');
});

test('whatever is changed in a published list is found', () => {
  const good = publish({}, [{ choice: { answer: 'YES' } }, { choice: { answer: 'NO' } }, { choice: { answer: 'YES' } }]);
  assert.ok(verifyBallot(good).ok && verifyBallot(good, digest(good.list.rule)).ok);
  const again = (change: (copy: { list: { entries: unknown[]; rule: { threshold: { part: number } }; electorate: { votes: number } }; result: { turnout: number } }) => void, honest: boolean) => {
    const copy = JSON.parse(JSON.stringify(good));
    change(copy);
    if (honest) {
      copy.list_digest = digest(copy.list);
      copy.result_digest = digest(copy.result);
      copy.root = hex(rootOf(copy.list.entries.map((entry: never) => unhex(entryLeaf(entry)))));
    }
    return verifyBallot(copy, digest(good.list.rule));
  };
  for (const honest of [false, true]) {
    assert.ok(!again(({ list }) => { list.entries.pop(); }, honest).ok);
    assert.ok(!again(({ list }) => { list.entries.reverse(); }, honest).ok);
    assert.ok(!again(({ list }) => { list.rule.threshold.part = 0; }, honest).ok);
    assert.ok(!again(({ list }) => { list.electorate.votes = 2; }, honest).ok);
    assert.ok(!again(({ result }) => { result.turnout = 4; }, honest).ok);
    assert.ok(!again(({ list }) => { Object.assign(list, { more: 1 }); }, honest).ok);
  }
  assert.match(again(({ result }) => { result.turnout = 4; }, true).fault?.[0] ?? '', /重新计票/);
});

test('the winner of the example in Schulze 2011, section 3.1, and the order of all', () => {
  // 8 acdb, 2 badc, 4 cdba, 4 dbac, 3 dcba.
  const votes = ([[8, 'acdb'], [2, 'badc'], [4, 'cdba'], [4, 'dbac'], [3, 'dcba']] as Array<[number, string]>)
    .flatMap(([count, order]) => Array.from({ length: count }, () => [...order].map((option) => 'abcd'.indexOf(option))));
  const { order, pairwise } = schulze(4, votes, [0, 1, 2, 3]);
  assert.deepEqual(pairwise, [[0, 8, 14, 10], [13, 0, 6, 2], [7, 15, 0, 12], [11, 19, 9, 0]]);
  assert.deepEqual(order.map((option) => 'abcd'[option]).join(''), 'dacb');
});
