import type { Core } from './client';
import { isYitingError, localFault } from './error';
import type { AnyOperation } from './operation';
import type { Upload } from './upload';

const KEY = 'yiting.outbox';
/** The operation of an entry that is a file. */
const FILE = 'upload';

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
export function outbox(core: Pick<Core, 'shelf' | 'run' | 'key' | 'now' | 'say' | 'sessions' | 'wait'>, operations: Record<string, AnyOperation>, upload: Upload) {
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
  /** Whether an entry needs the result of another one that is still here. */
  const needs = (entry: Entry, other: Entry) => entry !== other && JSON.stringify(entry.input).indexOf(`"@${other.id}:`) >= 0;
  const next = () => entries.find((entry) => !entry.refused && mine(entry) && !entries.some((other) => needs(entry, other)));

  /** Removes an entry; what waited for its result gets it, or is told that it will not come. */
  function settle(entry: Entry, result: unknown) {
    const mark = `@${entry.id}:`;
    const filled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(filled);
      if (typeof value !== 'string' || value.indexOf(mark) !== 0) return value;
      return value.slice(mark.length).split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name], result);
    };
    write(entries.filter((known) => known.id !== entry.id).map((known) => {
      if (!needs(known, entry)) return known;
      // A picture that was dropped is left out; what needs anything else cannot be done without it.
      if (result === undefined && entry.operation === FILE) {
        const input = Object.assign({}, known.input);
        Object.keys(input).forEach((name) => {
          const value = input[name];
          if (Array.isArray(value)) input[name] = value.filter((one) => typeof one !== 'string' || one.indexOf(mark) !== 0);
        });
        return Object.assign({}, known, { input });
      }
      if (result === undefined) {
        const { code, message } = localFault('DEPENDS', core.say());
        return Object.assign({}, known, { refused: { code, message } });
      }
      const input = Object.assign({}, known.input);
      Object.keys(input).forEach((name) => { input[name] = filled(input[name]); });
      return Object.assign({}, known, { input });
    }));
  }

  /** Does what an entry stands for, under its key. */
  async function perform({ id, operation: name, input }: Entry): Promise<unknown> {
    if (name === FILE) return upload(input['path'] as string, { key: id });
    const operation = operations[name];
    if (!operation) throw localFault('DEPENDS', core.say());
    const data = await core.run(operation, { input }, { key: id }) as Record<string, unknown>;
    return data[Object.keys(data)[0] as string];
  }

  async function send(): Promise<void> {
    for (let entry = next(); entry; entry = next()) {
      const current = entry;
      try {
        const result = await perform(entry);
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

  function keep(operation: string, input: Record<string, unknown>, label: string): Entry {
    const entry: Entry = { id: core.key(), operation, input, label, at: core.now(), by: core.sessions.person() ?? '' };
    write([...entries, entry]);
    tell(entry, 'kept');
    self.flush().catch(() => {});
    return entry;
  }

  const self = {
    /**
     * Keeps an act and sends it as soon as possible. An input of `@ID:path`, alone or in a list, is taken
     * from the result of the entry ID, for which it waits. Throws STORAGE_FULL when it cannot be written down: then nothing is pretended.
     */
    add: (operation: AnyOperation, input: Record<string, unknown>, label: string): Entry => keep(operation.name, input, label),
    /**
     * Keeps a file, which must lie where the system does not clear it away, until it is uploaded. What needs
     * it names it `@ID:id`.
     */
    addFile: (path: string, label: string): Entry => keep(FILE, { path }, label),
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
