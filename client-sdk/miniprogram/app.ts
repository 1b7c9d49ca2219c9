import { client } from './lib/client';

App({
  onLaunch() {
    // The session and whatever waits in the outbox from the last time.
    client().then((known) => known.outbox.flush()).catch(() => {});
    // A newer version is taken when it is there; what is written is kept on the phone meanwhile.
    const updates = wx.getUpdateManager();
    updates.onUpdateReady(() => {
      wx.showModal({ title: '有新版本', content: '重新打开后使用新版本，没有送出的内容不会丢失。', showCancel: false, success: () => updates.applyUpdate() });
    });
  },
});
