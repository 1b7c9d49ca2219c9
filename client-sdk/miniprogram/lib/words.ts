import { labels } from 'yiting-sdk/texts';

const two = (value: number) => `0${value}`.slice(-2);

/** A moment as people here read it, in Beijing's time, whatever the phone is set to. */
export function moment(text: string | null | undefined): string {
  if (!text) return '';
  const at = new Date(Date.parse(text) + 8 * 3_600_000);
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

export const day = (text: string | null | undefined) => moment(text).split(' ')[0] ?? '';

/** From one moment to another, the day said once. */
export function span(from: string, to: string): string {
  const at = new Date(Date.parse(from) + 8 * 3_600_000);
  const [begins, ends] = [moment(from), moment(to)];
  const week = `周${'日一二三四五六'[at.getUTCDay()]}`;
  return `${begins.replace(' ', `（${week}）`)}–${day(from) === day(to) ? ends.split(' ')[1] : ends}`;
}

/** Fen as yuan. */
export const yuan = (fen: number) => `${(fen / 100).toFixed(fen % 100 ? 2 : 0)}元`;

/** What a value of an enum is called. */
export function label(kind: keyof typeof labels, value: string): string {
  const known = labels[kind] as Record<string, readonly [string, string]>;
  return known[value]?.[0] ?? value;
}

/** What happened to a proposal, by the event's name. */
const EVENTS: Record<string, string> = {
  drafted: '写了草稿', edited: '修改了草稿', submitted: '提交了提案', text_checked: '内容已审核', returned: '退回补充', resubmitted: '补充后再次提交', declined: '不予受理', appealed: '提出申诉',
  merged: '并入另一件提案', absorbed: '另一件提案并入', merge_chosen: '附议人作了选择', support_moved: '附议已转入', merge_settled: '合并办理完毕', accepted: '已受理', escalated: '上报', delegated: '下派',
  withdrawn: '已撤回', lapsed: '逾期未补充，已失效', formed: '形成决议', not_adopted: '未采纳', objected: '有人提出异议', objection_upheld: '异议成立，重新审议', started: '开始落实', reported: '报告进展',
  extension_requested: '申请延期', suspension_requested: '申请中止', request_decided: '申请已批复', resumed: '恢复办理', delivered: '报告完工', delivery_confirmed: '完工已核实，请您评分', rated: '收到评分',
  check_recorded: '监督员已核查', reworked: '满意率不足，返工', closed: '已办结', reopened: '重新办理', supported: '有人附议', support_revoked: '有人撤回附议', followed: '有人关注', unfollowed: '有人取消关注',
  commented: '有新评论', comment_checked: '评论已审核', comment_hidden: '评论被隐藏', comment_appealed: '评论申诉', comment_appeal_decided: '评论申诉已有结果', note_written: '工作人员备注',
  supervision_opened: '已督办', taken_up: '上级接手', supervision_answered: '督办已答复', round_began: '开始议事', round_ended: '议事有结果',
};
export const happened = (kind: string) => EVENTS[kind.replace(/^proposal\./, '')] ?? '有新进展';

/** What a clock says. */
export function clockWords(clock: { colour: string; status: string; dueAt: string | null } | null) {
  if (!clock) return undefined;
  if (clock.status !== 'RUNNING' || !clock.dueAt) return { colour: 'grey', text: label('ClockStatus', clock.status) };
  return { colour: clock.colour.toLowerCase(), text: `${clock.colour === 'RED' ? '已超期，应于' : '须于'}${day(clock.dueAt)}前办理` };
}

interface CardOf {
  readonly id: string; readonly number: string | null; readonly title: string; readonly state: string; readonly supportCount: number; readonly commentCount: number;
  readonly custodian: { readonly name: string; readonly tier: string }; readonly topic: { readonly name: string } | null;
  readonly clock: { colour: string; status: string; dueAt: string | null } | null;
}

/** A proposal as a card shows it. */
export const card = (proposal: CardOf) => ({
  id: proposal.id,
  title: proposal.title,
  state: label('State', proposal.state),
  tone: proposal.state === 'CLOSED' ? 'done' : ['DECLINED', 'WITHDRAWN', 'NOT_ADOPTED', 'MERGED'].indexOf(proposal.state) >= 0 ? 'over' : proposal.state === 'RETURNED' ? 'warn' : 'open',
  where: proposal.custodian.name,
  topic: proposal.topic?.name ?? '',
  support: proposal.supportCount,
  comments: proposal.commentCount,
  clock: clockWords(proposal.clock),
});

interface RoundOf {
  readonly id: string; readonly title: string; readonly state: string; readonly startsAt: string;
  readonly steps: ReadonlyArray<{ readonly index: number; readonly name: string; readonly state: string; readonly endsAt: string | null }>;
  readonly outcome?: { readonly verdict: string } | null;
}

/** A round as a row shows it: how far it is, and what is on now. */
export function roundLine(round: RoundOf) {
  const now = round.steps.find(({ state }) => state === 'OPEN');
  const until = now?.endsAt ? `，${day(now.endsAt)}止` : '';
  return {
    id: round.id,
    title: round.title,
    state: round.outcome ? label('RoundVerdict', round.outcome.verdict) : label('RoundState', round.state),
    tone: round.state === 'CANCELLED' || round.outcome?.verdict === 'NOT_ADOPTED' || round.outcome?.verdict === 'NO_QUORUM' ? 'over' : round.outcome ? 'done' : 'open',
    now: round.state === 'SCHEDULED' ? `${moment(round.startsAt)}开始` : now ? `第${now.index + 1}步 ${now.name}${until}` : `共${round.steps.length}步`,
  };
}

interface MeetingOf {
  readonly id: string; readonly kind: string; readonly state: string; readonly title: string; readonly startsAt: string; readonly place?: string;
  readonly mine?: { readonly standing: string; readonly checkedInAt: string | null } | null;
}

/** A meeting as a row shows it. */
export const meetingLine = (meeting: MeetingOf) => ({
  id: meeting.id,
  title: meeting.title,
  kind: label('MeetingKind', meeting.kind),
  when: moment(meeting.startsAt),
  place: meeting.place ?? '',
  state: meeting.mine?.checkedInAt ? '已签到' : meeting.mine?.standing === 'SEATED' ? '已报名' : meeting.mine?.standing === 'WAITING' ? '候补中' : label('MeetingState', meeting.state),
  tone: meeting.state === 'ENDED' || meeting.state === 'CANCELLED' ? 'over' : 'open',
});
