import { base, load, tapped } from '../../lib/screen';
import { card, label, moment } from '../../lib/words';

Page({
  data: {
    ...base, place: '', chain: '', waiting: 0,
    todo: [] as Array<{ url: string; title: string; kind: string; until: string; state: string }>,
    mine: [] as unknown[], around: [] as unknown[],
  },
  onShow() { void this.refresh(); },
  onPullDownRefresh() { this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() {
    return load(this, async (client) => {
      const { me } = await client.account.me({}, { offline: true });
      this.setData({ waiting: client.outbox.list().filter(({ refused }) => !refused).length });
      const block = me?.residences[0];
      if (!block) { this.setData({ place: '' }); return; }
      const above = [block.parent, block.parent?.parent].filter((area) => !!area).map((area) => area?.name);
      this.setData({ place: block.name, chain: above.reverse().join(' · ') });
      const home = await client.proposal.home({ block: block.id, neighborhood: block.parent?.id ?? block.id }, { offline: true });
      // What other blocks of the neighborhood have among themselves is theirs.
      const ours = ({ area }: { area: { id: string } }) => area.id === block.id || area.id === block.parent?.id;
      const own = home.mine.nodes.map(({ id }) => id);
      this.setData({
        mine: home.mine.nodes.map(card),
        around: home.proposals.nodes.filter(({ id }) => own.indexOf(id) < 0).map(card),
        todo: [
          ...home.ballots.nodes.filter(ours).map((ballot) => ({
            url: `/pages/ballot/ballot?id=${encodeURIComponent(ballot.id)}`, title: ballot.title, kind: '表决', until: moment(ballot.closesAt),
            state: ballot.viewerHasVoted ? '已投' : label('BallotState', ballot.state),
          })),
          ...home.consultations.nodes.filter(ours).map((consultation) => ({
            url: `/pages/consultation/consultation?id=${encodeURIComponent(consultation.id)}`, title: consultation.question, kind: '征询', until: moment(consultation.closesAt),
            state: `${consultation.next.voted}/${consultation.next.total}`,
          })),
        ],
      });
    });
  },
  go(event: WechatMiniprogram.TouchEvent) { wx.navigateTo({ url: tapped(event)['url'] ?? '' }); },
  write() { wx.navigateTo({ url: '/pages/write/write' }); },
  mine() { wx.navigateTo({ url: '/pages/mine/mine' }); },
});
