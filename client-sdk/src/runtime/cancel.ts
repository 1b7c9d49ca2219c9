/** Gives up what is under way; stands in for AbortSignal, which mini-programs lack. */
export interface Cancel {
  readonly cancelled: boolean;
  cancel(): void;
  /** Calls back once when it is given up; answers how to stop listening. */
  on(given: () => void): () => void;
}

export function cancellation(): Cancel {
  let listeners: Array<() => void> = [];
  const self = {
    cancelled: false,
    cancel() {
      if (self.cancelled) return;
      self.cancelled = true;
      const all = listeners;
      listeners = [];
      all.forEach((listener) => listener());
    },
    on(listener: () => void) {
      listeners.push(listener);
      return () => { listeners = listeners.filter((known) => known !== listener); };
    },
  };
  return self;
}
