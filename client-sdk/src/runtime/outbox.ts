import type { Core } from './client';
import { isYitingError, localFault } from './error';
import type { AnyOperation } from './operation';

const KEY = 'yiting.outbox';

/** Something that a person did and that the server has not acknowledged yet. */
export interface Entry {
  /** The idempotency key under which it is sent, however often. */
  readonly id: string;
  /** The operation's name. */
  readonly operation: string;
  readonly input: Record<string, unknown>;
  /** What people read in the list of what waits. */
  readonly label: string;
  /** When it was done, by this phone's clock. */
  readonly at: number;
  /** Whose it is; empty when nobody was logged in. */
  readonly by: string;
  /** Why the server will not have it; it stays until it is dropped or sent anew. */
  readonly refused?: { readonly code: string; readonly message: string };
}

/** Told of everything that happens to entries. */
export type OutboxListener = (entry: Entry, what: 'kept' | 'done' | 'refused' | 'waits', result?: unknown) => void;

/**
 * Keeps what people do until the server has acknowledged it: written down before it is sent, sent in
 * order under one key, and so neither lost nor doubled when the app is killed.
 */
export function outbox(core: Pick<Core, 'shelf' | 'run' | 'key' | 'now' | 'say' | 'sessions' | 'wait'>, operations: Record<string, AnyOperation>) {
  let entries = core.shelf.read<Entry[]>(KEY) ?? [];
  let sending: Promise<void> | undefined;
  let waits = 0;
  let listeners: OutboxListener[] = [];
  const tell: OutboxListener = (...told) => listeners.forEach((listener) => listener(...told));
  const write = (next: Entry[]) => {
    core.shelf.keep(KEY, next);
    entries = next;
  };
  const mine = (entry: Entry) => !entry.by || entry.by === (core.sessions.person() ?? entry.by);
  const next = () => entries.find((entry) => !entry.refused && mine(entry));

  /** Removes an entry; what waited for its result gets it, or is told that it will not come. */
  function settle(entry: Entry, result: unknown) {
    const mark = `@${entry.id}:`;
    const filled = (text: string) => text.slice(mark.length).split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], result);
    const waiting = (value: unknown): value is string => typeof value === 'string' && value.indexOf(mark) === 0;
    write(entries.filter((known) => known.id !== entry.id).map((known) => {
      const names = Object.keys(known.input).filter((name) => waiting(known.input[name]));
      if (!names.length) return known;
      if (result === undefined) {
        const { code, message } = localFault('DEPENDS', core.say());
        return Object.assign({}, known, { refused: { code, message } });
      }
      const input = Object.assign({}, known.input);
      names.forEach((name) => { input[name] = filled(input[name] as string); });
      return Object.assign({}, known, { input });
    }));
  }

  async function send(): Promise<void> {
    for (let entry = next(); entry; entry = next()) {
      const operation = operations[entry.operation];
      const current = entry;
      try {
        if (!operation) throw localFault('DEPENDS', core.say());
        const data = await core.run(operation, { input: entry.input }, { key: entry.id }) as Record<string, unknown>;
        const result = data[Object.keys(data)[0] as string];
        waits = 0;
        settle(entry, result);
        tell(entry, 'done', result);
      } catch (thrown) {
        if (!isYitingError(thrown)) throw thrown;
        if (thrown.retryable || thrown.code === 'UNAUTHENTICATED') {
          tell(entry, 'waits', thrown);
          if (thrown.retryable) later();
          return;
        }
        const refused = Object.assign({}, entry, { refused: { code: thrown.code, message: thrown.message } });
        write(entries.map((known) => (known.id === current.id ? refused : known)));
        tell(refused, 'refused', thrown);
      }
    }
  }

  /** Tries again by and by; coming back to the foreground and to the network try at once. */
  function later() {
    waits += 1;
    if (waits > 6) return;
    core.wait(Math.min(1000 * 3 ** waits, 120_000)).then(() => self.flush()).catch(() => {});
  }

  const self = {
    /**
     * Keeps an act and sends it as soon as possible. An input of `@ID:path` is taken from the result of
     * the entry ID. Throws STORAGE_FULL when it cannot be written down: then nothing is pretended.
     */
    add(operation: AnyOperation, input: Record<string, unknown>, label: string): Entry {
      const entry: Entry = { id: core.key(), operation: operation.name, input, label, at: core.now(), by: core.sessions.person() ?? '' };
      write([...entries, entry]);
      tell(entry, 'kept');
      self.flush().catch(() => {});
      return entry;
    },
    /** What waits or was refused, the oldest first. */
    list: (): readonly Entry[] => entries.filter(mine),
    /** Sends what waits; one round however often it is called. */
    flush(): Promise<void> {
      if (!sending) {
        sending = send();
        const done = () => { sending = undefined; };
        sending.then(done, done);
      }
      return sending;
    },
    /** Puts a refused entry in again, perhaps with other input, under a new key. */
    retry(id: string, input?: Record<string, unknown>) {
      write(entries.map((entry) => (entry.id === id && entry.refused
        ? { id: core.key(), operation: entry.operation, input: input ?? entry.input, label: entry.label, at: entry.at, by: entry.by } : entry)));
      return self.flush();
    },
    /** Forgets an entry, whatever its state. */
    drop(id: string) {
      const entry = entries.find((known) => known.id === id);
      if (entry) settle(entry, undefined);
    },
    /** Calls back on everything that happens; answers how to stop. */
    on(listener: OutboxListener) {
      listeners.push(listener);
      return () => { listeners = listeners.filter((known) => known !== listener); };
    },
  };
  return self;
}

export type Outbox = ReturnType<typeof outbox>;
