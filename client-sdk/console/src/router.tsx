// Addresses of the console: history entries below /console/.
import { type ReactNode, useSyncExternalStore } from 'react';
import { RouterProvider } from 'react-aria-components';

const BASE = '/console';
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());
addEventListener('popstate', tell);

/** Goes to an address such as `/queue?clock=RED`. */
export function go(path: string, options: { replace?: boolean } = {}) {
  const href = path.startsWith(BASE) ? path : BASE + path;
  if (href === location.pathname + location.search) return;
  if (options.replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  tell();
  if (!options.replace && !document.startViewTransition) scrollTo(0, 0);
}

const subscribe = (listener: () => void) => { listeners.add(listener); return () => { listeners.delete(listener); }; };

/** The address now: its parts and its parameters. */
export function usePlace() {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [path = '', query = ''] = href.split('?');
  const parts = path.slice(BASE.length).split('/').filter(Boolean).map(decodeURIComponent);
  return { href: href.slice(BASE.length) || '/', parts, query: new URLSearchParams(query) };
}

/** Changes parameters of the address and keeps the rest. */
export function narrow(changes: Record<string, string | undefined>) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  go(`${location.pathname.slice(BASE.length)}${text ? `?${text}` : ''}`, { replace: true });
}

/** A plain link of the console. */
export function Link({ to, children, className, ...more }: { to: string; children: ReactNode; className?: string; 'aria-label'?: string; 'aria-current'?: 'page' | undefined }) {
  return (
    <a
      {...more}
      href={BASE + to}
      className={className}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}

/** Lets menus and tabs of the component library follow addresses too. */
export function Routes({ children }: { children: ReactNode }) {
  return <RouterProvider navigate={(path) => go(path)} useHref={(path) => (path.startsWith('/') && !path.startsWith(BASE) ? BASE + path : path)}>{children}</RouterProvider>;
}
