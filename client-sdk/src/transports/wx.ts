import { createClient } from '../client';
import type { Settings } from '../runtime/client';
import { localFault, type LocalCode } from '../runtime/error';
import { headerOf, type Storage, type Transport } from '../runtime/transport';

/** What went wrong in WeChat, by its number where there is one and by its words where there is none. */
export function wxFault({ errMsg = '', errno }: { errMsg?: string; errno?: number }): LocalCode {
  const says = (...words: string[]) => words.some((word) => errMsg.indexOf(word) >= 0);
  if (errno === 5 || says('timeout', 'time out')) return 'TIMEOUT';
  if (errno === 600003 || says('interrupted')) return 'BACKGROUND';
  if (errno === 600002 || says('url not in domain list')) return 'NOT_CONFIGURED';
  if (errno === 112 || errno === 101100 || errno === 101101) return 'PRIVACY_UNDECLARED';
  if (errno === 101102 || says('privacy permission')) return 'PRIVACY_NEEDED';
  if (says('no such file', 'file not found', 't exist')) return 'FILE_GONE';
  return 'NETWORK';
}

/** The network of mini-programs. */
export function wxTransport(): Transport {
  return {
    request({ url, method, headers, body, timeout }, done, failed) {
      const task = wx.request(Object.assign({
        url, method, header: headers, timeout,
        // Text, so that a body that breaks off is noticed here and not lost in WeChat.
        dataType: '其他', responseType: 'text',
        success: ({ data, statusCode, header }) => done({
          status: statusCode, text: typeof data === 'string' ? data : JSON.stringify(data), header: headerOf(header),
        }),
        fail: (error) => failed(wxFault(error), error.errMsg),
      } as WechatMiniprogram.RequestOption, body !== undefined && { data: body }));
      return () => task.abort();
    },
    upload({ url, path, field, form, headers, timeout, progress }, done, failed) {
      const task = wx.uploadFile({
        url, filePath: path, name: field, formData: form, header: headers, timeout,
        success: ({ data, statusCode }) => done({ status: statusCode, text: data, header: headerOf({}) }),
        fail: (error) => failed(wxFault(error as { errMsg: string }), error.errMsg),
      });
      if (progress) task.onProgressUpdate((update) => progress(update.progress));
      return () => task.abort();
    },
    connect(url, protocol, events) {
      const socket = wx.connectSocket({ url, protocols: [protocol] });
      let over = false;
      const closed = (code: number) => { if (!over) { over = true; events.closed(code); } };
      socket.onOpen(() => events.open());
      socket.onMessage(({ data }) => events.message(String(data)));
      socket.onClose(({ code }) => closed(code));
      // WeChat tells of an error without closing where the connection was never made.
      socket.onError(() => closed(1006));
      return { send: (data) => socket.send({ data }), close: () => socket.close({}) };
    },
  };
}

/** The storage of mini-programs, which is the person's own and survives the app being killed. */
export function wxStorage(): Storage {
  return {
    get(key) {
      const value = wx.getStorageSync<unknown>(key);
      return typeof value === 'string' && value ? value : undefined;
    },
    set: (key, value) => wx.setStorageSync(key, value),
    remove: (key) => wx.removeStorageSync(key),
  };
}

/** Random bytes of WeChat as hexadecimal digits; they come by a callback, so they are fetched once. */
function randomSeed(): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (!wx.getRandomValues) { resolve(undefined); return; }
    wx.getRandomValues({
      length: 16,
      success: ({ randomValues }) => {
        let text = '';
        new Uint8Array(randomValues).forEach((byte) => { text += (byte + 256).toString(16).slice(1); });
        resolve(text);
      },
      fail: () => resolve(undefined),
    });
  });
}

/** A client wired to WeChat: silent login, storage, foreground and network. */
export async function wxClient(settings: Pick<Settings, 'url'> & Partial<Settings>) {
  const language = settings.language || 'zh-CN';
  const seed = await randomSeed();
  const client = createClient(Object.assign({
    transport: wxTransport(),
    storage: wxStorage(),
    login: () => new Promise((resolve, reject) => {
      wx.login({
        success: ({ code }) => resolve(code),
        fail: ({ errMsg }) => reject(localFault('WECHAT_FAILED', language, { retryable: true, detail: errMsg })),
      });
    }),
  } as Settings, seed && { random: () => seed }, settings));
  wx.onAppHide(client.pause);
  wx.onAppShow(client.resume);
  wx.onNetworkStatusChange(({ isConnected }) => { if (isConnected) client.resume(); });
  return client;
}
