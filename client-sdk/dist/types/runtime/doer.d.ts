import type { CallOptions, Core } from './client';
import { type YitingError } from './error';
import type { Operation } from './operation';
import type { Live } from './live';
/** An input without the key, which is added. */
export type Input<V> = V extends {
    input: infer I;
} ? Omit<I, 'clientMutationId'> & {
    clientMutationId?: string;
} : never;
/** What stands behind `node` when it is there. */
type Found<D> = D extends {
    node: infer N;
} ? Exclude<N, null | Record<PropertyKey, never>> : never;
/** Variables; none may be left out where all are optional. */
type Given<V> = Record<PropertyKey, never> extends V ? [variables?: V, options?: CallOptions] : [variables: V, options?: CallOptions];
/** How to hear of a subscription. */
export interface Listener<D> {
    next(data: D): void;
    /** The connection was lost and is back: what happened meanwhile was not heard, read it again. */
    again?(): void;
    /** It ended for good. */
    failed?(error: YitingError): void;
}
/** Makes typed methods of operations. */
export declare function doer(core: Pick<Core, 'run' | 'say'>, live: Live): {
    query: <D, V>(operation: Operation<D, V>) => (...[variables, options]: Given<V>) => Promise<D>;
    node: <D, V>(operation: Operation<D, V>) => (variables: V, options?: CallOptions) => Promise<Found<D>>;
    mutation: <D, V, K extends keyof D>(operation: Operation<D, V>, field: K) => (input: Input<V>, options?: CallOptions) => Promise<D[K]>;
    subscription: <D, V>(operation: Operation<D, V>) => (variables: V, listener: Listener<D>) => (() => void);
};
export type Doer = ReturnType<typeof doer>;
export {};
