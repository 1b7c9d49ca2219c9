// One session for all tabs of this browser. The access token lives in memory alone. The refresh token is
// kept where every tab finds it, because a tab that used an old one would end the session: the server
// takes a second use for a theft. Tabs refresh one at a time, each with the newest token.
import type { Transport } from '../../../src/runtime/transport';
import type { Storage } from '../../../src/runtime/transport';

const PLACE = 'yiting.console.session';
const SDK = 'yiting.session';
/** A browser that was not used for so long asks for a login again: somebody else may sit there. */
const IDLE = 4 * 3600 * 1000;

interface Shared {
  refreshToken: string;
  /** When it was last used, by this machine's clock. */
  at: number;
  /** The key of a refresh that was begun and perhaps never answered. */
  refreshing?: string;
}

/** The shared part of the session, unless it is too old. */
export function shared(): Shared | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Shared | null;
    if (found && Date.now() - found.at < IDLE) return found;
    localStorage.removeItem(PLACE);
  } catch { /* storage is off: the session ends with the tab */ }
  return undefined;
}

const keep = (value: Shared | undefined) => {
  try {
    if (value) localStorage.setItem(PLACE, JSON.stringify(value));
    else localStorage.removeItem(PLACE);
  } catch { /* as above */ }
};

/** Puts the idle clock back; called when somebody does something. */
export function active() {
  const found = shared();
  if (found && Date.now() - found.at > 60_000) keep({ ...found, at: Date.now() });
}

/** What the SDK stores: its session is split, everything else stays in memory. */
export function sessionStorageOf(): Storage {
  const memory = new Map<string, string>();
  const known = shared();
  // No access token yet: the first call fetches one.
  if (known) memory.set(SDK, JSON.stringify({ accessToken: '', refreshToken: known.refreshToken, until: 0 }));
  return {
    get: (key) => memory.get(key),
    set(key, value) {
      memory.set(key, value);
      if (key !== SDK) return;
      const { refreshToken, refreshing } = JSON.parse(value) as Shared;
      // While a refresh runs its own lock keeps the shared part.
      if (!refreshing) keep({ refreshToken, at: Date.now() });
    },
    remove(key) {
      memory.delete(key);
      if (key === SDK) keep(undefined);
    },
  };
}

/** Lets tabs refresh one after another, whatever token the tab itself still knows. */
export function takingTurns(inner: Transport): Transport {
  return {
    ...inner,
    request(ask, done, failed) {
      const body = ask.body ? JSON.parse(ask.body) as { operationName?: string; variables: { input: { refreshToken: string; clientMutationId: string } } } : {} as never;
      if (body.operationName !== 'RefreshLogin' || !navigator.locks) return inner.request(ask, done, failed);
      let given = false;
      let stop = () => {};
      void navigator.locks.request(PLACE, () => new Promise<void>((free) => {
        if (given) { free(); return; }
        const input = body.variables.input;
        const newest = shared();
        if (newest) {
          if (newest.refreshToken !== input.refreshToken) input.clientMutationId = newest.refreshing ?? `${input.clientMutationId}-t`;
          else if (newest.refreshing) input.clientMutationId = newest.refreshing;
          input.refreshToken = newest.refreshToken;
          keep({ ...newest, refreshing: input.clientMutationId });
        }
        const over = <T extends unknown[]>(act: (...given: T) => void) => (...args: T) => { act(...args); free(); };
        stop = inner.request({ ...ask, body: JSON.stringify(body) }, over((answer) => {
          try {
            const next = (JSON.parse(answer.text) as { data?: { refreshLogin?: { refreshToken: string } } }).data?.refreshLogin?.refreshToken;
            if (next) keep({ refreshToken: next, at: Date.now() });
          } catch { /* the SDK says what is wrong with it */ }
          done(answer);
        }), over(failed));
      }));
      return () => { given = true; stop(); };
    },
  };
}

/** Tells when another tab logs out or somebody else in. */
export function onShared(changed: (person: boolean) => void) {
  addEventListener('storage', (event) => {
    if (event.key === PLACE && (event.newValue === null || event.oldValue === null)) changed(event.newValue !== null);
  });
}
