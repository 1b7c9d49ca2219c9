import { privacy } from 'yiting-sdk';

/** The most pictures at one place. */
export const MOST = 9;

/**
 * Lets somebody pick pictures, and puts them where the system does not clear them away: they may have to
 * wait for a network. Compressed by WeChat, which also turns formats of phones into JPEG. Nothing where
 * somebody closes the album again.
 */
export function pick(count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    wx.chooseMedia({
      count, mediaType: ['image'], sizeType: ['compressed'],
      success: ({ tempFiles }) => {
        const files = wx.getFileSystemManager();
        try {
          resolve(tempFiles.map(({ tempFilePath }, number) => {
            const ending = /\.\w+$/.exec(tempFilePath)?.[0] ?? '.jpg';
            return files.saveFileSync(tempFilePath, `${wx.env.USER_DATA_PATH}/photo-${Date.now().toString(36)}-${number}${ending}`);
          }));
        } catch {
          reject(new Error('手机存储空间不足，照片未能保存，请清理后重试。'));
        }
      },
      fail: (failed) => { if (/cancel/.test(failed.errMsg)) resolve([]); else reject(privacy.explain(failed)); },
    });
  });
}

/** Forgets a picture on the phone. */
export function forget(path: string) {
  try { wx.getFileSystemManager().unlinkSync(path); } catch { /* it is gone already */ }
}
