/** Where a scanned code leads. */
export type Target =
  | { readonly page: 'proposal'; readonly number: string }
  | { readonly page: 'consultation' | 'ballot' | 'round' | 'meeting' | 'proposal'; readonly id: string; readonly code?: string }
  | { readonly page: 'verify'; readonly code: string }
  | { readonly page: 'area'; readonly code: string }
  | { readonly page: 'home' };

const PAGES: Record<string, 'consultation' | 'ballot' | 'round' | 'meeting'> = { c: 'consultation', b: 'ballot', r: 'round', m: 'meeting' };

/**
 * The target of a scene, which has 32 characters at most: `p:` and a proposal's number; `c:`, `b:`, `r:` or
 * `m:` and the id of a consultation, ballot, round or meeting; `h:` and a household's code; `a:` and the
 * code of an area, such as a stairwell's. A meeting's id may be followed by the six digits of the room's
 * screen. Anything else goes home.
 */
export function targetOf(scene: string): Target {
  const [, kind = '', rest = ''] = /^([a-z]):(.+)$/.exec(scene.trim()) ?? [];
  if (kind === 'p') return { page: 'proposal', number: rest };
  if (kind === 'h') return { page: 'verify', code: rest };
  if (kind === 'a') return { page: 'area', code: rest };
  const page = PAGES[kind];
  if (!page) return { page: 'home' };
  const [, id = rest, code] = /^(.+):(\d{6})$/.exec(rest) ?? [];
  return code && page === 'meeting' ? { page, id, code } : { page, id: rest };
}
