/** A page of a connection. */
export interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Reads a list page by page: `more` adds the next one, and two calls at once read it once. */
export function pages<T>(load: (after: string | null) => Promise<Page<T>>) {
  let cursor: string | null = null;
  let loading: Promise<T[]> | undefined;
  const self = {
    nodes: [] as T[],
    done: false,
    more(): Promise<T[]> {
      if (self.done) return Promise.resolve([]);
      if (!loading) {
        loading = load(cursor).then(({ nodes, pageInfo }) => {
          cursor = pageInfo.endCursor;
          self.done = !pageInfo.hasNextPage;
          self.nodes = self.nodes.concat(nodes);
          return nodes.slice();
        });
        const end = () => { loading = undefined; };
        loading.then(end, end);
      }
      return loading;
    },
    /** All of them, up to a number that keeps a phone alive. */
    async all(most = 500): Promise<T[]> {
      while (!self.done && self.nodes.length < most) await self.more();
      return self.nodes;
    },
  };
  return self;
}
