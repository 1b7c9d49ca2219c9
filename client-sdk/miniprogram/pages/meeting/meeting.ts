import type { Client, MeetingPageQuery } from 'yiting-sdk';
import { server } from '../../lib/client';
import { scan } from '../../lib/scan';
import { act, base, go, listen, load, mays, pageOf, tapped, whyNot, words } from '../../lib/screen';
import { label, moment, span } from '../../lib/words';

type Meeting = Extract<MeetingPageQuery['node'], { agenda: unknown }>;
interface Item { number: number; title: string; url: string; waiting: string; speech: string; said: string }

/** What stands of my seat, in words. */
function seatOf(meeting: Meeting): { text: string; tone: string } {
  const { mine } = meeting;
  if (!mine) return { text: '', tone: '' };
  if (mine.checkedOutAt) return { text: `您已于${moment(mine.checkedOutAt)}离场`, tone: 'over' };
  if (mine.checkedInAt) return { text: `您已于${moment(mine.checkedInAt)}签到`, tone: 'good' };
  if (mine.standing === 'SEATED') return { text: '您已报名，席位已保留', tone: 'good' };
  if (mine.standing === 'WAITING') return { text: `候补中，前面还有 ${mine.waitingBefore ?? 0} 人；有空位时自动递补`, tone: 'warn' };
  if (mine.standing === 'OFF') return { text: '您已表示不参加', tone: 'over' };
  return { text: '您受邀参加，请回复是否出席', tone: 'warn' };
}

Page({
  data: { ...base, id: '', m: undefined as undefined | Record<string, any>, items: [] as Item[], can: {} as Record<string, boolean>, why: '', code: '' },
  stop: undefined as undefined | (() => void),
  /** The code that came with the way here; one that is being typed is nobody's to send. */
  brought: '',
  onLoad({ id = '', code = '' }: Record<string, string | undefined>) {
    this.brought = code;
    this.setData({ id: decodeURIComponent(id), code });
  },
  /** Seats and the speaking list move while they are looked at. */
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh('live'); };
      return known.watch.meetingChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh(by?: unknown) {
    return load(this, async (known, ask) => {
      const page = await ask((options) => known.meeting.meetingPage({ meeting: this.data.id }, options));
      const can = mays(page.viewerCan);
      const { counts, openSeats, mine } = page;
      const over = page.state === 'ENDED' || page.state === 'CANCELLED';
      const why = mine || over ? '' : whyNot(page.viewerCan, 'sign_up');
      const published = page.minutes.filter(({ publishedAt }) => publishedAt).length;
      this.setData({
        can, why,
        m: {
          title: page.title, kind: label('MeetingKind', page.kind), state: label('MeetingState', page.state), tone: page.state === 'IN_SESSION' ? 'open' : over ? 'over' : 'done', area: page.area.name, place: page.place,
          when: span(page.startsAt, page.endsAt), reason: page.reason ?? '', over, session: page.state === 'IN_SESSION', seat: seatOf(page), there: !!mine?.checkedInAt && !mine.checkedOutAt,
          seats: page.state === 'CANCELLED' ? '' : [
            openSeats === null ? '不限席位' : openSeats === 0 ? '仅限受邀' : `席位 ${openSeats}`, `已报名 ${counts.signedUp}`, counts.waiting ? `候补 ${counts.waiting}` : '', page.state !== 'ANNOUNCED' ? `已签到 ${counts.attended}` : '',
          ].filter(Boolean).join(' · '),
          invited: mine?.invited && mine.standing === 'UNANSWERED', calendar: server() + page.calendarPath, startsAt: page.startsAt, endsAt: page.endsAt,
          minutes: page.minutes.length ? { state: can['confirm_minutes'] ? '待您确认' : published ? '已公布' : '待确认', version: `第 ${page.minutes.length} 版` } : undefined,
        },
        items: page.agenda.map(({ number, title, proposal, waitingToSpeak }) => {
          const own = mine?.speeches.filter(({ item, state }) => item === number && state !== 'WITHDRAWN') ?? [];
          const last = own[own.length - 1];
          return {
            number, title, url: proposal ? pageOf('proposal', proposal.id) : '', waiting: waitingToSpeak ? `${waitingToSpeak} 人等候发言` : '',
            speech: last?.state === 'WAITING' ? last.id : '', said: last && last.state !== 'WAITING' ? label('SpeechState', last.state) : '',
          };
        }),
      });
      // What came with the way here checks in by itself, once.
      if (this.brought.length === 6 && can['check_in'] && !mine?.checkedInAt) {
        this.brought = '';
        void this.checkIn();
      }
    }, by);
  },
  /** Does something in the meeting and shows what became of it. */
  done(doing: (known: Client) => Promise<unknown>, said: string) {
    return act(this, async (known) => {
      await doing(known);
      if (said) wx.showToast({ title: said });
      await this.refresh();
    });
  },
  signUp() { return this.done((known: Client) => known.meeting.signUpForMeeting({ meeting: this.data.id }), '已登记'); },
  signOff() {
    wx.showModal({
      title: '取消报名', content: '您的席位会让给候补的邻居。',
      success: ({ confirm }) => { if (confirm) void this.done((known: Client) => known.meeting.signOffFromMeeting({ meeting: this.data.id }), '已取消'); },
    });
  },
  typed(event: WechatMiniprogram.Input) { this.setData({ code: event.detail.value }); },
  async arrived() {
    wx.showToast({ title: '签到成功' });
    this.setData({ code: '' });
    await this.refresh();
  },
  checkIn() {
    return act(this, async (known) => {
      await known.meeting.checkIn({ meeting: this.data.id, code: this.data.code.trim() });
      await this.arrived();
    });
  },
  /** The screen in the room shows the code also as a picture: its six digits, alone or at the end of a path. */
  scan() {
    scan().then((found) => {
      const code = /(\d{6})$/.exec(found?.words ?? found?.path ?? '')?.[1];
      if (!found) return;
      if (!code) { this.setData({ trouble: '这不是会场的签到码，请扫会场屏幕上的码。' }); return; }
      this.setData({ code });
      void this.checkIn();
    }, (thrown: unknown) => this.setData({ trouble: words(thrown) }));
  },
  checkOut() { return this.done((known: Client) => known.meeting.checkOut({ meeting: this.data.id }), '已离场'); },
  ask(event: WechatMiniprogram.TouchEvent) {
    const item = Number(tapped(event)['number']);
    return this.done((known: Client) => known.meeting.askToSpeak({ meeting: this.data.id, item }), '已排队');
  },
  takeBack(event: WechatMiniprogram.TouchEvent) {
    const { speech = '' } = tapped(event);
    return this.done((known: Client) => known.meeting.withdrawSpeech({ speech }), '');
  },
  /** Into the phone's own calendar; the link is for everybody else's. */
  calendar() {
    const { title, place, startsAt, endsAt } = this.data.m as Record<string, string>;
    const seconds = (text = '') => Math.floor(Date.parse(text) / 1000);
    wx.addPhoneCalendar({
      title: title ?? '', startTime: seconds(startsAt), endTime: String(seconds(endsAt)), location: place ?? '',
      success: () => wx.showToast({ title: '已加入日历' }),
      fail: () => this.link(),
    });
  },
  link() { wx.setClipboardData({ data: this.data.m?.['calendar'] as string }); },
  minutes() { wx.navigateTo({ url: pageOf('minutes', this.data.id) }); },
  onShareAppMessage() { return { title: this.data.m?.['title'] as string, path: pageOf('meeting', this.data.id) }; },
  go,
});
