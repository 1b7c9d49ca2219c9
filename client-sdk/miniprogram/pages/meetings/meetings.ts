import { base, go, load, pageOf } from '../../lib/screen';
import { meetingLine } from '../../lib/words';

Page({
  data: { ...base, rows: [] as Array<ReturnType<typeof meetingLine> & { url: string }> },
  onShow() { return this.refresh(); },
  onPullDownRefresh() { return this.refresh().then(() => wx.stopPullDownRefresh()); },
  refresh() {
    return load(this, async (known, ask) => {
      const { me } = await ask((options) => known.meeting.myMeetings({}, options));
      this.setData({ rows: (me?.meetings ?? []).map((meeting) => Object.assign(meetingLine(meeting), { url: pageOf('meeting', meeting.id) })) });
    });
  },
  go,
});
