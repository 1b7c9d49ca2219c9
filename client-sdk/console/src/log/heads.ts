// Heads of the log that an auditor has kept. One who kept a head can show later that nothing before it was
// changed; that is worth the more, the further from the server it is kept: as a file, or on paper.
import { parseCheckpoint } from '../../../src/checkpoint';
import { base64, unhex } from '../../../src/verify/bytes';
import { bare, type Head } from './whole';

export interface Kept extends Head {
  /** When it was kept here, RFC 3339 by the server's clock. */
  readonly at: string;
}

const place = (district: string) => `yiting.console.heads.${district}`;
const sound = (head: Partial<Head> | null): head is Head => Number.isSafeInteger(head?.size) && (head?.size ?? -1) >= 0 && /^[0-9a-f]{64}$/.test(head?.root ?? '');

/** What is kept in this browser, the newest first. */
export function keptHeads(district: string): Kept[] {
  try {
    const found = JSON.parse(localStorage.getItem(place(district)) ?? '[]') as Kept[];
    return Array.isArray(found) ? found.filter(sound) : [];
  } catch { return []; }
}

/** Keeps heads; false where the browser has no room or keeps nothing. */
export function keep(district: string, heads: readonly Kept[]): boolean {
  try {
    localStorage.setItem(place(district), JSON.stringify(heads));
    return true;
  } catch { return false; }
}

/** A head as the body of a C2SP tlog-checkpoint, which witnesses of other logs read too. */
export const bodyOf = (origin: string, { size, root }: Head) => `${origin}\n${size}\n${base64(unhex(root))}\n`;

/**
 * Reads a head: a checkpoint's body, a proof or head of ours in JSON, or a size and a root with a space
 * between. Signatures below a checkpoint are not looked at. Undefined for anything else.
 */
export function parseHead(text: string): Head | undefined {
  const plain = /^\s*(\d{1,15})[\s,:]+(?:sha256:)?([0-9a-f]{64})\s*$/i.exec(text);
  if (plain) return { size: Number(plain[1]), root: (plain[2] as string).toLowerCase() };
  try {
    if (text.trimStart().startsWith('{')) {
      const { size, root } = JSON.parse(text) as Partial<Head>;
      const head = { size: Number(size), root: bare(String(root)) };
      return sound(head) ? head : undefined;
    }
    const lines = text.replace(/\r/g, '').trimStart().split('\n');
    return parseCheckpoint(`${lines.slice(0, 3).map((line) => line.trim()).join('\n')}\n`);
  } catch { return undefined; }
}
