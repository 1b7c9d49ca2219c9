// What residents say about a case, with what staff may do about it.
import { useState } from 'react';
import type { CommentLineFragment } from '../../../src/generated/types';
import { useSay } from '../language';
import { Button, Card, Empty, Panel, Tag, Time } from '../parts/basics';
import { Act, type Field, textOf } from '../parts/form';
import { client } from '../session/client';
import { word } from '../words';
import type { Case } from './actions';

/** A comment with its moderation. */
export function CommentLine({ comment, proposal, again }: { comment: CommentLineFragment; proposal: string; again(): void }) {
  const say = useSay();
  const [doing, set] = useState<string>();
  const can = (action: string) => comment.viewerCan.some((one) => one.action === action && one.allowed);
  const titles: Record<string, string> = {
    check_comment: say('审核评论', 'Check'), hide_comment: say('隐藏', 'Hide'), decide_comment_appeal: say('答复申诉', 'Decide the appeal'),
  };
  const reason: Field = { name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000, rows: 3 };
  const decision: Field = { name: 'approve', label: say('决定', 'Decision'), kind: 'select', choices: [{ id: 'yes', name: say('公开', 'Show') }, { id: 'no', name: say('不公开', 'Keep hidden') }] };
  return (
    <li className="comment">
      <p className="small"><strong>{comment.author.nickname}</strong> <span className="faint"><Time at={comment.createdAt} /></span> {comment.state === 'visible' ? null : <Tag value={comment.state.toUpperCase()} text={comment.state === 'appealed' ? word('appealed_comment') : word(comment.state)} />}</p>
      <p className="text">{comment.text ?? <span className="faint">{say('（内容已隐藏）', '(hidden)')}</span>}</p>
      {comment.reason ? <p className="small faint">{say('理由：', 'Reason: ')}{comment.reason}</p> : null}
      <div className="acts">{Object.keys(titles).filter(can).map((action) => <Button key={action} look="quiet" onPress={() => set(action)}>{titles[action]}</Button>)}</div>
      <Panel title={titles[doing ?? ''] ?? ''} open={!!doing} close={() => set(undefined)}>
        {doing ? (
          <Act draft={`comment.${comment.id}.${doing}`} submit={titles[doing] ?? ''} fields={doing === 'hide_comment' ? [reason] : [decision, reason]} said={say('已处理', 'Done')}
            done={() => { set(undefined); again(); }}
            act={(values, key) => {
              const input = { proposal, comment: comment.id, reason: textOf(values, 'reason') };
              const approve = values['approve'] === 'yes';
              if (doing === 'hide_comment') return client.desk.hideComment(input, { key });
              return doing === 'check_comment' ? client.desk.checkComment({ ...input, approve }, { key }) : client.desk.decideCommentAppeal({ ...input, approve }, { key });
            }} />
        ) : null}
      </Panel>
    </li>
  );
}

export function Comments({ of, again }: { of: Case; again(): void }) {
  const say = useSay();
  return (
    <Card title={say(`评论（${of.commentCount}）`, `Comments (${of.commentCount})`)}>
      {of.comments.nodes.length ? <ul className="plain">{of.comments.nodes.map((comment) => <CommentLine key={comment.id} comment={comment} proposal={of.id} again={again} />)}</ul> : <Empty>{say('还没有评论。', 'No comments yet.')}</Empty>}
    </Card>
  );
}
