import { isYitingError, type YitingError } from './error';
import type { Shelf } from './shelf';
import { claims } from './token';

const KEY = 'yiting.session';

/** A pair of tokens as the server gives it. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface Kept extends Tokens {
  /** By this phone's clock, which may be wrong but runs: until when the access token lives. */
  until: number;
  /** The key of a refresh that was begun, so that it is repeated and not done twice. */
  refreshing?: string;
}

/** How a session gets its tokens. */
export interface Doors {
  /** The code of wx.login; absent where people log in by hand. */
  readonly login?: () => Promise<string>;
  exchange(code: string): Promise<Tokens>;
  refresh(refreshToken: string, key: string): Promise<Tokens>;
  /** Waits before another try. */
  rest(tries: number, after: YitingError): Promise<void>;
}

/** One session: tokens kept on the phone, renewed by one call however many need it. */
export function session(shelf: Shelf, doors: Doors, now: () => number, key: () => string, changed: () => void) {
  let kept = shelf.read<Kept>(KEY);
  let renewing: Promise<string> | undefined;

  const save = () => {
    try {
      if (kept) shelf.keep(KEY, kept);
      else shelf.forget(KEY);
    } catch {
      // A full phone keeps the session in memory; after a restart it logs in anew.
    }
  };

  const take = (tokens: Tokens) => {
    const { iat = 0, exp = 0 } = claims(tokens.accessToken);
    kept = {
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      // Its length and not its end counts: the phone's clock may be years off.
      until: now() + Math.max(exp - iat - 30, 0) * 1000,
    };
    save();
    changed();
    return kept.accessToken;
  };

  const end = () => {
    kept = undefined;
    save();
    changed();
  };

  async function login(getCode: () => Promise<string>): Promise<string> {
    for (let tries = 1; ; tries += 1) {
      try {
        // Each try needs a code of its own: it works once, and the answer may have been lost.
        return take(await doors.exchange(await getCode()));
      } catch (thrown) {
        const again = isYitingError(thrown) && (thrown.retryable || thrown.code === 'WECHAT_CODE_INVALID');
        if (!again || tries >= 3) throw thrown;
        await doors.rest(tries, thrown);
      }
    }
  }

  async function renew(unauthenticated: unknown): Promise<string> {
    if (kept) {
      if (!kept.refreshing) {
        kept.refreshing = key();
        save();
      }
      try {
        return take(await doors.refresh(kept.refreshToken, kept.refreshing));
      } catch (thrown) {
        if (!isYitingError(thrown) || thrown.code !== 'UNAUTHENTICATED') throw thrown;
        end();
        if (!doors.login) throw thrown;
      }
    }
    if (!doors.login) throw unauthenticated;
    return login(doors.login);
  }

  return {
    /** A token that should be good; nothing where nobody is logged in and nobody can be. */
    async token(): Promise<string | undefined> {
      if (kept && now() < kept.until) return kept.accessToken;
      if (!kept && !doors.login) return undefined;
      return this.renewed(kept?.accessToken);
    },
    /** The token as it is, good or not. */
    current: () => Promise.resolve(kept?.accessToken),
    /** Another token than one that was refused; one call for all that wait. */
    renewed(refused: string | undefined, why?: unknown): Promise<string> {
      if (kept && kept.accessToken !== refused) return Promise.resolve(kept.accessToken);
      if (!renewing) {
        const done = () => { renewing = undefined; };
        renewing = renew(why);
        renewing.then(done, done);
      }
      return renewing;
    },
    /** Whether another token can be had. */
    renewable: () => !!kept || !!doors.login,
    /** Takes tokens that were got by hand, such as by a staff login. */
    take: (tokens: Tokens) => { take(tokens); },
    end,
    /** Who is logged in, by the id in the token. */
    person: () => (kept ? claims(kept.accessToken).sub : undefined),
  };
}

export type Session = ReturnType<typeof session>;
