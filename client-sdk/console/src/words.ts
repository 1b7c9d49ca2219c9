// Words for names that the API gives as plain texts.
import words from '../../codegen/words.json';
import { say } from './language';

const events = words.events as unknown as Record<string, [string, string]>;

/** What an entry of the log says, without the subject. */
export function eventName(kind: string): string {
  const pair = events[kind.replace(/^proposal\./, '')];
  return pair ? say(...pair) : kind;
}
/** Whether an entry is one of the many small ones. */
export const minor = (kind: string) => /\.(supported|support_revoked|followed|unfollowed|commented|comment_|drafted|edited|rated|merge_chosen|support_moved|note_written)/.test(kind);

const small = words.words as unknown as Record<string, [string, string]>;
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
