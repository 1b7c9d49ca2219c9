import { homeOf, neighborhoodOf } from '../../lib/place';
import { base, load, tapped } from '../../lib/screen';
import { card, label } from '../../lib/words';

/** Words are asked for when typing rests so long. */
const REST_MS = 250;
const ORDERS = (['RELEVANCE', 'SUPPORTS', 'NEWEST', 'CLOCK'] as const).map((id) => ({ id, name: label('ProposalSearchOrder', id) }));

type Row = ReturnType<typeof card> & { title: Piece[]; passage: Piece[] };
interface Piece { text: string; marked: boolean }

/** Proposals by words, numbers or pinyin; in my neighborhood or everywhere. */
Page({
  data: {
    ...base, loading: false, text: '', asked: '', near: true, nearby: '', order: 'RELEVANCE' as (typeof ORDERS)[number]['id'], orders: ORDERS,
    ways: [] as string[], rows: [] as Row[], total: 0, states: [] as Array<{ id: string; name: string; count: number }>, state: '', end: null as string | null,
  },
  onLoad({ text = '' }: Record<string, string | undefined>) {
    const given = decodeURIComponent(text);
    this.setData({ text: given });
    return load(this, async (known, ask) => {
      const home = homeOf((await ask((options) => known.account.me({}, options))).me);
      if (home) this.setData({ nearby: neighborhoodOf(home) });
      // What was typed meanwhile is asked for when typing rests.
      if (given) await this.read();
    });
  },
  onUnload() { clearTimeout(this.rest); },
  rest: 0 as unknown as ReturnType<typeof setTimeout>,
  /** Offers ways on when typing rests; what is slow and overtaken by more letters is not shown. */
  typed(event: WechatMiniprogram.Input) {
    const text = event.detail.value;
    this.setData({ text });
    clearTimeout(this.rest);
    if (!text.trim()) { this.setData({ ways: [] }); return; }
    this.rest = setTimeout(() => {
      load(this, async (known) => {
        const { completeProposalSearch } = await known.search.completeSearch(this.below({ text }), { tries: 1 });
        if (this.data.text === text && this.data.asked !== text) this.setData({ ways: completeProposalSearch });
      });
    }, REST_MS);
  },
  below<T>(more: T) { return this.data.near && this.data.nearby ? { ...more, below: this.data.nearby } : more; },
  picked(event: WechatMiniprogram.TouchEvent) {
    this.setData({ text: tapped(event)['way'] ?? '' });
    return this.ask();
  },
  ask() {
    clearTimeout(this.rest);
    this.setData({ state: '' });
    return this.read();
  },
  again() { return this.read(); },
  reach() {
    this.setData({ near: !this.data.near, state: '' });
    return this.read();
  },
  ordered(event: WechatMiniprogram.TouchEvent) {
    this.setData({ order: (tapped(event)['id'] ?? 'RELEVANCE') as typeof this.data.order });
    return this.read();
  },
  narrowed(event: WechatMiniprogram.TouchEvent) {
    const { id = '' } = tapped(event);
    this.setData({ state: this.data.state === id ? '' : id });
    return this.read();
  },
  /** The first page, or the next one. */
  read(after?: string) {
    const text = this.data.text.trim();
    this.setData({ asked: text, ways: [], loading: !after });
    return load(this, async (known) => {
      const { order, state } = this.data;
      const filter = this.below(state ? { states: [state as 'SUBMITTED'] } : {});
      const { searchProposals: found } = await known.search.searchProposals({ text, filter, orderBy: order, ...(after ? { after } : {}) });
      if (this.data.asked !== text) return;
      const rows = found.edges.map(({ node, highlights }) => {
        const pieces = (of: string) => highlights.find((one) => one.of === of)?.pieces ?? [];
        const other = highlights.find((one) => one.of !== 'TITLE' && one.pieces.some(({ marked }) => marked));
        const around = (piece: string) => ({ text: piece, marked: false });
        const passage = other ? [...(other.beginsLate ? [around('…')] : []), ...other.pieces, ...(other.endsEarly ? [around('…')] : [])] : [];
        return { ...card(node), title: pieces('TITLE'), passage } as unknown as Row;
      });
      this.setData({
        rows: [...(after ? this.data.rows : []), ...rows], total: Number(found.totalCount), end: found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null,
        ...(state ? {} : { states: found.facets.states.map((one) => ({ id: one.state, name: label('State', one.state), count: Number(one.count) })) }),
      });
    });
  },
  open(event: WechatMiniprogram.TouchEvent) { wx.navigateTo({ url: `/pages/proposal/proposal?id=${encodeURIComponent(tapped(event)['id'] ?? '')}` }); },
  onReachBottom() {
    const { end, busy } = this.data;
    if (!end || busy) return undefined;
    this.setData({ busy: true });
    return this.read(end).then(() => this.setData({ busy: false }));
  },
});
