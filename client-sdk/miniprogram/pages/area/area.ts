import { homeOf } from '../../lib/place';
import { base, go, load, pageOf } from '../../lib/screen';
import { card, label, roundLine } from '../../lib/words';

/** The matters of a place whose code was scanned: of a stairwell, a block, a neighborhood. */
Page({
  data: { ...base, id: '', name: '', chain: '', kind: '', here: false, verified: false, rows: [] as unknown[], rounds: [] as unknown[] },
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() { return this.refresh(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() {
    return load(this, async (known, ask) => {
      const { id } = this.data;
      const area = await ask((options) => known.place.areaPage({ area: id }, options));
      const above = [area.parent, area.parent?.parent].filter((one) => !!one).map((one) => one?.name);
      this.setData({ name: area.name, kind: label('Tier', area.tier), chain: above.reverse().join(' · ') });
      const { me } = await ask((options) => known.account.me({}, options));
      const lines = (me?.residences ?? []).map((one) => [one.id, one.parent?.id, one.parent?.parent?.id]);
      this.setData({ verified: !!homeOf(me), here: lines.some((line) => line.indexOf(id) >= 0) || area.parent?.id === homeOf(me)?.id });
      const { proposals } = await ask((options) => known.proposal.proposals({ filter: { home: id } }, options));
      const { rounds } = await ask((options) => known.round.rounds({ below: id, states: ['SCHEDULED', 'OPEN'] }, options));
      this.setData({ rows: proposals.nodes.map(card), rounds: rounds.nodes.map((round) => ({ ...roundLine(round), url: pageOf('round', round.id) })) });
    });
  },
  verify() { wx.navigateTo({ url: '/pages/verify/verify' }); },
  write() { wx.navigateTo({ url: '/pages/write/write' }); },
  go,
});
