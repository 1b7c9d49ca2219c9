// The whole log of a district, read once and hashed here: from it every proof is made in this browser, and
// the server is believed in nothing but what it cannot change without another root.
import { unhex } from '../../../src/verify/bytes';
import { say } from '../language';
import { client } from '../session/client';
import { leafHash } from './leaf';
import { Tree } from './tree';

const PAGE = 50;

export type Entry = Awaited<ReturnType<typeof client.record.logEntries>>['log']['nodes'][number];
export interface Head { readonly size: number; readonly root: string }

/** A root without the name of its hash. */
export const bare = (root: string) => root.replace(/^sha256:/, '');

export class Whole {
  readonly tree = new Tree();
  /** Entries whose hash is not the one that the server gives. */
  readonly wrong: number[] = [];
  /** Where each page of entries begins. */
  readonly #cursors: Array<string | null> = [null];
  #reading: Promise<void> | undefined;
  /** Set to have a reading end after its page. */
  stopped = false;

  constructor(private readonly district: { readonly id: string; readonly code: string }) {}

  /** Reads on until so many entries are known, or it is stopped; two who ask at once share one reading. */
  async read(size: number, progress: (known: number) => void): Promise<void> {
    this.stopped = false;
    while (this.tree.size < size && !this.stopped) {
      this.#reading ??= this.#page().finally(() => { this.#reading = undefined; });
      await this.#reading;
      progress(Math.min(this.tree.size, size));
    }
  }

  /** An entry that was read before, asked for again: only hashes are kept. */
  async entry(seq: number): Promise<Entry | undefined> {
    const after = this.#cursors[Math.floor(seq / PAGE)] ?? null;
    const { nodes } = (await client.record.logEntries({ district: this.district.id, first: PAGE, after })).log;
    return nodes.find((one) => one.seq === seq);
  }

  async #page() {
    const known = this.tree.size;
    const after = this.#cursors[Math.floor(known / PAGE)] ?? null;
    const { nodes, pageInfo } = (await client.record.logEntries({ district: this.district.id, first: PAGE, after })).log;
    for (const entry of nodes) {
      // The last page may have grown since it was read.
      if (entry.seq < known) continue;
      if (entry.seq !== this.tree.size) throw new Error(say(`日志缺少第 ${this.tree.size} 条`, `entry ${this.tree.size} is missing from the log`));
      const leaf = leafHash(this.district.code.slice(0, 6), entry);
      if (leaf !== bare(entry.leaf)) this.wrong.push(entry.seq);
      this.tree.push(unhex(leaf));
    }
    if (this.tree.size === known) throw new Error(say(`日志只有 ${known} 条，少于日志头所称`, `the log ends at ${known} entries, before its head`));
    if (nodes.length === PAGE) this.#cursors[Math.floor(this.tree.size / PAGE)] = pageInfo.endCursor;
  }
}

const kept = new Map<string, Whole>();

/** The log of a district, as far as it was read since somebody sat down here. */
export function wholeOf(district: { readonly id: string; readonly code: string }): Whole {
  const name = `${client.person() ?? ''} ${district.id}`;
  const found = kept.get(name) ?? new Whole(district);
  kept.set(name, found);
  return found;
}
