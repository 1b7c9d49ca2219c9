import { privacy, type MyDataViewsQuery } from 'yiting-sdk';
import { consent, forget, GUIDE, learn, say } from '../../lib/consent';
import { myData } from '../../lib/export';
import { act, base, load, words } from '../../lib/screen';
import { label, moment } from '../../lib/words';

type View = NonNullable<MyDataViewsQuery['me']>['personalDataViews']['nodes'][number];

/** Who looked, as people read it: a role of a platform, never a name. */
const line = ({ at, fields, role, platform, reason }: View) => ({
  at,
  who: `${platform.name}${label('Role', role)}`,
  what: `${moment(at)}查看了${fields.map((field) => label('PersonalField', field)).join('和') || '资料（未登记）'}`,
  reason: reason ?? '',
});

Page({
  data: { ...base, version: GUIDE, given: '', current: false, exported: '', views: [] as Array<ReturnType<typeof line>>, after: '' },
  onShow() {
    this.tell();
    return load(this, async (known, ask) => {
      // A page without a network still shows what this phone knows.
      await learn(known).catch(() => {});
      this.tell();
      const { me } = await ask((options) => known.account.myDataViews({}, options));
      const { nodes = [], pageInfo } = me?.personalDataViews ?? {};
      this.setData({ views: nodes.map(line), after: (pageInfo?.hasNextPage && pageInfo.endCursor) || '' });
    });
  },
  tell() {
    const known = consent();
    this.setData({ current: known?.version === GUIDE, given: known ? `${moment(known.at)}同意了 ${known.version} 版` : '尚未同意' });
  },
  guide() { privacy.open().catch((thrown: unknown) => this.setData({ trouble: words(thrown) })); },
  agree() {
    return act(this, async (known) => {
      say(known, !this.data.current);
      this.tell();
    });
  },
  more() {
    return act(this, async (known) => {
      const { me } = await known.account.myDataViews({ after: this.data.after });
      const { nodes = [], pageInfo } = me?.personalDataViews ?? {};
      this.setData({ views: [...this.data.views, ...nodes.map(line)], after: (pageInfo?.hasNextPage && pageInfo.endCursor) || '' });
    });
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
          forget();
          wx.reLaunch({ url: '/pages/home/home' });
        });
      },
    });
  },
});
