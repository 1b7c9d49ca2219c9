// Prints the present code of a second factor (RFC 6238): node totp.mjs otpauth://totp/…
import { createHmac } from 'node:crypto';

const secret = new URL(process.argv[2]).searchParams.get('secret');
const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
const step = Buffer.alloc(8);
step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
const digest = createHmac('sha1', key).update(step).digest();
const number = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
console.log(String(number % 1_000_000).padStart(6, '0'));
