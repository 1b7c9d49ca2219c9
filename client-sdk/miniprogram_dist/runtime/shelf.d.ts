import { type Language } from './error';
import type { Storage } from './transport';
/** Keeps values on the phone: what must be kept, and answers that may be dropped for it. */
export declare function shelf(storage: Storage, now: () => number, language: () => Language): {
    read: <T>(key: string) => T | undefined;
    /** Keeps a value, at the expense of cached answers; throws STORAGE_FULL when even that does not help. */
    keep(key: string, value: unknown): void;
    forget: (key: string) => void;
    /** The cached answer under a key and when it was given. */
    cached<T>(key: string): {
        at: number;
        data: T;
    } | undefined;
    /** Caches an answer, dropping the oldest; a full phone caches nothing. */
    cache(key: string, data: unknown): void;
    drop: () => void;
};
export type Shelf = ReturnType<typeof shelf>;
