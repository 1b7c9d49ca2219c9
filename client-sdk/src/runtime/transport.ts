import type { LocalCode } from './error';

/** A request as the library makes it. */
export interface Ask {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** An answer of any status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Looks a header up, whatever its case. */
  header(name: string): string | undefined;
}

export type Failed = (code: LocalCode, detail?: string) => void;

/** A file on its way. */
export interface Parcel {
  readonly url: string;
  readonly path: string;
  readonly field: string;
  readonly form: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly timeout: number;
  /** Called with 0 to 100. */
  readonly progress?: ((percent: number) => void) | undefined;
}

/** An open socket. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

/** What happens on a socket. */
export interface WireEvents {
  open(): void;
  message(text: string): void;
  /** Called once, whatever the reason. */
  closed(code: number): void;
}

/** How this library reaches the network. What it starts can be given up by the returned function. */
export interface Transport {
  request(ask: Ask, done: (answer: Answer) => void, failed: Failed): () => void;
  upload?(parcel: Parcel, done: (answer: Answer) => void, failed: Failed): () => void;
  connect?(url: string, protocol: string, events: WireEvents): Wire;
}

/** Storage of the phone; each call is done when it returns. `set` throws when it is full. */
export interface Storage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Looks a header up in an object, whatever its case. */
export function headerOf(headers: Record<string, unknown> | undefined): (name: string) => string | undefined {
  return (name) => {
    for (const key in headers) {
      if (key.toLowerCase() === name) return String(headers[key]);
    }
    return undefined;
  };
}

/** Storage in memory, for tests and for browsers that have none. */
export function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key),
    set: (key, value) => { kept.set(key, value); },
    remove: (key) => { kept.delete(key); },
  };
}
