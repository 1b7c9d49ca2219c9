import type { ServerCode } from '../generated/errors';

/** What is told; the first seven may succeed later without being changed. */
const local = {
  NETWORK: '网络不通，请检查网络后重试。',
  TIMEOUT: '服务器没有及时答复，请稍后重试。',
  BAD_GATEWAY: '服务暂时不可用，请稍后再试。',
  BAD_ANSWER: '服务器的答复不完整，请稍后重试。',
  TOO_OFTEN: '操作太频繁，请稍后再试。',
  BACKGROUND: '在后台时中断了，返回后会继续。',
  SOCKET_CLOSED: '实时连接已断开，正在重新连接。',
  CANCELLED: '操作已取消。',
  STORAGE_FULL: '手机存储空间不足，内容未能保存，请清理后重试。',
  NOT_CONFIGURED: '未配置此服务器，请联系管理方。',
  GONE: '内容不存在或暂不可见。',
  FILE_GONE: '照片已不在手机上，未能上传。',
  DEPENDS: '前一步没有成功，此操作未发送。',
  PRIVACY_NEEDED: '请先同意隐私保护指引。',
  PRIVACY_UNDECLARED: '隐私保护指引尚未声明此功能。',
  SUBSCRIBE_INVALID: '订阅消息模板设置有误。',
  SUBSCRIBE_OFF: '您已关闭订阅消息，可在设置中打开。',
  WECHAT_FAILED: '微信暂时不可用，请稍后再试。',
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

const again = Object.keys(local).slice(0, 7);

/** An error of a code. Not a subclass of Error, which does not survive being compiled to ES5. */
export function fault(code: YitingError['code'], message: string, more: Partial<YitingError> = {}): YitingError {
  return Object.assign(new Error(message), { name: 'YitingError' as const, code, retryable: again.indexOf(code) >= 0 }, more);
}

let foreign: Partial<Record<LocalCode, string>> = {};

/** Gives the messages in English, which stand in `texts` and not here, where most would never read them. */
export function inEnglish(messages: Record<LocalCode, string>) {
  foreign = messages;
}

/** An error from before the server answered. */
export function localFault(code: LocalCode, language: Language, more?: Partial<YitingError>): YitingError {
  return fault(code, (language === 'en' && foreign[code]) || local[code], more);
}

/** Whether something thrown is an error of this library. */
export function isYitingError(thrown: unknown): thrown is YitingError {
  return thrown instanceof Error && thrown.name === 'YitingError';
}
