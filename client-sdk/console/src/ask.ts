// Questions to the server, as components ask them.
import { useCallback, useEffect, useRef, useState } from 'react';
import { isYitingError, type YitingError } from '../../src/runtime/error';
import { useLanguage } from './language';
import { client } from './session/client';

export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: YitingError | undefined;
  readonly loading: boolean;
  again(): void;
}

/** Answers of this visit, so that going back shows a page at once while it is read again. */
const seen = new Map<string, unknown>();
/** When somebody else sits down, nothing of the one before may show. */
export const forget = () => seen.clear();

/** Whatever was thrown, as an error that can be shown. */
export function told(thrown: unknown): YitingError {
  if (isYitingError(thrown)) return thrown;
  return Object.assign(new Error(String(thrown)), { name: 'YitingError' as const, code: 'INTERNAL' as const, retryable: false });
}

/** Asks when the key changes; a null key asks nothing. */
export function useAsk<T>(key: string | null, ask: () => Promise<T>): Asked<T> {
  const { language } = useLanguage();
  const name = key === null ? null : `${language} ${key}`;
  const [state, set] = useState<{ name: string | null; data?: T; error?: YitingError; loading: boolean }>({ name: null, loading: true });
  const latest = useRef(ask);
  latest.current = ask;
  const turn = useRef(0);
  const load = useCallback(() => {
    if (name === null) return;
    const mine = ++turn.current;
    const old = seen.get(name) as T | undefined;
    set((before) => ({ name, loading: true, ...(before.name === name && before.data !== undefined ? { data: before.data } : old !== undefined ? { data: old } : {}) }));
    latest.current().then(
      (data) => { if (mine !== turn.current) return; seen.set(name, data); set({ name, data, loading: false }); },
      (thrown: unknown) => { if (mine === turn.current) set((before) => ({ ...before, name, error: told(thrown), loading: false })); },
    );
  }, [name]);
  useEffect(() => { load(); return () => { turn.current += 1; }; }, [load]);
  const mine = state.name === name;
  return { data: mine ? state.data : name ? seen.get(name) as T | undefined : undefined, error: mine ? state.error : undefined, loading: !mine || state.loading, again: load };
}

interface Page<N> { nodes: readonly N[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }

/** A list that grows by pages. */
export function usePages<N>(key: string | null, page: (after: string | null) => Promise<Page<N>>) {
  const first = useAsk(key, () => page(null));
  const [more, setMore] = useState<{ of: unknown; nodes: N[]; info: Page<N>['pageInfo'] } | null>(null);
  const [fetching, setFetching] = useState(false);
  const [failed, setFailed] = useState<YitingError>();
  const rest = more && more.of === first.data ? more : null;
  const info = rest?.info ?? first.data?.pageInfo;
  return {
    ...first,
    error: first.error ?? failed,
    nodes: first.data ? [...first.data.nodes, ...(rest?.nodes ?? [])] : undefined,
    hasMore: info?.hasNextPage ?? false,
    fetching,
    async next() {
      if (!info?.hasNextPage || fetching) return;
      setFetching(true);
      setFailed(undefined);
      try {
        const next = await page(info.endCursor);
        setMore({ of: first.data, nodes: [...(rest?.nodes ?? []), ...next.nodes], info: next.pageInfo });
      } catch (thrown) { setFailed(told(thrown)); } finally { setFetching(false); }
    },
  };
}

/** Reads again when the server tells of a change, at most once a second. */
export function useLive(subscribe: ((listener: { next(data: unknown): void; again(): void }) => () => void) | null, key: string, read: () => void) {
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    if (!subscribe) return undefined;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const soon = () => { waiting ??= setTimeout(() => { waiting = undefined; latest.current(); }, 300); };
    const stop = subscribe({ next: soon, again: soon });
    return () => { clearTimeout(waiting); stop(); };
    // eslint-disable-next-line: the key names what is subscribed to
  }, [key]);
}

addEventListener('online', () => client.resume());
