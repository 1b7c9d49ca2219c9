import { privacy } from 'yiting-sdk';

/**
 * Opens the camera and answers what the code says: the path of a mini-program's page, or the words of a
 * plain code. Nothing where somebody closes the camera again.
 */
export function scan(): Promise<{ path?: string; words?: string } | undefined> {
  return new Promise((resolve, reject) => {
    wx.scanCode({
      success: ({ path, result }) => resolve(path ? { path } : { words: result }),
      fail: (failed) => { if (/cancel/.test(failed.errMsg)) resolve(undefined); else reject(privacy.explain(failed)); },
    });
  });
}

/** Where a scanned code leads: to its page, or to the landing page with its words as scene. */
export async function follow() {
  const code = await scan();
  if (!code) return;
  const url = code.path ? `/${code.path.replace(/^\//, '')}` : `/pages/land/land?scene=${encodeURIComponent(code.words ?? '')}`;
  wx.navigateTo({ url, fail: () => wx.showToast({ title: '这不是议亭的码', icon: 'none' }) });
}
