import { base, load } from '../../lib/screen';

/**
 * Where a scanned code lands. A scene is `p:` and a proposal's number, or `c:` or `b:` and the id of a
 * consultation or ballot; anything else goes home.
 */
Page({
  data: { ...base, scene: '' },
  onLoad({ scene = '' }: Record<string, string | undefined>) {
    this.setData({ scene: decodeURIComponent(scene) });
    return this.refresh();
  },
  refresh() {
    return load(this, async (known) => {
      const [kind, ...rest] = this.data.scene.split(':');
      const name = rest.join(':');
      const to = (page: string, id: string) => wx.redirectTo({ url: `/pages/${page}/${page}?id=${encodeURIComponent(id)}` });
      if (kind === 'p') {
        const { proposalByNumber } = await known.proposal.proposalByNumber({ number: name });
        if (!proposalByNumber) this.setData({ trouble: '没有这件提案，或暂不可见。' });
        else to('proposal', proposalByNumber.id);
      } else if (kind === 'c') to('consultation', name);
      else if (kind === 'b') to('ballot', name);
      else this.home();
    });
  },
  home() { wx.reLaunch({ url: '/pages/home/home' }); },
});
