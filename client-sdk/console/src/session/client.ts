// The one client of the page: the SDK with the console's own operations.
import { createClient } from '../../../src/client';
import { inEnglish } from '../../../src/runtime/error';
import { english } from '../../../src/runtime/english';
import { fetchTransport } from '../../../src/transports/fetch';
import type { Transport } from '../../../src/runtime/transport';
import { api } from '../generated/api';
import { sessionStorageOf, takingTurns } from './shared';

const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

let told = () => {};

/** The token of the last call, for files that are not fetched by the SDK. */
let bearer = '';
const web = takingTurns(fetchTransport({ fetch: (url, init) => fetch(url, init as RequestInit), WebSocket }));
const watched: Transport = {
  ...web,
  request(ask, done, failed) {
    const given = ask.headers['authorization'];
    if (given) bearer = given.replace(/^Bearer /, '');
    return web.request(ask, done, failed);
  },
};

inEnglish(english);
const sdk = createClient({
  url: location.origin,
  transport: watched,
  storage: sessionStorageOf(),
  random,
  onSession: () => told(),
});

/** Every operation: the SDK's and the console's. */
export const client = { ...sdk, staff: sdk.also(api) };

/** A token that is good now. */
export async function token(): Promise<string> {
  // A call that costs little renews it if it must.
  await client.account.me();
  return bearer;
}

/** Hears when somebody logs in or out. */
export function onSession(listener: () => void) { told = listener; }

/** Milliseconds by which the server's clock is ahead. It is not zero in the demo, whose clock is moved by hand. */
let ahead = 0;

/** The server's time. */
export const now = () => Date.now() + ahead;

/** Whether this is the demo, with people to be borrowed. */
export let demo: readonly string[] = [];

/** Asks once what kind of server this is. */
export async function meet(): Promise<void> {
  try {
    const people = await fetch('/demo/personas');
    if (!people.ok || !people.headers.get('content-type')?.includes('json')) return;
    demo = await people.json() as string[];
    const clock = await fetch('/demo/clock', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"days":0}' });
    ahead = Date.parse((await clock.json() as { now: string }).now) - Date.now();
  } catch { /* not the demo */ }
}

/** Becomes one of the demo's people. */
export async function borrow(persona: string): Promise<void> {
  const answer = await fetch('/demo/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ persona }) });
  if (!answer.ok) throw new Error(`the demo does not know ${persona}`);
  client.take(await answer.json() as { accessToken: string; refreshToken: string });
}
