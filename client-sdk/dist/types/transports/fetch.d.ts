import { type Transport } from '../runtime/transport';
interface Responded {
    readonly status: number;
    readonly headers: {
        get(name: string): string | null;
    };
    text(): Promise<string>;
}
interface Socket {
    onopen: unknown;
    onmessage: unknown;
    onclose: unknown;
    onerror: unknown;
    send(text: string): void;
    close(): void;
}
/** What a browser or Node has and a mini-program lacks; it is handed in, so that nothing here names it. */
export interface Web {
    fetch(url: string, init: {
        method: string;
        headers: Record<string, string>;
        body?: unknown;
    }): Promise<Responded>;
    WebSocket?: new (url: string, protocol: string) => Socket;
    /** For uploads: makes the form of a file; `path` is whatever the page uses to name it. */
    form?(path: string, field: string, more: Record<string, string>): unknown;
}
/** The network of browsers and Node. */
export declare function fetchTransport(web: Web): Transport;
export {};
