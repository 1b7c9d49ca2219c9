// Tries hostile tokens over POST and over the WebSocket: node tokens.mjs BASE SECRET < {"first": {...}, "second": {...}}
//
// The installation's secret is known here, so that most tokens carry a good signature of the right key
// and differ from a genuine one in a single thing; the control shows that without it they would pass.
import assert from 'node:assert/strict';
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignJWT, base64url, decodeJwt, decodeProtectedHeader, exportJWK } from 'jose';
import WebSocket from 'ws';

const [base, secret] = process.argv.slice(2);
const { first, second } = JSON.parse(readFileSync(0, 'utf8'));
const seed = createHmac('sha256', Buffer.from(secret, 'hex')).update('yiting/key/v1/tokens').digest();
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8',
});
const jwks = await (await fetch(`${base}/.well-known/jwks.json`)).json();
const published = jwks.keys[0];
assert.deepEqual(Object.keys(published).filter((name) => name === 'd'), [], 'no private part is published');
const genuine = first.accessToken;
const header = decodeProtectedHeader(genuine);
const claims = decodeJwt(genuine);
const now = Math.floor(Date.now() / 1000);
const stranger = generateKeyPairSync('ed25519').privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pem = createPublicKey(key).export({ format: 'pem', type: 'spki' });

const encode = (value) => base64url.encode(typeof value === 'string' ? value : JSON.stringify(value));
const raw = (head, body, by = key) => {
  const message = `${encode(head)}.${encode(body)}`;
  return `${message}.${base64url.encode(sign(null, Buffer.from(message), by))}`;
};
const with_ = (changes) => raw(header, { ...claims, ...changes });
const without = (name) => raw(header, Object.fromEntries(Object.entries(claims).filter(([known]) => known !== name)));
const headed = (changes) => raw({ ...header, ...changes }, claims);
const hmac = (by) => new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(by);
const [h, p, s] = genuine.split('.');
const flipped = (part, at) => part.slice(0, at) + (part[at] === 'A' ? 'B' : 'A') + part.slice(at + 1);
const other = decodeJwt(second.accessToken);

const hostile = {
  'alg none without a signature': `${encode({ ...header, alg: 'none' })}.${p}.`,
  'alg None in capitals': `${encode({ ...header, alg: 'NoNe' })}.${p}.`,
  'alg none with the old signature': `${encode({ ...header, alg: 'none' })}.${p}.${s}`,
  'HS256 keyed by the published x': await hmac(base64url.decode(published.x)),
  'HS256 keyed by the JWK as text': await hmac(new TextEncoder().encode(JSON.stringify(published))),
  'HS256 keyed by the PEM': await hmac(new TextEncoder().encode(pem)),
  'HS256 keyed by zeros': await hmac(new Uint8Array(32)),
  'RS256 of a stranger': await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(rsa),
  'EdDSA of a stranger': await new SignJWT(claims).setProtectedHeader(header).sign(stranger),
  'alg Ed25519 in place of EdDSA': headed({ alg: 'Ed25519' }),
  'a kid that nobody knows': headed({ kid: 'unknown' }),
  'a kid that is a path': headed({ kid: '../../../../dev/null' }),
  'a kid that is SQL': headed({ kid: "' OR 1=1 --" }),
  'no kid': raw({ alg: header.alg, typ: header.typ }, claims),
  'a jku elsewhere': headed({ jku: 'http://127.0.0.1:1/keys' }),
  'a jwk of a stranger': raw({ ...header, jwk: await exportJWK(createPublicKey(stranger)) }, claims, stranger),
  'an x5u elsewhere': headed({ x5u: 'http://127.0.0.1:1/certificate' }),
  'an x5c': headed({ x5c: ['MIIB'] }),
  'a critical header': headed({ crit: ['exp'] }),
  'an unencoded payload (b64 false)': headed({ crit: ['b64'], b64: false }),
  'typ JWT': headed({ typ: 'JWT' }),
  'no typ': raw({ alg: header.alg, kid: header.kid }, claims),
  'a header that is an array': raw([header], claims),
  'a repeated alg': raw(`{"alg":"none",${JSON.stringify(header).slice(1)}`, claims),
  'expired': with_({ iat: now - 1000, exp: now - 100 }),
  'expired long ago': with_({ iat: 1, exp: 900 }),
  'nbf in the future': with_({ nbf: now + 600 }),
  'iat in the future': with_({ iat: now + 600, exp: now + 1200 }),
  'a life of a year': with_({ exp: now + 31_536_000 }),
  'exp before iat': with_({ exp: claims.iat - 1 }),
  'exp as text': with_({ exp: String(claims.exp) }),
  'exp as a fraction': with_({ exp: claims.exp + 0.5 }),
  'exp of 1e400': raw(header, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400')),
  'a negative iat': with_({ iat: -1 }),
  ...Object.fromEntries(['exp', 'iat', 'sub', 'sid', 'aud', 'iss', 'jti'].map((name) => [`no ${name}`, without(name)])),
  'another issuer': with_({ iss: 'https://elsewhere.example' }),
  'another audience': with_({ aud: 'console' }),
  'an audience list': with_({ aud: [claims.aud] }),
  'an audience list with others': with_({ aud: ['x', claims.aud] }),
  'an unknown claim': with_({ role: 'administrator' }),
  'claims that are an array': raw(header, [claims]),
  'claims that are null': raw(header, 'null'),
  'a repeated sub': raw(header, `{"sub":"${other.sub}",${JSON.stringify(claims).slice(1)}`),
  'a repeated exp': raw(header, `${JSON.stringify(claims).slice(0, -1)},"exp":${now + 800}}`),
  'a sub in capitals': with_({ sub: claims.sub.toUpperCase() }),
  "another person's sub": with_({ sub: other.sub }),
  "another session's sid": with_({ sid: other.sid }),
  'a session that never was': with_({ sid: randomUUID() }),
  'a refresh token': first.refreshToken,
  'a payload changed': `${h}.${flipped(p, 12)}.${s}`,
  'a signature changed': `${h}.${p}.${flipped(s, 5)}`,
  'a signature with unused bits set': `${h}.${p}.${s.slice(0, -1)}${String.fromCharCode(s.charCodeAt(s.length - 1) + 1)}`,
  "another token's signature": `${h}.${p}.${second.accessToken.split('.')[2]}`,
  'an empty signature': `${h}.${p}.`,
  'truncated': genuine.slice(0, -10),
  'only a header': h,
  'two parts': `${h}.${p}`,
  'empty parts': '..',
  'five parts, as an encrypted token': `${genuine}.${p}.${s}`,
  'a detached payload': `${h}..${s}`,
  'padding': `${h}.${p}.${s}==`,
  'ordinary base64': `${Buffer.from(JSON.stringify(header)).toString('base64')}.${p}.${s}`,
  'white space inside': `${h}. ${p}.${s}`,
  'a tab inside': `${h}.\t${p}.${s}`,
  'two tokens with a comma': `${genuine},${genuine}`,
  'two tokens with a space': `${genuine} ${second.accessToken}`,
  'the scheme twice': `Bearer ${genuine}`,
  'unicode': `${h}.${p}.é`,
  'unicode claims': with_({ iss: '𝒉ttps://yiting.local' }),
  'oversized by a claim': with_({ jti: 'x'.repeat(5_000) }),
  'oversized by letters': 'x'.repeat(6_000),
  'a JSON serialisation': JSON.stringify({ protected: h, payload: p, signature: s }),
};

async function asked(token) {
  const answer = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ me { level } }' }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
}

/** Introduces a token, and answers the close code or `connection_ack`. */
function introduced(token) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/graphql/ws`, 'graphql-transport-ws');
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
    socket.on('message', (data) => { resolve(JSON.parse(data).type); socket.close(); });
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

for (const [what, token] of [['the genuine token', genuine], ['the control, signed here', raw(header, claims)]]) {
  const { body } = await asked(token);
  assert.ok(body.data?.me?.level >= 1, `${what}: ${JSON.stringify(body)}`);
  assert.equal(await introduced(token), 'connection_ack', what);
}
let refused = 0;
for (const [what, token] of Object.entries(hostile)) {
  // A header carries Latin letters only; what others there are is tried over the socket alone.
  if (/^[\x20-\x7e\t]*$/.test(token)) {
    const { status, text, body } = await asked(token);
    assert.equal(body.errors?.[0]?.extensions?.code, 'UNAUTHENTICATED', `${what}: ${text}`);
    assert.equal(status, 401, what);
    assert.ok(text.length < 512 && !body.data, `${what}: a small refusal without data`);
  }
  assert.equal(await introduced(token), 4403, what);
  refused += 1;
}
assert.ok(refused >= 28);
console.log(`${refused} kinds of hostile tokens refused, the genuine one served`);
process.exit(0);
