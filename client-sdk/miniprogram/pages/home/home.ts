import { choose, homeOf, neighborhoodOf } from '../../lib/place';
import { follow } from '../../lib/scan';
import { base, go, listen, load, may, pageOf, words } from '../../lib/screen';
import { card, label, meetingLine, moment, roundLine } from '../../lib/words';

interface Todo { url: string; kind: string; icon: string; title: string; desc: string; state: string }

Page({
  data: {
    ...base, place: '', chain: '', waiting: 0, homes: [] as Array<{ id: string; name: string }>, todo: [] as Todo[], mine: [] as unknown[], around: [] as unknown[],
  },
  stop: undefined as undefined | (() => void),
  /** What the outbox gets through while the page is looked at is seen at once. */
  onShow() {
    this.stop = listen((known) => known.outbox.on((_, what) => { if (what === 'done' || what === 'refused') void this.refresh(); }));
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() {
    return load(this, async (known, ask) => {
      this.setData({ waiting: known.outbox.list().filter(({ refused }) => !refused).length });
      const { me } = await ask((options) => known.account.me({}, options));
      const block = homeOf(me);
      if (!block) { this.setData({ place: '', chain: '', homes: [] }); return; }
      const above = [block.parent, block.parent?.parent].filter((area) => !!area).map((area) => area?.name);
      this.setData({ place: block.name, chain: above.reverse().join(' · '), homes: me?.residences.map(({ id, name }) => ({ id, name })) ?? [] });
      const home = await ask((options) => known.proposal.home({ block: block.id, neighborhood: neighborhoodOf(block) }, options));
      // What other blocks of the neighborhood have among themselves is theirs.
      const ours = ({ area }: { area: { id: string } }) => area.id === block.id || area.id === block.parent?.id;
      const own = home.mine.nodes.map(({ id }) => id);
      this.setData({
        mine: home.mine.nodes.map(card),
        around: home.proposals.nodes.filter(({ id }) => own.indexOf(id) < 0).map(card),
        todo: [
          ...home.ballots.nodes.filter(ours).map((ballot) => ({
            url: pageOf('ballot', ballot.id), kind: 'ballot', icon: 'vote', title: ballot.title, desc: `表决 · ${moment(ballot.closesAt)}截止`,
            state: ballot.viewerHasVoted ? '已投' : label('BallotState', ballot.state),
          })),
          // Only who is on a consultation's list speaks in it.
          ...home.consultations.nodes.filter(ours).filter(({ viewerCan }) => may(viewerCan, 'vote')).map((consultation) => ({
            url: pageOf('consultation', consultation.id), kind: 'consultation', icon: 'talk', title: consultation.question, desc: `征询 · ${moment(consultation.closesAt)}截止`,
            state: label('ConsultationState', consultation.state),
          })),
          ...home.meetings.nodes.filter(ours).map(meetingLine).map(({ id, title, kind, when, state }) => ({
            url: pageOf('meeting', id), kind: 'meeting', icon: 'meet', title, desc: `${kind} · ${when}`, state,
          })),
          ...home.rounds.nodes.filter(ours).map(roundLine).map(({ id, title, now, state }) => ({
            url: pageOf('round', id), kind: 'round', icon: 'steps', title, desc: now, state,
          })),
        ],
      });
    });
  },
  /** Somebody who lives in several blocks chooses which one is shown. */
  change() {
    const { homes } = this.data;
    if (homes.length < 2) return;
    wx.showActionSheet({
      itemList: homes.map(({ name }) => name),
      success: ({ tapIndex }) => {
        choose(homes[tapIndex]?.id ?? '');
        void this.refresh();
      },
    });
  },
  scan() { follow().catch((thrown) => this.setData({ trouble: words(thrown) })); },
  write() { wx.navigateTo({ url: '/pages/write/write' }); },
  search() { wx.navigateTo({ url: '/pages/search/search' }); },
  own() { wx.navigateTo({ url: '/pages/proposals/proposals?kind=mine' }); },
  more() { wx.navigateTo({ url: '/pages/proposals/proposals?kind=around' }); },
  receipts() { wx.navigateTo({ url: '/pages/receipts/receipts' }); },
  verify() { wx.navigateTo({ url: '/pages/verify/verify' }); },
  outbox() { wx.navigateTo({ url: '/pages/outbox/outbox' }); },
  go,
});
