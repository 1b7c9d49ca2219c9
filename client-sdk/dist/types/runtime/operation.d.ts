/** A GraphQL operation as text with its hash; its types stand beside it. */
export interface Operation<Data, Variables> {
    readonly name: string;
    readonly kind: 'query' | 'mutation' | 'subscription';
    /** SHA-256 of the text: the key in the manifest of trusted documents. */
    readonly hash: string;
    readonly text: string;
    /** Only for the compiler. */
    readonly types?: readonly [Data, Variables];
}
/** Any operation. */
export type AnyOperation = Operation<unknown, unknown>;
