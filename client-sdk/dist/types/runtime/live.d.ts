import type { Core } from './client';
import type { Listener } from './doer';
import type { Operation } from './operation';
/** Subscriptions over graphql-transport-ws: one socket for all, opened by the first, made again when lost. */
export declare function live(core: Core): {
    subscribe<D, V>(operation: Operation<D, V>, variables: V, listener: Listener<D>): () => void;
    /** Looks after the connection now, such as after a stay in the background. */
    wake: () => void;
};
export type Live = ReturnType<typeof live>;
