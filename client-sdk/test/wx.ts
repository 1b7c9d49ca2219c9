// A stand-in for the `wx` of WeChat, by its documented rules: success for any status, ten connections at
// once, five sockets, five seconds in the background, storage with a limit, data of uploads as text.
import { accessSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

export interface FakeOptions {
  /** Answers the code of wx.login. */
  login(): Promise<string>;
  /** Milliseconds that a request may go on in the background. */
  grace?: number;
  /** Characters of storage; 10 MB when left out. */
  storage?: number;
  /** A phone's storage that outlives the app. */
  kept?: Map<string, string>;
  /** What people answer when asked for messages. */
  accept?: (template: string) => string | Promise<string>;
  /** Where the app keeps files, which outlive it. */
  folder?: string;
  /** What the camera sees when a code is scanned; nothing where the person closes it. */
  sees?: () => { path?: string; result?: string } | undefined;
  /** The pictures that the person picks. */
  picks?: () => Array<{ tempFilePath: string; size: number }>;
}

type Callbacks<T> = { success?(result: T): void; fail?(error: { errMsg: string; errno?: number; errCode?: number }): void; complete?(): void };

/** Where phones keep their files while the tests run. */
const FILES = join(tmpdir(), `yiting-phone-${process.pid}`);
process.once('exit', () => rmSync(FILES, { recursive: true, force: true }));

export function fakeWx({ login, grace = 5000, storage = 10_000_000, kept = new Map(), accept = () => 'accept', folder = FILES, sees = () => undefined, picks = () => [] }: FakeOptions) {
  mkdirSync(folder, { recursive: true });
  let background = false;
  let offline = false;
  let running = 0;
  let most = 0;
  let sockets = 0;
  const waiting: Array<() => void> = [];
  const interrupt = new Set<() => void>();
  const on: Record<string, Array<(argument: never) => void>> = { show: [], hide: [], network: [] };
  const called: string[] = [];

  /** Takes one of the ten places, or waits for one. */
  function slot(begin: (leave: () => void) => void) {
    const start = () => {
      running += 1;
      most = Math.max(most, running);
      let left = false;
      begin(() => {
        if (left) return;
        left = true;
        running -= 1;
        waiting.shift()?.();
      });
    };
    if (running < 10) start();
    else waiting.push(start);
  }

  function transfer<T>(name: string, { timeout = 60_000, ...callbacks }: Callbacks<T> & { timeout?: number }, go: (signal: AbortSignal) => Promise<T>) {
    const abort = new AbortController();
    let over = false;
    const end = (act: () => void) => { if (!over) { over = true; act(); callbacks.complete?.(); } };
    const fail = (errMsg: string, errno?: number) => end(() => callbacks.fail?.({ errMsg: `${name}:fail ${errMsg}`, ...(errno === undefined ? {} : { errno }) }));
    called.push(name);
    if (background) {
      setTimeout(() => fail('interrupted', 600003), 0);
      return abort;
    }
    if (offline) {
      setTimeout(() => fail('', 600001), 0);
      return abort;
    }
    slot((leave) => {
      const stop = () => { fail('interrupted', 600003); abort.abort(); };
      const timer = setTimeout(() => { fail('timeout', 5); abort.abort(); }, timeout);
      interrupt.add(stop);
      const done = () => { clearTimeout(timer); interrupt.delete(stop); leave(); };
      abort.signal.addEventListener('abort', () => { fail('abort'); done(); });
      go(abort.signal).then((result) => end(() => callbacks.success?.(result)), () => fail('', 600001)).finally(done);
    });
    return abort;
  }

  const size = () => [...kept].reduce((sum, [key, value]) => sum + key.length + value.length, 0);

  const wx = {
    request(options: { url: string; method?: string; header?: Record<string, string>; data?: string; timeout?: number } & Callbacks<unknown>) {
      const abort = transfer('request', options, async (signal) => {
        const init: RequestInit = { method: options.method ?? 'GET', headers: options.header ?? {}, signal };
        if (options.data !== undefined) init.body = options.data;
        const answer = await fetch(options.url, init);
        // Header names come in whatever case the platform likes.
        const header = Object.fromEntries([...answer.headers].map(([name, value]) => [name.replace(/\b\w/g, (letter) => letter.toUpperCase()), value]));
        return { statusCode: answer.status, data: await answer.text(), header, errMsg: 'request:ok' };
      });
      return { abort: () => abort.abort() };
    },
    uploadFile(options: { url: string; filePath: string; name: string; formData: Record<string, string>; header: Record<string, string>; timeout?: number } & Callbacks<unknown>) {
      let progress: ((update: { progress: number }) => void) | undefined;
      if (!existsSync(options.filePath)) {
        setTimeout(() => options.fail?.({ errMsg: 'uploadFile:fail ENOENT: no such file or directory' }), 0);
        return { abort: () => {}, onProgressUpdate: () => {} };
      }
      const abort = transfer('uploadFile', options, async (signal) => {
        const form = new FormData();
        for (const [key, value] of Object.entries(options.formData)) form.append(key, value);
        form.append(options.name, new Blob([new Uint8Array(readFileSync(options.filePath))]), 'photo.jpg');
        progress?.({ progress: 50 });
        const answer = await fetch(options.url, { method: 'POST', headers: options.header, body: form, signal });
        progress?.({ progress: 100 });
        return { statusCode: answer.status, data: await answer.text(), errMsg: 'uploadFile:ok' };
      });
      return { abort: () => abort.abort(), onProgressUpdate: (listener: typeof progress) => { progress = listener; } };
    },
    connectSocket({ url, protocols }: { url: string; protocols: string[] }) {
      const socket = new WebSocket(url, protocols);
      sockets += 1;
      if (sockets > 5) throw new Error('more than five sockets');
      const close = () => socket.terminate();
      interrupt.add(close);
      socket.on('close', () => { sockets -= 1; interrupt.delete(close); });
      return {
        send: ({ data }: { data: string }) => socket.send(data),
        close: () => socket.close(),
        onOpen: (listener: () => void) => socket.on('open', listener),
        onMessage: (listener: (event: { data: string }) => void) => socket.on('message', (data) => listener({ data: String(data) })),
        onClose: (listener: (event: { code: number }) => void) => socket.on('close', (code) => listener({ code })),
        onError: (listener: (event: { errMsg: string }) => void) => socket.on('error', (error) => listener({ errMsg: String(error) })),
      };
    },
    login({ success, fail }: Callbacks<{ code: string }>) {
      called.push('login');
      login().then((code) => success?.({ code }), (thrown: unknown) => fail?.({ errMsg: `login:fail ${String(thrown)}` }));
    },
    getRandomValues: ({ length, success }: { length: number } & Callbacks<{ randomValues: ArrayBuffer }>) => {
      success?.({ randomValues: new Uint8Array(randomBytes(length)).buffer });
    },
    getStorageSync: (key: string) => kept.get(key) ?? '',
    setStorageSync(key: string, value: string) {
      if (value.length > 1_000_000 || size() - (kept.get(key)?.length ?? 0) + value.length > storage) throw new Error('setStorage:fail exceed storage max size');
      kept.set(key, value);
    },
    removeStorageSync: (key: string) => { kept.delete(key); },
    requestSubscribeMessage({ tmplIds, success, fail }: { tmplIds: string[] } & Callbacks<Record<string, string>>) {
      called.push('requestSubscribeMessage');
      if (tmplIds.length > 5) fail?.({ errMsg: 'requestSubscribeMessage:fail', errCode: 20003 });
      else if (offline) fail?.({ errMsg: 'requestSubscribeMessage:fail network', errCode: 10002 });
      else void Promise.all(tmplIds.map(accept)).then((said) => success?.({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(tmplIds.map((id, at) => [id, said[at]])) } as never));
    },
    getNetworkType: ({ success }: Callbacks<{ networkType: string }>) => success?.({ networkType: offline ? 'none' : 'wifi' }),
    scanCode({ success, fail }: Callbacks<{ path: string | undefined; result: string; scanType: string }>) {
      const seen = sees();
      if (!seen) fail?.({ errMsg: 'scanCode:fail cancel' });
      else success?.({ path: seen.path, result: seen.result ?? '', scanType: seen.path ? 'WX_CODE' : 'QR_CODE' });
    },
    chooseMedia({ count = 9, success, fail }: { count?: number } & Callbacks<{ tempFiles: unknown[] }>) {
      const tempFiles = picks().slice(0, count).map((file) => ({ ...file, fileType: 'image' }));
      if (tempFiles.length) success?.({ tempFiles });
      else fail?.({ errMsg: 'chooseMedia:fail cancel' });
    },
    addPhoneCalendar: (options: { title: string; startTime: number } & Callbacks<object>) => {
      called.push(`addPhoneCalendar ${options.title} ${options.startTime}`);
      options.success?.({});
    },
    shareFileMessage: ({ filePath, success }: { filePath: string } & Callbacks<object>) => {
      called.push(`shareFileMessage ${filePath}`);
      success?.({});
    },
    getUpdateManager: () => ({ onUpdateReady: () => {}, applyUpdate: () => {} }),
    env: { USER_DATA_PATH: folder },
    getFileSystemManager: () => ({
      writeFileSync: (path: string, text: string) => writeFileSync(path, text),
      saveFileSync(tempFilePath: string, path: string) {
        renameSync(tempFilePath, path);
        return path;
      },
      unlinkSync: (path: string) => unlinkSync(path),
      accessSync: (path: string) => accessSync(path),
    }),
    getPrivacySetting: ({ success }: Callbacks<{ needAuthorization: boolean }>) => success?.({ needAuthorization: false }),
    openPrivacyContract: ({ success }: Callbacks<object>) => success?.({}),
    onAppShow: (listener: () => void) => on['show']?.push(listener),
    onAppHide: (listener: () => void) => on['hide']?.push(listener),
    onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) => on['network']?.push(listener),
  };

  return {
    wx,
    kept,
    called,
    /** Leaves so many characters of storage free. */
    leave(free: number) { storage = size() + free; },
    /** The most connections that were open at once. */
    most: () => most,
    /** Goes to the background; what is not done in time is interrupted. */
    hide() {
      background = true;
      on['hide']?.forEach((listener) => (listener as () => void)());
      return setTimeout(() => { if (background) [...interrupt].forEach((stop) => stop()); }, grace);
    },
    show() {
      background = false;
      on['show']?.forEach((listener) => (listener as () => void)());
    },
    /** The network goes or comes back. */
    online(isConnected: boolean) {
      offline = !isConnected;
      on['network']?.forEach((listener) => (listener as (status: object) => void)({ isConnected }));
    },
  };
}
