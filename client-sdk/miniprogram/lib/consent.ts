import { operations, type Client } from 'yiting-sdk';
import { offline } from './client';

/** The version of the privacy guide that this app was built with. Another one is asked for anew. */
export const GUIDE = '2026-11';

const KEY = 'yiting.consent';

/** Which version was agreed to on this phone, and when; nothing where none was. */
export function consent(): { version: string; at: string } | undefined {
  const [version, at] = wx.getStorageSync<string>(KEY).split(' ');
  return version && at ? { version, at } : undefined;
}

const write = (version: string, at: string) => wx.setStorageSync(KEY, `${version} ${at}`);
export const forget = () => wx.removeStorageSync(KEY);

/**
 * Agrees to the guide or takes that back: on this phone at once, and at the server by the outbox, which
 * keeps it until there is a network.
 */
export function say(known: Client, agreed: boolean) {
  // First in the outbox: where it cannot be written down, nothing is pretended.
  known.outbox.add(operations.RecordConsent, { version: GUIDE, agreed }, agreed ? '同意隐私保护指引' : '撤回隐私同意');
  if (agreed) write(GUIDE, new Date().toISOString());
  else forget();
}

/** Takes over what the server knows, as after a change of phones; what still waits here was said later and counts. */
export async function learn(known: Client) {
  if (known.outbox.list().some(({ operation }) => operation === 'RecordConsent')) return;
  const { me } = await known.account.consents({ first: 1 }, offline() ? { tries: 1 } : {});
  if (me?.consent) write(me.consent.version, me.consent.agreedAt);
  else if (me) forget();
}
