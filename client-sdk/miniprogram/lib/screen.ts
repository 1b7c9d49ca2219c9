import { isYitingError, type Client } from 'yiting-sdk';
import { client } from './client';
import { classes } from './look';

/** What every page shows besides its own. */
export const base = { look: '', busy: false, loading: true, trouble: '' };

interface Screen {
  data: typeof base;
  setData(change: Partial<typeof base>): void;
}

/** What went wrong, in the words that people read. */
export function words(thrown: unknown): string {
  if (isYitingError(thrown)) return thrown.message;
  console.error(thrown);
  return '出现意外，请稍后重试。';
}

/** Loads a page; what goes wrong is shown with a way to try again. */
export async function load(page: Screen, read: (client: Client) => Promise<void>) {
  page.setData({ look: classes(), trouble: '' });
  try {
    await read(await client());
  } catch (thrown) {
    page.setData({ trouble: words(thrown) });
  }
  page.setData({ loading: false });
}

/** Does something once, however often it is tapped meanwhile. */
export async function act(page: Screen, doing: (client: Client) => Promise<void>) {
  if (page.data.busy) return;
  page.setData({ busy: true, trouble: '' });
  try {
    await doing(await client());
  } catch (thrown) {
    page.setData({ trouble: words(thrown) });
  }
  page.setData({ busy: false });
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
