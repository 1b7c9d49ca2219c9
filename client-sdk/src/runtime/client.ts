import { type Cancel } from './cancel';
import { fault, isYitingError, type Language, localFault, type YitingError } from './error';
import { version } from '../generated/version';
import type { Operation } from './operation';
import { type Doors, session, type Tokens } from './session';
import { shelf } from './shelf';
import type { Answer, Failed, Storage, Transport } from './transport';

/** How a call may be made otherwise than usual. */
export interface CallOptions {
  /** Gives the call up. */
  readonly cancel?: Cancel;
  /** Milliseconds of one try; 10 000 when left out. */
  readonly timeout?: number;
  /** Tries at most; 3 when left out. */
  readonly tries?: number;
  /** For queries: an answer of this age in milliseconds will do. */
  readonly fresh?: number;
  /** For queries: called with an older answer at once when there is one, while a new one is fetched. */
  readonly stale?: (data: unknown, at: number) => void;
  /** For queries: with true, an older answer is given when the network fails. */
  readonly offline?: boolean;
  /** For mutations: the idempotency key; fresh when left out. */
  readonly key?: string;
  /** Without a token, and without a login because of it. */
  readonly anonymous?: boolean;
}

/** What a client is made of. Time, chance and waiting come from outside, so that tests decide them. */
export interface Settings {
  /** Where the server is, without a path: `https://yiting.example`. */
  readonly url: string;
  readonly transport: Transport;
  readonly storage: Storage;
  /** The code of wx.login; left out where people log in by hand. */
  readonly login?: () => Promise<string>;
  readonly language?: Language;
  /** 32 hexadecimal digits or more that nobody can guess, once. */
  readonly random?: () => string;
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Who is logged in changed. */
  readonly onSession?: () => void;
  /** The server no longer serves this version: offer the update (`wx.getUpdateManager`). Told of every call. */
  readonly onUpgrade?: (error: YitingError) => void;
  /** Told of every try, for logs: never texts, tokens or variables. */
  readonly onTry?: (operation: string, milliseconds: number, code: string) => void;
}

/** Calls at once; two of WeChat's ten places are left for files. */
const PLACES = 8;

const json = 'application/json';

/** Operations that end or begin a session by themselves; another token would make no sense. */
const ALONE = /^(LoginWithWechat|LoginStaff|RefreshLogin|Logout|CloseAccount)$/;

/** The core: one call with its tries, its token, its key and its place in the queue. */
export function core(settings: Settings, doors: Pick<Doors, 'exchange' | 'refresh'>) {
  const now = settings.now || Date.now;
  const wait = settings.wait || ((milliseconds) => new Promise<void>((done) => { setTimeout(done, milliseconds); }));
  const tell = settings.onTry || (() => {});
  let language = settings.language || 'zh-CN';
  const say = () => language;
  const kept = shelf(settings.storage, now, say);
  const seed = (settings.random || guess)();
  let count = 0;
  /** Keys are this start, by chance, and a number: no two calls share one. */
  const key = () => `${seed}-${(count += 1).toString(36)}`;

  let paused = false;
  let resumed: Array<() => void> = [];
  const awake = () => new Promise<void>((done) => { if (paused) resumed.push(done); else done(); });

  let free = PLACES;
  const queue: Array<() => void> = [];
  const place = () => new Promise<void>((done) => { if (free > 0) { free -= 1; done(); } else queue.push(done); });
  const leave = () => { const next = queue.shift(); if (next) next(); else free += 1; };

  /** Full jitter: anything up to a bound that doubles; what the server asks for comes on top. */
  const rest = (tries: number, after: YitingError) => wait((after.retryAfterMs || 0) + Math.random() * Math.min(400 * 2 ** tries, 8000));

  const door: Doors = Object.assign({ rest }, doors);
  const sessions = session(kept, settings.login ? Object.assign({ login: settings.login }, door) : door, now, key, () => { if (settings.onSession) settings.onSession(); });

  /** One exchange with the server, whatever its status. */
  function exchange(begin: (done: (answer: Answer) => void, failed: Failed) => () => void, cancel?: Cancel): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let stop = () => {};
      let abort = () => {};
      const failed: Failed = (code, detail) => {
        stop();
        reject(localFault(cancel?.cancelled ? 'CANCELLED' : code, language, detail ? { detail } : {}));
      };
      if (cancel?.cancelled) { failed('CANCELLED'); return; }
      abort = begin((answer) => { stop(); resolve(answer); }, failed);
      if (cancel) stop = cancel.on(() => { abort(); failed('CANCELLED'); });
    });
  }

  /** What a status means that comes without words of the server. */
  const unsaid = (status: number) => (status === 429 ? 'TOO_OFTEN' : status >= 500 ? 'BAD_GATEWAY' : 'BAD_ANSWER');

  /** The JSON of an answer; anything else becomes an error that says what to do. */
  function read(answer: Answer): Record<string, unknown> {
    const requestId = answer.header('x-request-id');
    const seconds = Number(answer.header('retry-after'));
    const more: { -readonly [K in keyof YitingError]?: YitingError[K] } = { detail: `status ${answer.status}` };
    if (requestId) more.requestId = requestId;
    if (seconds > 0) more.retryAfterMs = seconds * 1000;
    let body: { errors?: Array<{ message: string; extensions?: Record<string, unknown> }> };
    try {
      body = JSON.parse(answer.text) as typeof body;
      if (typeof body !== 'object' || !body) throw new Error();
    } catch {
      throw localFault(unsaid(answer.status), language, more);
    }
    const [error] = body.errors || [];
    if (error) {
      const { code, field, retryable, retryAfterMs } = error.extensions || {};
      more.retryable = retryable === true || answer.status === 429;
      if (field) more.field = String(field);
      if (retryAfterMs) more.retryAfterMs = Number(retryAfterMs);
      throw fault((code || 'INTERNAL') as YitingError['code'], error.message, more);
    }
    if (answer.status >= 400) throw localFault(unsaid(answer.status), language, more);
    return body as Record<string, unknown>;
  }

  /** Hands on that this version is no longer served. */
  const retired = (error: YitingError) => { if (settings.onUpgrade && error.code === 'UPGRADE_REQUIRED') settings.onUpgrade(error); };

  /** The head of every request. */
  const head = (token?: string, more?: Record<string, string>): Record<string, string> =>
    Object.assign({ 'accept-language': language, 'x-yiting-sdk': version }, more, token && { authorization: `Bearer ${token}` });

  /** Tries a call until it is answered for good. */
  async function tried<T>(name: string, options: CallOptions, attempt: (token: string | undefined) => Promise<T>): Promise<T> {
    const alone = ALONE.test(name);
    // A login's code works once: whoever asks again needs another.
    const most = options.tries || (/^Login/.test(name) ? 1 : 3);
    let renewed = false;
    for (let tries = 1; ; ) {
      await awake();
      // Logging in has tries of its own, which are not multiplied by those here.
      const token = options.anonymous ? undefined : await (alone ? sessions.current() : sessions.token());
      const begun = now();
      try {
        const data = await attempt(token);
        tell(name, now() - begun, 'OK');
        return data;
      } catch (thrown) {
        if (!isYitingError(thrown)) throw thrown;
        tell(name, now() - begun, thrown.code);
        retired(thrown);
        if (thrown.code === 'UNAUTHENTICATED' && !renewed && !alone && !options.anonymous && sessions.renewable()) {
          renewed = true;
          await sessions.renewed(token, thrown);
          continue;
        }
        // Interrupted by going to the background: that try does not count, it goes on afterwards.
        if (thrown.code === 'BACKGROUND' && paused) continue;
        const late = (thrown.retryAfterMs || 0) > 30_000;
        if (!thrown.retryable || late || tries >= most) throw thrown;
        tries += 1;
        await rest(tries, thrown);
        if (options.cancel?.cancelled) throw localFault('CANCELLED', language);
      }
    }
  }

  async function fetched<D, V>(operation: Operation<D, V>, variables: unknown, options: CallOptions): Promise<D> {
    const body = JSON.stringify({ query: operation.text, operationName: operation.name, variables });
    // Those that all others may be waiting for take no place.
    const alone = ALONE.test(operation.name);
    if (!alone) await place();
    try {
      return await tried(operation.name, options, async (token) => {
        const headers = head(token, { 'content-type': json, accept: json });
        const ask = { url: `${settings.url}/graphql`, method: 'POST', headers, body, timeout: options.timeout || 10_000 } as const;
        const { data } = read(await exchange((done, failed) => settings.transport.request(ask, done, failed), options.cancel));
        if (data === undefined || data === null) throw localFault('BAD_ANSWER', language);
        return data as D;
      });
    } finally {
      if (!alone) leave();
    }
  }

  /** Runs a query or mutation. Mutations get a key, under which any repetition is the same act. */
  async function run<D, V>(operation: Operation<D, V>, variables: unknown, options: CallOptions = {}): Promise<D> {
    if (operation.kind === 'mutation') {
      const { input } = variables as { input: { clientMutationId?: string } };
      const clientMutationId = options.key || input.clientMutationId || key();
      return fetched(operation, { input: Object.assign({}, input, { clientMutationId }) }, options);
    }
    const { fresh, stale, offline } = options;
    if (fresh === undefined && !stale && !offline) return fetched(operation, variables, options);
    // Asked anew after the call, which may have logged somebody in.
    const name = () => [operation.hash, sessions.person() || '', language, JSON.stringify(variables || null)].join(' ');
    const old = kept.cached<D>(name());
    if (old && now() - old.at >= 0 && now() - old.at < (fresh || 0)) return old.data;
    if (old && stale) stale(old.data, old.at);
    try {
      const data = await fetched(operation, variables, options);
      kept.cache(name(), data);
      return data;
    } catch (thrown) {
      if (old && offline && isYitingError(thrown) && thrown.retryable) return old.data;
      throw thrown;
    }
  }

  return {
    run,
    read,
    exchange,
    tried,
    retired,
    head,
    /** The whole address of a picture: the server gives paths on its own origin. */
    file: (path: string) => (path[0] === '/' ? settings.url + path : path),
    key,
    shelf: kept,
    sessions,
    wait,
    now,
    settings,
    say,
    /** The language of messages from now on. */
    speak(chosen: Language) { language = chosen; },
    /** The app went to the background: nothing new is sent. */
    pause() { paused = true; },
    /** The app is back: what waited goes on. */
    resume() {
      paused = false;
      const all = resumed;
      resumed = [];
      all.forEach((done) => done());
    },
    awake,
    /** Takes the tokens of a login by hand. */
    take(tokens: Tokens) { sessions.take(tokens); },
  };
}

export type Core = ReturnType<typeof core>;

/** Where nothing better is given: unique, though not secret. */
function guess(): string {
  let text = Date.now().toString(16);
  while (text.length < 32) text += Math.random().toString(16).slice(2);
  return text.slice(0, 32);
}
