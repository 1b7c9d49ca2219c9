import { type Language, localFault } from '../runtime/error';
import { wxFault } from './wx';

/** What a phone answered about one template. */
export interface Subscribed {
  readonly template: string;
  readonly answer: 'ACCEPT' | 'REJECT' | 'BAN' | 'FILTER';
}

/**
 * Asks whether messages may be sent. Call it in the handler of a tap: WeChat shows nothing otherwise.
 * Answers what `recordSubscribeAnswers` takes. One-time and long-term templates cannot be asked for together.
 */
export function askForMessages(templates: { once?: readonly string[]; long?: readonly string[] }, language: Language = 'zh-CN'): Promise<Subscribed[]> {
  const { once = [], long = [] } = templates;
  const ids = [...once, ...long];
  if (!ids.length || ids.length > 5 || (once.length && long.length)) {
    return Promise.reject(localFault('SUBSCRIBE_INVALID', language));
  }
  return new Promise((resolve, reject) => {
    wx.requestSubscribeMessage({
      tmplIds: ids,
      success: (result) => resolve(ids.map((template) => {
        // An acceptance comes in several shades, such as with a sound.
        const said = /^(accept|ban|filter)/.exec(String((result as unknown as Record<string, unknown>)[template]));
        return { template, answer: (said ? said[1] as string : 'reject').toUpperCase() as Subscribed['answer'] };
      })),
      fail: ({ errCode, errMsg }) => {
        const code = errCode === 20004 ? 'SUBSCRIBE_OFF' : errCode > 20000 || errCode === 10001 || errCode === 10004 ? 'SUBSCRIBE_INVALID' : 'WECHAT_FAILED';
        reject(localFault(code, language, { detail: errMsg }));
      },
    });
  });
}

/** The privacy guide: whether it must be agreed to, and WeChat's errors about it in words. */
export const privacy = {
  /** Whether the person has yet to agree; where WeChat is too old to say, no. */
  needed: (): Promise<boolean> => new Promise((resolve) => {
    if (!wx.getPrivacySetting) { resolve(false); return; }
    wx.getPrivacySetting({ success: ({ needAuthorization }) => resolve(needAuthorization), fail: () => resolve(false) });
  }),
  /** Opens the guide. */
  open: (language: Language = 'zh-CN'): Promise<void> => new Promise((resolve, reject) => {
    wx.openPrivacyContract({ success: () => resolve(), fail: ({ errMsg }) => reject(localFault('WECHAT_FAILED', language, { detail: errMsg })) });
  }),
  /** The error that a failed call of WeChat means, to be shown. */
  explain: (failed: { errMsg?: string; errno?: number }, language: Language = 'zh-CN') => localFault(wxFault(failed), language),
};
