import { isYitingError, type CallOptions, type Client } from 'yiting-sdk';
import { client, offline } from './client';
import { classes } from './look';
import { moment } from './words';

/** What every page shows besides its own. */
export const base = { look: '', busy: false, loading: true, trouble: '', since: '' };

interface Screen {
  data: typeof base;
  setData(change: Partial<typeof base>): void;
}

/** Asks a query and notes when what came was kept from an earlier time. */
type Ask = <D>(call: (options: CallOptions) => Promise<D>) => Promise<D>;

/** What went wrong, in the words that people read. */
export function words(thrown: unknown): string {
  if (isYitingError(thrown)) return thrown.message;
  console.error(thrown);
  return '出现意外，请稍后重试。';
}

/** Pages that could not be loaded: what they say went wrong is over once they can be. */
const unloaded = new WeakSet<Screen>();

/**
 * Loads a page; what is kept on the phone is shown without a network and says so, and what goes wrong is shown with a way to
 * try again. `by` is 'live' where something moved by itself: what came of one's own act is then left to be read. Anything
 * else, such as the event of a tap, is somebody's wish.
 */
export async function load(page: Screen, read: (client: Client, ask: Ask) => Promise<void>, by?: unknown) {
  page.setData(by === 'live' && !unloaded.has(page) ? { look: classes() } : { look: classes(), trouble: '' });
  unloaded.delete(page);
  let oldest = Infinity;
  const ask: Ask = async (call) => {
    let kept: { data: unknown; at: number } | undefined;
    const result = await call(Object.assign({ offline: true, stale: (data: unknown, at: number) => { kept = { data, at }; } }, offline() && { tries: 1 }));
    if (kept && (kept.data === result || (kept.data as { node?: unknown }).node === result)) oldest = Math.min(oldest, kept.at);
    return result;
  };
  try {
    await read(await client(), ask);
  } catch (thrown) {
    unloaded.add(page);
    page.setData({ trouble: words(thrown) });
  }
  page.setData({ loading: false, since: oldest < Infinity ? moment(new Date(oldest).toISOString()) : '' });
}

/** Does something once, however often it is tapped meanwhile. */
export async function act(page: Screen, doing: (client: Client) => Promise<void>) {
  if (page.data.busy) return;
  unloaded.delete(page);
  page.setData({ busy: true, trouble: '' });
  try {
    await doing(await client());
  } catch (thrown) {
    page.setData({ trouble: words(thrown) });
  }
  page.setData({ busy: false });
}

/**
 * Does something through the outbox, so that a tunnel swallows nothing. Answers `done`, or `kept` when it
 * waits for the network; a refusal is thrown and leaves nothing behind.
 */
export async function keep(known: Client, ...entry: Parameters<Client['outbox']['add']>): Promise<'done' | 'kept'> {
  const { id } = known.outbox.add(...entry);
  await known.outbox.flush();
  const left = known.outbox.list().find((other) => other.id === id);
  if (!left) return 'done';
  if (left.refused) {
    known.outbox.drop(id);
    throw Object.assign(new Error(left.refused.message), { name: 'YitingError' });
  }
  wx.showToast({ title: '已保存，联网后自动送出', icon: 'none' });
  return 'kept';
}

/** The data of what was tapped. */
export function tapped(event: { currentTarget: { dataset: Record<string, unknown> } }): Record<string, string> {
  return event.currentTarget.dataset as Record<string, string>;
}

/** Listens while a page is shown; answers how to stop, which also holds when the client comes later. */
export function listen(begin: (client: Client) => () => void): () => void {
  let stopped = false;
  let stop = () => {};
  client().then((known) => { if (!stopped) stop = begin(known); }).catch(() => {});
  return () => {
    stopped = true;
    stop();
  };
}

/** The page of a thing: `/pages/round/round?id=…`. */
export const pageOf = (name: string, id: string) => `/pages/${name}/${name}?id=${encodeURIComponent(id)}`;

/** Opens the page that stands in the `url` of what was tapped. */
export function go(event: { currentTarget: { dataset: Record<string, unknown> } }) {
  const { url } = tapped(event);
  if (url) wx.navigateTo({ url });
}

interface Offer { action: string; allowed: boolean; reason?: { message: string } | null }

/** Whether the server offers an act, as `viewerCan` says it. */
export const may = (offers: readonly Offer[], act: string) => offers.some(({ action, allowed }) => allowed && action === act);

/** Why it does not; empty where it does. */
export const whyNot = (offers: readonly Offer[], act: string) => offers.find(({ action }) => action === act)?.reason?.message ?? '';

/** All acts by name, for a template. */
export const mays = (offers: readonly Offer[]): Record<string, boolean> => {
  const all: Record<string, boolean> = {};
  offers.forEach(({ action, allowed }) => { all[action] = allowed; });
  return all;
};
