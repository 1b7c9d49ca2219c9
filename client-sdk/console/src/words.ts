// Words for names that the API gives as plain texts.
import { say } from './language';

const events: Record<string, readonly [string, string]> = {
  drafted: ['起草', 'Drafted'], edited: ['修改', 'Edited'], submitted: ['提交', 'Submitted'], text_checked: ['内容审核', 'Text checked'],
  returned: ['退回补充', 'Returned'], resubmitted: ['补充后再次提交', 'Handed in again'], declined: ['不予受理', 'Declined'],
  appealed: ['申诉', 'Appealed'], merged: ['合并到其他提案', 'Merged'], absorbed: ['并入其他提案', 'Took another in'],
  merge_chosen: ['附议人作出选择', 'A supporter chose'], support_moved: ['附议随之转移', 'Support moved'], merge_settled: ['合并完成', 'Merge settled'],
  accepted: ['受理', 'Accepted'], escalated: ['上报', 'Escalated'], delegated: ['下派', 'Delegated'], withdrawn: ['撤回', 'Withdrawn'],
  lapsed: ['逾期未补正，终止', 'Lapsed'], formed: ['形成决议', 'Resolution formed'], not_adopted: ['未采纳', 'Not adopted'],
  objected: ['提出异议', 'Objection'], objection_upheld: ['异议成立，重新审议', 'Objections lead back to review'], started: ['开始落实', 'Work began'],
  reported: ['报告进展', 'Progress reported'], extension_requested: ['申请延期', 'Extension asked for'], suspension_requested: ['申请暂停', 'Pause asked for'],
  request_decided: ['申请已答复', 'Request decided'], resumed: ['恢复办理', 'Resumed'], delivered: ['报告完成', 'Delivered'],
  delivery_confirmed: ['核验交付', 'Delivery decided'], rated: ['评价', 'Rated'], check_recorded: ['监督员核查', 'Supervisor checked'],
  reworked: ['返工', 'Sent back to work'], closed: ['办结', 'Closed'], reopened: ['重新办理', 'Reopened'], supported: ['附议', 'Supported'],
  support_revoked: ['撤回附议', 'Support taken back'], followed: ['关注', 'Followed'], unfollowed: ['取消关注', 'Unfollowed'], commented: ['评论', 'Commented'],
  comment_checked: ['评论审核', 'Comment checked'], comment_hidden: ['评论隐藏', 'Comment hidden'], comment_appealed: ['评论申诉', 'Comment appealed'],
  comment_appeal_decided: ['评论申诉答复', 'Comment appeal decided'], note_written: ['内部备注', 'Note written'], supervision_opened: ['督办', 'Supervision opened'],
  taken_up: ['达到附议数，重新审议', 'Taken up by support'], supervision_answered: ['督办答复', 'Supervision answered'],
  round_began: ['议事轮次开始', 'Round began'], round_ended: ['议事轮次结束', 'Round ended'],
};

/** What an entry of the log says, without the subject. */
export function eventName(kind: string): string {
  const pair = events[kind.replace(/^proposal\./, '')];
  return pair ? say(...pair) : kind;
}
/** Whether an entry is one of the many small ones. */
export const minor = (kind: string) => /\.(supported|support_revoked|followed|unfollowed|commented|comment_|drafted|edited|rated|merge_chosen|support_moved|note_written)/.test(kind);

const small: Record<string, readonly [string, string]> = {
  entry: ['进入', 'Entered'], escalated: ['上报', 'Escalated'], delegated: ['下派', 'Delegated'], appealed: ['申诉上移', 'By appeal'],
  open: ['进行中', 'Open'], done: ['已完成', 'Done'], cancelled: ['已取消', 'Cancelled'],
  visible: ['已公开', 'Shown'], pending: ['待审核', 'To be checked'], hidden: ['已隐藏', 'Hidden'], appealed_comment: ['申诉中', 'Appealed'],
  overdue: ['超期', 'overdue'], unsatisfied: ['居民不满意', 'residents unsatisfied'], opened: ['人工督办', 'opened by a person'],
};
export const word = (name: string) => { const pair = small[name.toLowerCase()]; return pair ? say(...pair) : name; };

/** What an action is called on a button. */
const actions: Record<string, readonly [string, string]> = {
  check_text: ['审核文本', 'Check the text'], return: ['退回补充', 'Return'], decline: ['不予受理', 'Decline'], merge: ['合并', 'Merge'],
  accept: ['受理', 'Accept'], escalate: ['上报', 'Escalate'], delegate: ['下派', 'Delegate'], form: ['形成决议与方案', 'Form the resolution'],
  reject: ['不予采纳', 'Reject'], report: ['报告任务进展', 'Report on a task'], request_extension: ['申请延期', 'Ask for an extension'],
  request_suspension: ['申请暂停', 'Ask for a pause'], decide_request: ['答复申请', 'Decide the request'], resume: ['恢复办理', 'Resume'],
  deliver: ['报告全部完成', 'Deliver'], confirm_delivery: ['核验交付', 'Confirm the delivery'], record_check: ['记录核查结果', 'Record the check'],
  close: ['办结', 'Close'], reopen: ['重新办理', 'Reopen'], comment: ['公开回复', 'Reply in public'], write_note: ['内部备注', 'Write a note'],
  open_supervision: ['发起督办', 'Open a supervision'], answer_supervision: ['答复督办', 'Answer the supervision'],
  edit: ['修改', 'Edit'], submit: ['提交', 'Submit'], resubmit: ['再次提交', 'Hand in again'], appeal: ['申诉', 'Appeal'], withdraw: ['撤回', 'Withdraw'],
  object: ['提出异议', 'Object'], rate: ['评价', 'Rate'], support: ['附议', 'Support'], revoke_support: ['撤回附议', 'Take support back'],
  choose_after_merge: ['合并后选择', 'Choose after a merge'], follow: ['关注', 'Follow'], unfollow: ['取消关注', 'Unfollow'],
};
export const actionName = (name: string) => { const pair = actions[name]; return pair ? say(...pair) : name; };
