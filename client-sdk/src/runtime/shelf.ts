import { type Language, localFault } from './error';
import type { Storage } from './transport';

const INDEX = 'yiting.cache';
/** Characters that answers may take together; WeChat allows 10 MB for everything. */
const MOST = 2_000_000;

type Line = [key: string, size: number, at: number];

/** Keeps values on the phone: what must be kept, and answers that may be dropped for it. */
export function shelf(storage: Storage, now: () => number, language: () => Language) {
  const parse = <T>(text: string | undefined): T | undefined => {
    try {
      return text ? JSON.parse(text) as T : undefined;
    } catch {
      return undefined;
    }
  };
  const lines = () => parse<Line[]>(storage.get(INDEX)) || [];
  const drop = () => {
    lines().forEach(([key]) => storage.remove(key));
    storage.remove(INDEX);
  };
  return {
    read: <T>(key: string) => parse<T>(storage.get(key)),
    /** Keeps a value, at the expense of cached answers; throws STORAGE_FULL when even that does not help. */
    keep(key: string, value: unknown) {
      const text = JSON.stringify(value);
      try {
        storage.set(key, text);
      } catch {
        drop();
        try {
          storage.set(key, text);
        } catch (thrown) {
          throw localFault('STORAGE_FULL', language(), { detail: String(thrown) });
        }
      }
    },
    forget: (key: string) => storage.remove(key),
    /** The cached answer under a key and when it was given. */
    cached<T>(key: string): { at: number; data: T } | undefined {
      const found = parse<{ of: string; at: number; data: T }>(storage.get(slot(key)));
      return found && found.of === key ? found : undefined;
    },
    /** Caches an answer, dropping the oldest; a full phone caches nothing. */
    cache(key: string, data: unknown) {
      const at = now();
      const text = JSON.stringify({ of: key, at, data });
      const name = slot(key);
      const kept = lines().filter(([known]) => known !== name);
      let sum = text.length;
      kept.forEach(([, size]) => { sum += size; });
      while (sum > MOST && kept.length) {
        const [oldest, size] = kept.shift() as Line;
        storage.remove(oldest);
        sum -= size;
      }
      if (sum > MOST) return;
      try {
        // The index first: an entry that nobody knows of would never be dropped.
        storage.set(INDEX, JSON.stringify([...kept, [name, text.length, at]]));
        storage.set(name, text);
      } catch {
        drop();
      }
    },
    drop,
  };
}

export type Shelf = ReturnType<typeof shelf>;

/** A short name for a long key; the key itself stands in the value, so that a collision is only a miss. */
function slot(key: string): string {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let i = 0; i < key.length; i += 1) {
    a = Math.imul(a ^ key.charCodeAt(i), 0x1000193);
    b = Math.imul(b ^ key.charCodeAt(i), 0x5bd1e995);
  }
  return `yiting.c.${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
