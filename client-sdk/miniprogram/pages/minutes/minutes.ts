import { act, base, load, may, tapped } from '../../lib/screen';
import { moment } from '../../lib/words';

Page({
  data: { ...base, id: '', title: '', held: '', versions: [] as Array<{ version: number; name: string }>, at: 0, m: undefined as undefined | Record<string, unknown>, all: [] as Array<Record<string, unknown>> },
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  onShow() { return this.refresh(); },
  refresh() {
    return load(this, async (known, ask) => {
      const page = await ask((options) => known.meeting.meetingMinutes({ meeting: this.data.id }, options));
      const confirms = may(page.viewerCan, 'confirm_minutes');
      const all = page.minutes.map((minutes, at) => ({
        version: minutes.version, digest: minutes.digest, chair: minutes.chair, recorder: minutes.recorder, present: minutes.present ?? '', remarks: minutes.remarks ?? '', reason: minutes.reason ?? '',
        sections: minutes.sections.map((section, index) => ({ index, heading: section.heading, conclusion: section.conclusion ?? '', contributions: section.contributions.map(({ speaker, text }, number) => ({ number, speaker, text })) })),
        published: minutes.publishedAt ? `${moment(minutes.publishedAt)}公布` : '', drafted: moment(minutes.draftedAt),
        confirmed: [minutes.confirmedByChair ? '主持人已确认' : '', minutes.confirmedByParticipant ? '参会人已确认' : ''].filter(Boolean).join(' · '), may: confirms && at === page.minutes.length - 1 && !minutes.publishedAt,
      }));
      const at = Math.max(0, all.length - 1);
      this.setData({ title: page.title, held: `${moment(page.startsAt)} · ${page.place}`, all, at, m: all[at], versions: all.map(({ version }) => ({ version, name: `第 ${version} 版` })) });
    });
  },
  choose(event: WechatMiniprogram.TouchEvent) {
    const at = Number(tapped(event)['at']);
    this.setData({ at, m: this.data.all[at] });
  },
  /** Confirms what was read here: another draft has another digest, and is refused. */
  confirm() {
    wx.showModal({
      title: '确认纪要', content: '您确认这份纪要如实记录了会议。',
      success: ({ confirm }) => {
        if (!confirm) return;
        void act(this, async (known) => {
          await known.meeting.confirmMinutes({ meeting: this.data.id, digest: this.data.m?.['digest'] as string });
          wx.showToast({ title: '已确认' });
          await this.refresh();
        });
      },
    });
  },
});
