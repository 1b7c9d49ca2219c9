/** What the operator of a log signs. */
export interface Checkpoint {
    readonly origin: string;
    readonly size: number;
    /** Hexadecimal. */
    readonly root: string;
}
/** Reads the body of a checkpoint in the form of C2SP tlog-checkpoint: three lines, each with its end. */
export declare function parseCheckpoint(body: string): Checkpoint;
/**
 * Checks a signed note (C2SP signed-note) against a verifier key `name+hash+key` and answers its text.
 * Throws when no line is a good signature by that key.
 */
export declare function verifyNote(note: string, key: string): string;
/** Checks a signed checkpoint and answers what it says; the origin must be the key's name. */
export declare function verifyCheckpoint(note: string, key: string): Checkpoint;
