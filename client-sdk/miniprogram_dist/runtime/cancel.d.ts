/** Gives up what is under way; stands in for AbortSignal, which mini-programs lack. */
export interface Cancel {
    readonly cancelled: boolean;
    cancel(): void;
    /** Calls back once when it is given up; answers how to stop listening. */
    on(given: () => void): () => void;
}
export declare function cancellation(): Cancel;
