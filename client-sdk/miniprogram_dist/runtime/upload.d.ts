import type { CallOptions, Core } from './client';
/** An uploaded file, to be attached by its id. */
export interface Uploaded {
    readonly id: string;
}
/** Sends one file as wx.uploadFile does; a repetition under the same key is the same file. */
export declare function uploads(core: Core): (path: string, options?: CallOptions & {
    progress?: (percent: number) => void;
}) => Promise<Uploaded>;
