// What was typed and not yet sent. It outlives the page, the session and the network.
import { useEffect, useRef, useState } from 'react';
import { client } from './session/client';

interface Draft<V> {
  values: V;
  /** The key of the last attempt: the same words sent again are the same act. */
  key?: string;
  sent?: string;
}

const place = (name: string) => `yiting.console.draft.${client.person() ?? ''}.${name}`;

/** Names and phones of residents are kept for this tab only. */
const shelf = (secret: boolean) => (secret ? sessionStorage : localStorage);

function read<V>(name: string, secret: boolean): Draft<V> | undefined {
  try {
    return JSON.parse(shelf(secret).getItem(place(name)) ?? 'null') as Draft<V> ?? undefined;
  } catch {
    return undefined;
  }
}

/** Values of a form that are kept under a name until they are sent. */
export function useDraft<V extends object>(name: string, initial: V, secret = false) {
  const [values, set] = useState<V>(() => ({ ...initial, ...read<V>(name, secret)?.values }));
  const [kept, setKept] = useState(() => read<V>(name, secret) !== undefined);
  const [full, setFull] = useState(false);
  const first = useRef(true);
  const write = (draft: Draft<V> | undefined) => {
    try {
      if (draft) shelf(secret).setItem(place(name), JSON.stringify(draft));
      else shelf(secret).removeItem(place(name));
      setKept(draft !== undefined);
      setFull(false);
    } catch { setFull(true); }
  };
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    const before = read<V>(name, secret);
    const same = JSON.stringify(values) === JSON.stringify(initial);
    write(same ? undefined : { ...before, values });
  }, [JSON.stringify(values)]);
  return {
    values,
    /** Whether something is kept. */
    kept,
    /** Whether the browser has no room to keep it. */
    full,
    change: (changes: Partial<V>) => set((before) => ({ ...before, ...changes })),
    /** The key to send it under. */
    key(): string {
      const text = JSON.stringify(values);
      const before = read<V>(name, secret);
      if (before?.key && before.sent === text) return before.key;
      const key = client.key();
      write({ values, key, sent: text });
      return key;
    },
    /** It was sent, or is no longer wanted. */
    drop() {
      write(undefined);
      first.current = true;
      set(initial);
    },
  };
}
