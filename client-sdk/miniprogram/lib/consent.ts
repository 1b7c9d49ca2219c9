/** The version of the privacy guide that this app was built with. Another one is asked for anew. */
export const GUIDE = '2026-11';

const KEY = 'yiting.consent';

/** Which version was agreed to on this phone, and when; nothing where none was. */
export function consent(): { version: string; at: string } | undefined {
  const [version, at] = wx.getStorageSync<string>(KEY).split(' ');
  return version && at ? { version, at } : undefined;
}

export const agreed = () => consent()?.version === GUIDE;
export const agree = () => wx.setStorageSync(KEY, `${GUIDE} ${new Date().toISOString()}`);
export const withdraw = () => wx.removeStorageSync(KEY);
