/** A page of a connection. */
export interface Page<T> {
    readonly nodes: readonly T[];
    readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
    };
}
/** Reads a list page by page: `more` adds the next one, and two calls at once read it once. */
export declare function pages<T>(load: (after: string | null) => Promise<Page<T>>): {
    nodes: T[];
    done: boolean;
    more(): Promise<T[]>;
    /** All of them, up to a number that keeps a phone alive. */
    all(most?: number): Promise<T[]>;
};
