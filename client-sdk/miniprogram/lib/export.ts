import type { Client } from 'yiting-sdk';
import { consent } from './consent';
import { receipts } from './receipts';

/** Everything that leads to the person, at the server and on this phone, as one readable JSON. */
export async function myData(known: Client): Promise<string> {
  const own = JSON.parse(await known.download('/export/me.json')) as Record<string, unknown>;
  const onThisPhone = {
    receipts: receipts(),
    waiting: known.outbox.list().map(({ label, at }) => ({ label, at: new Date(at).toISOString() })),
    consent: consent(),
  };
  return JSON.stringify(Object.assign(own, { onThisPhone }), null, 1);
}
