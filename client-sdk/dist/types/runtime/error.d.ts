import type { ServerCode } from '../generated/errors';
declare const local: {
    NETWORK: string;
    TIMEOUT: string;
    BAD_GATEWAY: string;
    BAD_ANSWER: string;
    TOO_OFTEN: string;
    BACKGROUND: string;
    CANCELLED: string;
    STORAGE_FULL: string;
    NOT_CONFIGURED: string;
    SOCKET_CLOSED: string;
    GONE: string;
    DEPENDS: string;
    PRIVACY_NEEDED: string;
    PRIVACY_UNDECLARED: string;
    SUBSCRIBE_INVALID: string;
    SUBSCRIBE_OFF: string;
    WECHAT_FAILED: string;
};
/** What goes wrong before the server answers. */
export type LocalCode = keyof typeof local;
/** The one error of this library. Its message can be shown to people as it is. */
export interface YitingError extends Error {
    readonly name: 'YitingError';
    readonly code: ServerCode | LocalCode;
    /** Whether the same may succeed later without being changed. */
    readonly retryable: boolean;
    readonly retryAfterMs?: number;
    /** The input that is wrong. */
    readonly field?: string;
    readonly requestId?: string;
    /** For those who look after the app; not for people. */
    readonly detail?: string;
}
export type Language = 'zh-CN' | 'en';
/** An error of a code. Not a subclass of Error, which does not survive being compiled to ES5. */
export declare function fault(code: YitingError['code'], message: string, more?: Partial<YitingError>): YitingError;
/** Gives the messages in English, which stand in `texts` and not here, where most would never read them. */
export declare function inEnglish(messages: Record<LocalCode, string>): void;
/** An error from before the server answered. */
export declare function localFault(code: LocalCode, language: Language, more?: Partial<YitingError>): YitingError;
/** Whether something thrown is an error of this library. */
export declare function isYitingError(thrown: unknown): thrown is YitingError;
export {};
