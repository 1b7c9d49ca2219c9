// Experts' reviews of a case.
import { useState } from 'react';
import { useAsk } from '../ask';
import { instantOf, useSay } from '../language';
import { Button, Card, Panel, Tag, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { client } from '../session/client';
import type { Case, More } from './actions';

export function Reviews({ of, more, again }: { of: Case; more: More | undefined; again(): void }) {
  const say = useSay();
  const [open, set] = useState(false);
  const may = more?.custodian.viewerCan.some(({ action, allowed }) => action === 'invite_expert' && allowed) ?? false;
  const experts = useAsk(open && may ? `experts ${of.custodian.id}` : null, () => client.staff.experts.staffExperts({ area: of.custodian.id }));
  if (!may && !more?.opinions.length) return null;
  return (
    <Card title={say('专家意见', 'Experts')}>
      <ul className="plain">{more?.opinions.map((review) => (
        <li key={review.id}>
          <p><strong>{review.name}</strong> <span className="faint small">{review.field} · {review.organisation}</span> <Tag type="ReviewState" value={review.state} /></p>
          <p className="small faint">{review.question}</p>
          {review.opinion ? <p className="text">{review.opinion}</p> : <p className="small faint">{say('答复期限 ', 'due ')}<Time at={review.dueAt} /></p>}
          {review.viewerCan.some(({ action, allowed }) => action === 'publish_opinion' && allowed)
            ? <Button onPress={() => { void client.staff.experts.publishOpinion({ review: review.id }).then(again); }}>{say('公开意见', 'Publish')}</Button> : null}
        </li>
      ))}</ul>
      {may ? <Button onPress={() => set(true)}>{say('邀请专家', 'Invite an expert')}</Button> : null}
      <Panel title={say('邀请专家评审', 'Invite an expert')} open={open} close={() => set(false)}>
        <Act draft={`case.${of.id}.invite`} submit={say('发出邀请', 'Invite')} said={say('已邀请', 'Invited')} done={() => { set(false); again(); }}
          fields={[
            { name: 'expert', label: say('专家', 'Expert'), kind: 'search', choices: (experts.data?.experts.nodes ?? []).filter(({ listed }) => listed).map((one) => ({ id: one.id, name: `${one.name} · ${one.field}` })) },
            { name: 'question', label: say('请专家回答', 'The question'), kind: 'area', most: 1000 },
            { name: 'due', label: say('答复期限', 'Due'), kind: 'minute' },
          ]}
          act={(values, key) => client.staff.experts.inviteExpert({ proposal: of.id, expert: String(values['expert']), question: textOf(values, 'question'), dueAt: instantOf(textOf(values, 'due')) }, { key })} />
      </Panel>
    </Card>
  );
}
