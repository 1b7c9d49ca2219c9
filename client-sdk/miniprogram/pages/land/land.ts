import { base, load, pageOf } from '../../lib/screen';
import { targetOf } from '../../lib/target';

/** Where a scanned code lands: it goes on to the right place, or says why it cannot. */
Page({
  data: { ...base, scene: '' },
  onLoad({ scene = '' }: Record<string, string | undefined>) {
    this.setData({ scene: decodeURIComponent(scene) });
    return this.refresh();
  },
  refresh() {
    return load(this, async (known) => {
      const target = targetOf(this.data.scene);
      const to = (url: string) => wx.redirectTo({ url });
      if (target.page === 'home' && this.data.scene) {
        const { codeLanding: { kind, node, invitation } } = await known.place.codeLanding({ scene: this.data.scene });
        if (kind === 'INVITATION') to(`/pages/verify/verify?code=${encodeURIComponent(invitation ?? '')}`);
        else if (node) to(pageOf(kind.toLowerCase(), node.id));
        else this.setData({ trouble: '内容不存在或暂不可见。' });
      } else if (target.page === 'home') this.home();
      else if (target.page === 'verify') to(`/pages/verify/verify?code=${encodeURIComponent(target.code)}`);
      else if (target.page === 'area') {
        const { areaByCode } = await known.place.areaByCode({ code: target.code });
        if (!areaByCode) this.setData({ trouble: '没有这个地方，码可能已经作废。' });
        else to(pageOf('area', areaByCode.id));
      } else if ('number' in target) {
        const { proposalByNumber } = await known.proposal.proposalByNumber({ number: target.number });
        if (!proposalByNumber) this.setData({ trouble: '没有这件提案，或暂不可见。' });
        else to(pageOf('proposal', proposalByNumber.id));
      } else to(pageOf(target.page, target.id) + (target.code ? `&code=${target.code}` : ''));
    });
  },
  home() { wx.switchTab({ url: '/pages/home/home' }); },
});
