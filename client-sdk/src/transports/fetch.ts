import { type Answer, type Transport, type Wire, type WireEvents } from '../runtime/transport';

interface Responded {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
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
  fetch(url: string, init: { method: string; headers: Record<string, string>; body?: unknown }): Promise<Responded>;
  WebSocket?: new (url: string, protocol: string) => Socket;
  /** For uploads: makes the form of a file; `path` is whatever the page uses to name it. */
  form?(path: string, field: string, more: Record<string, string>): unknown;
}

/** The network of browsers and Node. */
export function fetchTransport(web: Web): Transport {
  function exchange(url: string, init: Parameters<Web['fetch']>[1], timeout: number, done: (answer: Answer) => void, failed: Parameters<Transport['request']>[2]) {
    let over = false;
    const once = (act: () => void) => { if (!over) { over = true; clearTimeout(timer); act(); } };
    const timer = setTimeout(() => once(() => failed('TIMEOUT')), timeout);
    web.fetch(url, init)
      .then(async (response) => ({ response, text: await response.text() }))
      .then(({ response, text }) => once(() => done({ status: response.status, text, header: (name) => response.headers.get(name) ?? undefined })))
      .catch((thrown: unknown) => once(() => failed('NETWORK', String(thrown))));
    return () => once(() => {});
  }
  return {
    request: ({ url, method, headers, body, timeout }, done, failed) =>
      exchange(url, body === undefined ? { method, headers } : { method, headers, body }, timeout, done, failed),
    upload({ url, path, field, form, headers, timeout, progress }, done, failed) {
      if (!web.form) {
        failed('NOT_CONFIGURED');
        return () => {};
      }
      return exchange(url, { method: 'POST', headers, body: web.form(path, field, form) }, timeout, (answer) => { progress?.(100); done(answer); }, failed);
    },
    ...(web.WebSocket ? { connect: connector(web.WebSocket) } : {}),
  };
}

function connector(Socket: new (url: string, protocol: string) => Socket) {
  return (url: string, protocol: string, events: WireEvents): Wire => {
    const socket = new Socket(url, protocol);
    socket.onopen = () => events.open();
    socket.onmessage = (event: { data: unknown }) => events.message(String(event.data));
    socket.onclose = (event: { code: number }) => events.closed(event.code);
    // Every error is followed by a close.
    socket.onerror = () => {};
    return socket;
  };
}

