import { type Language } from '../runtime/error';
/**
 * Asks whether messages may be sent. Call it in the handler of a tap: WeChat shows nothing otherwise.
 * Answers which templates were accepted. One-time and long-term templates cannot be asked for together.
 */
export declare function askForMessages(templates: {
    once?: readonly string[];
    long?: readonly string[];
}, language?: Language): Promise<string[]>;
/** The privacy guide: whether it must be agreed to, and WeChat's errors about it in words. */
export declare const privacy: {
    /** Whether the person has yet to agree; where WeChat is too old to say, no. */
    needed: () => Promise<boolean>;
    /** Opens the guide. */
    open: (language?: Language) => Promise<void>;
    /** The error that a failed call of WeChat means, to be shown. */
    explain: (failed: {
        errMsg?: string;
        errno?: number;
    }, language?: Language) => import("..").YitingError;
};
