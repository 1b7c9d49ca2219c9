import { operations } from 'yiting-sdk';
import { act, base, keep, tapped } from '../../lib/screen';
import { classes } from '../../lib/look';

const SAID = ['', '很不满意', '不满意', '一般', '满意', '很满意'];

Page({
  data: { ...base, loading: false, id: '', score: 0, said: '', words: '', stars: [1, 2, 3, 4, 5] },
  onLoad({ id = '', score = '0' }: Record<string, string | undefined>) {
    this.setData({ look: classes(), id: decodeURIComponent(id), score: Number(score), said: SAID[Number(score)] ?? '' });
  },
  pick(event: WechatMiniprogram.TouchEvent) {
    const score = Number(tapped(event)['score']);
    this.setData({ score, said: SAID[score] ?? '' });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ words: event.detail.value }); },
  /** Kept until the server has it; it may be changed until the end, so the last one counts. */
  send() {
    return act(this, async (known) => {
      const { id, score, words } = this.data;
      const done = await keep(known, operations.RateProposal, words ? { proposal: id, score, words } : { proposal: id, score }, `评分：${score} 分`);
      if (done === 'done') wx.showToast({ title: '谢谢您的评分' });
      wx.navigateBack();
    });
  },
});
