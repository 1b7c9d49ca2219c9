// Signed tree heads. Apart from the rest because Ed25519 needs BigInt (iOS 14, Chrome 67).
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64, hex, sha256, unbase64, utf8 } from './verify/bytes';

/** What the operator of a log signs. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
}

/** Reads the body of a checkpoint in the form of C2SP tlog-checkpoint: three lines, each with its end. */
export function parseCheckpoint(body: string): Checkpoint {
  const found = /^([^\s+\u0000-\u001f\u007f-\u009f]+)\n(0|[1-9]\d*)\n(\S+)\n$/.exec(body);
  if (!found) throw new Error('a checkpoint body has three lines');
  const [, origin = '', size = '', root = ''] = found;
  const bytes = unbase64(root);
  if (bytes.length !== 32 || !Number.isSafeInteger(Number(size))) throw new Error('not a checkpoint');
  return { origin, size: Number(size), root: hex(bytes) };
}

/**
 * Checks a signed note (C2SP signed-note) against a verifier key `name+hash+key` and answers its text.
 * Throws when no line is a good signature by that key.
 */
export function verifyNote(note: string, key: string): string {
  const [name = '', id = '', encoded = ''] = key.split(/\+(.*?)\+(.*)/);
  const bytes = unbase64(encoded);
  const keyId = sha256(utf8(`${name}\n`), bytes).slice(0, 4);
  if (bytes[0] !== 1 || bytes.length !== 33 || hex(keyId) !== id) throw new Error('not an Ed25519 verifier key');
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new Error('not a signed note');
  const text = note.slice(0, end + 1);
  for (const line of note.slice(end + 2).split('\n')) {
    const [, who, signature] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    if (who !== name || !signature) continue;
    const signed = unbase64(signature);
    if (signed.length === 68 && base64(signed.slice(0, 4)) === base64(keyId) && ed25519.verify(signed.slice(4), utf8(text), bytes.slice(1), { zip215: false })) return text;
  }
  throw new Error('no good signature by this key');
}

/** Checks a signed checkpoint and answers what it says; the origin must be the key's name. */
export function verifyCheckpoint(note: string, key: string): Checkpoint {
  const found = parseCheckpoint(verifyNote(note, key));
  if (found.origin !== key.split('+')[0]) throw new Error('the checkpoint is of another log');
  return found;
}
