// The state of a log that is being read and checked on a page.
import { useState } from 'react';
import type { YitingError } from '../../../src/runtime/error';
import { told, useAsk } from '../ask';
import { client } from '../session/client';
import type { Place } from '../session/viewer';
import { bare, type Head, type Whole, wholeOf } from './whole';

export interface Checked {
  readonly head: Head;
  readonly whole: Whole;
  /** Whether the root that was computed here is the one that the server gives. */
  readonly same: boolean;
}

export function useWhole(area: Place) {
  const head = useAsk(`head ${area.id}`, async () => (await client.record.logHead({ district: area.id })).logHead);
  const [progress, setProgress] = useState<{ done: number; of: number }>();
  const [checked, setChecked] = useState<Checked>();
  const [error, setError] = useState<YitingError>();

  /** Reads what is missing up to the head of now; undefined when it was stopped or failed. */
  async function ready(): Promise<Checked | undefined> {
    setError(undefined);
    try {
      const found = (await client.record.logHead({ district: area.id })).logHead;
      if (!found) return undefined;
      const now = { size: found.size, root: bare(found.root) };
      const whole = wholeOf(area);
      setProgress({ done: Math.min(whole.tree.size, now.size), of: now.size });
      await whole.read(now.size, (done) => setProgress({ done, of: now.size }));
      if (whole.tree.size < now.size) return undefined;
      const result = { head: now, whole, same: whole.tree.root(now.size) === now.root };
      setChecked(result);
      head.again();
      return result;
    } catch (thrown) {
      setError(told(thrown));
      return undefined;
    } finally { setProgress(undefined); }
  }
  return { head, progress, checked, error, ready, stop: () => { wholeOf(area).stopped = true; } };
}

export type LogState = ReturnType<typeof useWhole>;
