import { api } from './generated/api';
import * as operations from './generated/operations';
import { core, type Settings } from './runtime/client';
import { type Doer, doer } from './runtime/doer';
import { downloads } from './runtime/download';
import { isYitingError } from './runtime/error';
import { live } from './runtime/live';
import { outbox } from './runtime/outbox';
import { uploads } from './runtime/upload';

/** A client of one server. Make one for the whole app. */
export function createClient(settings: Settings) {
  const inner = core(settings, {
    exchange: async (code) => (await inner.run(operations.LoginWithWechat, { input: { code } }, { anonymous: true })).loginWithWechat,
    refresh: async (refreshToken, key) => (await inner.run(operations.RefreshLogin, { input: { refreshToken } }, { anonymous: true, key })).refreshLogin,
  });
  const sockets = live(inner);
  const upload = uploads(inner);
  const box = outbox(inner, operations, upload);
  const acts = doer(inner, sockets);
  const methods = api(acts);

  /** Ends the session; when the answer was lost and the session is gone, it has been ended. */
  async function leave(end: () => Promise<unknown>) {
    try {
      await end();
    } catch (thrown) {
      if (!isYitingError(thrown) || thrown.code !== 'UNAUTHENTICATED') throw thrown;
    }
    inner.sessions.end();
    inner.shelf.drop();
  }

  return Object.assign(methods, {
    /** Runs an operation that has no method. */
    run: inner.run,
    /** Typed methods of further operations, such as the console's. */
    also: <T>(make: (doer: Doer) => T): T => make(acts),
    outbox: box,
    upload,
    /** The text of a file of JSON, such as `/export/me.json`: everything that leads to who is logged in. */
    download: downloads(inner),
    /** The whole address of a picture's `url` or `thumbnailUrl`. */
    file: inner.file,
    /** A fresh idempotency key, for a mutation that may be repeated by hand. */
    key: inner.key,
    /** The id of who is logged in. */
    person: inner.sessions.person,
    /** Takes tokens that were got by hand. */
    take: inner.take,
    speak: inner.speak,
    logout: () => leave(() => methods.account.logout({})),
    /** Closes the account for good: personal data is erased. */
    closeAccount: () => leave(() => methods.account.closeAccount({})),
    /** Call when the app goes to the background. */
    pause: inner.pause,
    /** Call when the app comes back or the network does. */
    resume() {
      inner.resume();
      sockets.wake();
      box.flush().catch(() => {});
    },
  });
}

export type Client = ReturnType<typeof createClient>;
