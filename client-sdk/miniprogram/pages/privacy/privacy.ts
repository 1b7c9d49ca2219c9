import { privacy } from 'yiting-sdk';
import { agree, consent, GUIDE, withdraw } from '../../lib/consent';
import { myData } from '../../lib/export';
import { act, base, words } from '../../lib/screen';
import { classes } from '../../lib/look';
import { moment } from '../../lib/words';

Page({
  data: { ...base, loading: false, version: GUIDE, given: '', current: false, exported: '' },
  onShow() {
    const known = consent();
    this.setData({ look: classes(), current: known?.version === GUIDE, given: known ? `${moment(known.at)}同意了 ${known.version} 版` : '尚未同意' });
  },
  guide() { privacy.open().catch((thrown: unknown) => this.setData({ trouble: words(thrown) })); },
  agree() {
    if (this.data.current) withdraw();
    else agree();
    this.onShow();
  },
  /** One file with all that is known, to be kept or sent on; where files cannot be sent, its text. */
  exports() {
    return act(this, async (known) => {
      const text = await myData(known);
      this.setData({ exported: `${Math.ceil(text.length / 1000)} 千字` });
      const filePath = `${wx.env.USER_DATA_PATH}/yiting.json`;
      wx.getFileSystemManager().writeFileSync(filePath, text, 'utf8');
      wx.shareFileMessage({ filePath, fileName: '我的议亭数据.json', fail: () => wx.setClipboardData({ data: text }) });
    });
  },
  close() {
    wx.showModal({
      title: '注销账号', content: '您的姓名、手机号和微信标识将被抹去，无法恢复。您说过的话以匿名留在记录中。', confirmText: '注销', confirmColor: '#c02c38',
      success: ({ confirm }) => {
        if (!confirm) return;
        void act(this, async (known) => {
          await known.closeAccount();
          withdraw();
          wx.reLaunch({ url: '/pages/home/home' });
        });
      },
    });
  },
});
