import type { Core } from './client';
import type { AnyOperation } from './operation';
/** Something that a person did and that the server has not acknowledged yet. */
export interface Entry {
    /** The idempotency key under which it is sent, however often. */
    readonly id: string;
    /** The operation's name. */
    readonly operation: string;
    readonly input: Record<string, unknown>;
    /** What people read in the list of what waits. */
    readonly label: string;
    /** When it was done, by this phone's clock. */
    readonly at: number;
    /** Whose it is; empty when nobody was logged in. */
    readonly by: string;
    /** Why the server will not have it; it stays until it is dropped or sent anew. */
    readonly refused?: {
        readonly code: string;
        readonly message: string;
    };
}
/** Told of everything that happens to entries. */
export type OutboxListener = (entry: Entry, what: 'kept' | 'done' | 'refused' | 'waits', result?: unknown) => void;
/**
 * Keeps what people do until the server has acknowledged it: written down before it is sent, sent in
 * order under one key, and so neither lost nor doubled when the app is killed.
 */
export declare function outbox(core: Pick<Core, 'shelf' | 'run' | 'key' | 'now' | 'say' | 'sessions' | 'wait'>, operations: Record<string, AnyOperation>): {
    /**
     * Keeps an act and sends it as soon as possible. An input of `@ID:path` is taken from the result of
     * the entry ID. Throws STORAGE_FULL when it cannot be written down: then nothing is pretended.
     */
    add(operation: AnyOperation, input: Record<string, unknown>, label: string): Entry;
    /** What waits or was refused, the oldest first. */
    list: () => readonly Entry[];
    /** Sends what waits; one round however often it is called. */
    flush(): Promise<void>;
    /** Puts a refused entry in again, perhaps with other input, under a new key. */
    retry(id: string, input?: Record<string, unknown>): Promise<void>;
    /** Forgets an entry, whatever its state. */
    drop(id: string): void;
    /** Calls back on everything that happens; answers how to stop. */
    on(listener: OutboxListener): () => void;
};
export type Outbox = ReturnType<typeof outbox>;
