import { type Cancel } from './cancel';
import { type Language } from './error';
import type { Operation } from './operation';
import { type Doors, type Tokens } from './session';
import type { Answer, Failed, Storage, Transport } from './transport';
/** How a call may be made otherwise than usual. */
export interface CallOptions {
    /** Gives the call up. */
    readonly cancel?: Cancel;
    /** Milliseconds of one try; 10 000 when left out. */
    readonly timeout?: number;
    /** Tries at most; 3 when left out. */
    readonly tries?: number;
    /** For queries: an answer of this age in milliseconds will do. */
    readonly fresh?: number;
    /** For queries: called with an older answer at once when there is one, while a new one is fetched. */
    readonly stale?: (data: unknown, at: number) => void;
    /** For queries: with true, an older answer is given when the network fails. */
    readonly offline?: boolean;
    /** For mutations: the idempotency key; fresh when left out. */
    readonly key?: string;
    /** Without a token, and without a login because of it. */
    readonly anonymous?: boolean;
}
/** What a client is made of. Time, chance and waiting come from outside, so that tests decide them. */
export interface Settings {
    /** Where the server is, without a path: `https://yiting.example`. */
    readonly url: string;
    readonly transport: Transport;
    readonly storage: Storage;
    /** The code of wx.login; left out where people log in by hand. */
    readonly login?: () => Promise<string>;
    readonly language?: Language;
    /** 32 hexadecimal digits or more that nobody can guess, once. */
    readonly random?: () => string;
    readonly now?: () => number;
    readonly wait?: (milliseconds: number) => Promise<void>;
    /** Who is logged in changed. */
    readonly onSession?: () => void;
    /** Told of every try, for logs: never texts, tokens or variables. */
    readonly onTry?: (operation: string, milliseconds: number, code: string) => void;
}
/** The core: one call with its tries, its token, its key and its place in the queue. */
export declare function core(settings: Settings, doors: Pick<Doors, 'exchange' | 'refresh'>): {
    run: <D, V>(operation: Operation<D, V>, variables: unknown, options?: CallOptions) => Promise<D>;
    read: (answer: Answer) => Record<string, unknown>;
    exchange: (begin: (done: (answer: Answer) => void, failed: Failed) => () => void, cancel?: Cancel) => Promise<Answer>;
    tried: <T>(name: string, options: CallOptions, attempt: (token: string | undefined) => Promise<T>) => Promise<T>;
    key: () => string;
    shelf: {
        read: <T>(key: string) => T | undefined;
        keep(key: string, value: unknown): void;
        forget: (key: string) => void;
        cached<T>(key: string): {
            at: number;
            data: T;
        } | undefined;
        cache(key: string, data: unknown): void;
        drop: () => void;
    };
    sessions: {
        token(): Promise<string | undefined>;
        current: () => Promise<string | undefined>;
        renewed(refused: string | undefined, why?: unknown): Promise<string>;
        renewable: () => boolean;
        take: (tokens: Tokens) => void;
        end: () => void;
        person: () => string | undefined;
    };
    wait: (milliseconds: number) => Promise<void>;
    now: () => number;
    settings: Settings;
    say: () => Language;
    /** The language of messages from now on. */
    speak(chosen: Language): void;
    /** The app went to the background: nothing new is sent. */
    pause(): void;
    /** The app is back: what waited goes on. */
    resume(): void;
    awake: () => Promise<void>;
    /** Takes the tokens of a login by hand. */
    take(tokens: Tokens): void;
};
export type Core = ReturnType<typeof core>;
