import { operations } from 'yiting-sdk';
import { client } from '../../lib/client';
import { learn, remind } from '../../lib/messages';
import { forget, MOST, pick } from '../../lib/photos';
import { homeOf } from '../../lib/place';
import { act, base, load, tapped } from '../../lib/screen';
import { card } from '../../lib/words';

/** Neighbours' proposals are looked for when typing rests so long, and from so many characters of a title on. */
const REST_MS = 600;
const ENOUGH = 4;

interface Draft { title: string; body: string; topic: string; photos: Photo[] }
/** On the phone at `path`, or on the server under `id`. */
interface Photo { path: string; id?: string }

/** Writes a proposal, or with `id` changes one: a draft, or one that was sent back for what is missing. */
Page({
  data: { ...base, id: '', returned: false, missing: '', place: '', home: '', title: '', body: '', topic: '', photos: [] as Photo[], most: MOST, topics: [] as Array<{ id: string; name: string }>, kept: false, alike: [] as Array<ReturnType<typeof card>> },
  onLoad({ id = '' }: Record<string, string | undefined>) {
    this.setData({ id: decodeURIComponent(id) });
    try {
      const { title = '', body = '', topic = '', photos = [] } = JSON.parse(wx.getStorageSync<string>(this.key()) || '{}') as Partial<Draft>;
      this.setData({ title, body, topic, photos, kept: !!(title || body || photos.length) });
    } catch { /* a draft that cannot be read is none */ }
    return this.refresh();
  },
  /** Where what is written is kept until it is handed in. */
  key() { return this.data.id ? `yiting.draft.${this.data.id}` : 'yiting.draft'; },
  refresh() {
    return load(this, async (known, ask) => {
      learn(known).catch(() => {});
      const { me } = await ask((options) => known.account.me({}, options));
      const home = homeOf(me);
      if (home) this.setData({ home: home.id, place: home.name, topics: home.topics.map(({ id, name }) => ({ id, name })) });
      const { id, kept } = this.data;
      if (!id) return;
      const page = await ask((options) => known.proposal.proposalPage({ proposal: id }, options));
      this.setData({ home: page.home.id, place: page.home.name, returned: page.state === 'RETURNED', missing: page.missing ?? '', ...(kept ? {} : { title: page.title, body: page.body, topic: page.topic?.id ?? '', photos: page.photos.map((photo) => ({ id: photo.id, path: known.file(photo.thumbnailUrl) })) }) });
    });
  },
  /** Kept with every letter: an app can be killed at any time. */
  keep(change: Partial<Draft>) {
    this.setData(change);
    const { title, body, topic, photos } = this.data;
    try {
      wx.setStorageSync(this.key(), JSON.stringify({ title, body, topic, photos }));
    } catch {
      this.setData({ trouble: '手机存储空间不足，草稿未能保存，请清理后重试。' });
    }
  },
  titled(event: WechatMiniprogram.Input) { this.keep({ title: event.detail.value }); this.compare(); },
  bodied(event: WechatMiniprogram.Input) { this.keep({ body: event.detail.value }); this.compare(); },
  rest: 0 as unknown as ReturnType<typeof setTimeout>,
  onUnload() { clearTimeout(this.rest); },
  /** Shows what neighbours have raised already. Writing goes on without it: nothing that fails here is told. */
  compare() {
    clearTimeout(this.rest);
    const { title, body, home, id } = this.data;
    if (!home || title.trim().length < ENOUGH) { this.setData({ alike: [] }); return; }
    this.rest = setTimeout(() => {
      client().then((known) => known.search.similarProposals({ title, body: body.slice(0, 2000), place: home }, { tries: 1 })).then(({ similarProposals }) => {
        if (this.data.title === title) this.setData({ alike: similarProposals.map(({ proposal }) => card(proposal)).filter((one) => one.id !== id) });
      }).catch(() => {});
    }, REST_MS);
  },
  picked(event: WechatMiniprogram.TouchEvent) {
    const { id = '' } = tapped(event);
    this.keep({ topic: this.data.topic === id ? '' : id });
  },
  add() {
    return act(this, async () => {
      const more = await pick(MOST - this.data.photos.length);
      if (more.length) this.keep({ photos: [...this.data.photos, ...more.map((path) => ({ path }))] });
    });
  },
  look(event: WechatMiniprogram.TouchEvent) { wx.previewImage({ urls: this.data.photos.map(({ path }) => path), current: tapped(event)['path'] ?? '' }); },
  drop(event: WechatMiniprogram.TouchEvent) {
    const { path = '' } = tapped(event);
    forget(path);
    this.keep({ photos: this.data.photos.filter((photo) => photo.path !== path) });
  },
  send() {
    // WeChat asks only in the tap itself.
    void remind(client(), ['ANSWER', 'PROGRESS', 'RATING']);
    return act(this, async (known) => {
      const { id, home, title, body, topic, photos: pictures, returned } = this.data;
      const add = known.outbox.add;
      // The pictures go first, then what names them, then the submission: each once, in order.
      const files = pictures.filter((photo) => !photo.id).map(({ path }, number) => ({ path, entry: known.outbox.addFile(path, `照片 ${number + 1}：${title}`) }));
      const photos = pictures.map(({ path, id: known }) => known ?? `@${files.find((file) => file.path === path)?.entry.id}:id`);
      const about = { ...(topic ? { topic } : {}), ...(photos.length || id ? { photos } : {}) };
      const entries = returned ? [add(operations.ResubmitProposal, { proposal: id, title, body, photos }, `补充：${title}`)] : [
        id ? add(operations.EditProposal, { proposal: id, title, body, ...about }, `修改：${title}`) : add(operations.DraftProposal, { home, title, body, ...about }, `提案：${title}`),
      ];
      if (!returned) entries.push(add(operations.SubmitProposal, { proposal: id || `@${entries[0]?.id}:proposal.id` }, `提交：${title}`));
      // From here on the outbox has it; what is on the page is no longer needed.
      wx.removeStorageSync(this.key());
      await known.outbox.flush();
      const ours = [...files.map(({ entry }) => entry), ...entries].map((entry) => entry.id);
      const left = known.outbox.list().filter((entry) => ours.indexOf(entry.id) >= 0);
      const refused = left.find((entry) => entry.refused)?.refused;
      if (refused) {
        this.keep({ title, body, topic, photos: pictures });
        ours.reverse().forEach((entry) => known.outbox.drop(entry));
        this.setData({ trouble: refused.message });
        return;
      }
      if (!left.length) files.forEach(({ path }) => forget(path));
      wx.showToast({ title: left.length ? '已保存，联网后自动提交' : '已提交', icon: left.length ? 'none' : 'success' });
      wx.navigateBack();
    });
  },
});
