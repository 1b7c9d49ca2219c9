import { sha256 as hash } from '@noble/hashes/sha2.js';

/** A text as UTF-8; mini-programs have no TextEncoder. */
export function utf8(text: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | code >> 6, 0x80 | code & 63);
    else if (code < 0x10000) out.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
    else out.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
  }
  return Uint8Array.from(out);
}

/** Lower-case hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  bytes.forEach((byte) => { text += (byte + 256).toString(16).slice(1); });
  return text;
}

/** Bytes of hexadecimal digits; refuses anything else, so that a digest has one spelling. */
export function unhex(text: string): Uint8Array {
  if (text.length % 2 || !/^[0-9a-f]*$/.test(text)) throw new Error('not lower-case hexadecimal digits');
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

/** The 16 bytes of a UUID. */
export const uuid = (text: string): Uint8Array => unhex(text.replace(/-/g, ''));

/** SHA-256 over the concatenation of parts. */
export function sha256(...parts: ReadonlyArray<Uint8Array>): Uint8Array {
  const state = hash.create();
  parts.forEach((part) => state.update(part));
  return state.digest();
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with padding (RFC 4648, section 4). */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i] as number) << 16 | (bytes[i + 1] ?? 0) << 8 | (bytes[i + 2] ?? 0);
    for (let n = 0; n < 4; n += 1) text += i + n > bytes.length ? '=' : BASE64[bits >> 18 - 6 * n & 63];
  }
  return text;
}

/** The inverse of `base64`; refuses every other spelling of the same bytes. */
export function unbase64(text: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length; i += 4) {
    let bits = 0;
    for (let n = 0; n < 4; n += 1) bits = bits << 6 | Math.max(BASE64.indexOf(text[i + n] ?? '='), 0);
    out.push(bits >> 16, bits >> 8 & 255, bits & 255);
  }
  const padding = /=*$/.exec(text) as RegExpExecArray;
  const bytes = Uint8Array.from(out.slice(0, out.length - padding[0].length));
  if (base64(bytes) !== text) throw new Error('not base64');
  return bytes;
}
