import { type YitingError } from './error';
import type { Shelf } from './shelf';
/** A pair of tokens as the server gives it. */
export interface Tokens {
    readonly accessToken: string;
    readonly refreshToken: string;
}
/** How a session gets its tokens. */
export interface Doors {
    /** The code of wx.login; absent where people log in by hand. */
    readonly login?: () => Promise<string>;
    exchange(code: string): Promise<Tokens>;
    refresh(refreshToken: string, key: string): Promise<Tokens>;
    /** Waits before another try. */
    rest(tries: number, after: YitingError): Promise<void>;
}
/** One session: tokens kept on the phone, renewed by one call however many need it. */
export declare function session(shelf: Shelf, doors: Doors, now: () => number, key: () => string, changed: () => void): {
    /** A token that should be good; nothing where nobody is logged in and nobody can be. */
    token(): Promise<string | undefined>;
    /** The token as it is, good or not. */
    current: () => Promise<string | undefined>;
    /** Another token than one that was refused; one call for all that wait. */
    renewed(refused: string | undefined, why?: unknown): Promise<string>;
    /** Whether another token can be had. */
    renewable: () => boolean;
    /** Takes tokens that were got by hand, such as by a staff login. */
    take: (tokens: Tokens) => void;
    end: () => void;
    /** Who is logged in, by the id in the token. */
    person: () => string | undefined;
};
export type Session = ReturnType<typeof session>;
