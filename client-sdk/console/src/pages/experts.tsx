// The directory of experts, and an expert's own reviews.
import { useState } from 'react';
import { useAsk, usePages } from '../ask';
import { useSay } from '../language';
import { Answered, Button, Card, Empty, Failure, Head, Loading, More, Panel, Tag, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { Link } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function ExpertsPage() {
  const say = useSay();
  const area = useDesk();
  const place = useAsk(`area ${area.id}`, () => client.staff.places.staffArea({ area: area.id }));
  const list = usePages(`experts ${area.id}`, async (after) => (await client.staff.experts.staffExperts({ area: area.id, after })).experts);
  const keeps = place.data?.viewerCan.some(({ action, allowed }) => action === 'keep_experts' && allowed);
  const [open, set] = useState(false);
  return (
    <>
      <Head title={say('专家', 'Experts')} over={area.name}>{keeps ? <Button look="main" onPress={() => set(true)}>{say('列入专家', 'List an expert')}</Button> : null}</Head>
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('名录中没有专家。', 'The directory is empty.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((one) => (
        <li key={one.id} className="case-line"><p className="title">{one.name}</p><p className="small faint">{one.field} · {one.organisation}{one.area ? ` · ${one.area.name}` : ''}</p><p className="text clamp">{one.about}</p>
          {keeps && one.listed ? <Button look="quiet" onPress={() => { void client.staff.experts.unlistExpert({ expert: one.id }).then(list.again); }}>{say('移出名录', 'Take off the list')}</Button> : null}</li>
      ))}</ul>
      <More list={list} />
      <Panel title={say('列入专家', 'List an expert')} open={open} close={() => set(false)}>
        <Act draft={`expert.${area.id}`} submit={say('列入', 'List')} said={say('已列入', 'Listed')} done={() => { set(false); list.again(); }}
          fields={[
            { name: 'person', label: say('人员', 'Person'), kind: 'person', area: area.id }, { name: 'name', label: say('姓名', 'Name'), kind: 'text', most: 50 },
            { name: 'field', label: say('领域', 'Field'), kind: 'text', most: 100 }, { name: 'organisation', label: say('单位', 'Organisation'), kind: 'text', most: 100 }, { name: 'about', label: say('简介', 'About'), kind: 'area', most: 1000 },
          ]}
          act={(values, key) => client.staff.experts.listExpert({ area: area.id, person: textOf(values, 'person'), name: textOf(values, 'name'), field: textOf(values, 'field'), organisation: textOf(values, 'organisation'), about: textOf(values, 'about') }, { key })} />
      </Panel>
    </>
  );
}

export function MyReviewsPage() {
  const say = useSay();
  const page = useAsk('my reviews', async () => (await client.staff.experts.staffMyReviews({})).me?.reviews ?? []);
  const [doing, set] = useState<{ id: string; action: 'decline' | 'submit' }>();
  return (
    <>
      <Head title={say('我的评审', 'My reviews')} />
      <Answered of={page}>{(reviews) => (
        reviews.length ? <ul className="plain">{reviews.map((review) => {
          const can = (action: string) => review.viewerCan.some((one) => one.action === action && one.allowed);
          return (
            <li key={review.id}><Card title={review.proposal ? <Link to={`/cases/${review.proposal.id}`}>{review.proposal.title}</Link> : '—'} aside={<Tag type="ReviewState" value={review.state} />}>
              <p className="text">{review.question}</p><p className="small faint">{say('答复期限 ', 'due ')}<Time at={review.dueAt} /></p>
              {review.opinion ? <p className="text">{review.opinion}</p> : null}
              <div className="acts">
                {can('accept_review') ? <Button look="main" onPress={() => { void client.staff.experts.staffAcceptReview({ review: review.id }).then(page.again); }}>{say('接受邀请', 'Accept')}</Button> : null}
                {can('submit_opinion') ? <Button look="main" onPress={() => set({ id: review.id, action: 'submit' })}>{say('提交意见', 'Give the opinion')}</Button> : null}
                {can('decline_review') ? <Button onPress={() => set({ id: review.id, action: 'decline' })}>{say('谢绝', 'Decline')}</Button> : null}
              </div></Card></li>
          );
        })}</ul> : <Empty>{say('没有评审邀请。', 'No invitations.')}</Empty>
      )}</Answered>
      <Panel title={doing?.action === 'submit' ? say('提交意见', 'Give the opinion') : say('谢绝', 'Decline')} open={!!doing} close={() => set(undefined)}>
        {doing?.action === 'submit' ? <Act draft={`review.${doing.id}`} submit={say('提交', 'Submit')} done={() => { set(undefined); page.again(); }} fields={[{ name: 'opinion', label: say('意见（将公开）', 'Opinion, to be published'), kind: 'area', most: 4000, rows: 8 }, { name: 'interests', label: say('利益关系声明', 'Interests'), kind: 'area', most: 1000, rows: 2 }]} act={(values, key) => client.staff.experts.staffSubmitOpinion({ review: doing.id, opinion: textOf(values, 'opinion'), interests: textOf(values, 'interests') }, { key })} /> : null}
        {doing?.action === 'decline' ? <Act draft={`review.${doing.id}.no`} submit={say('谢绝', 'Decline')} done={() => { set(undefined); page.again(); }} fields={[{ name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000 }]} act={(values, key) => client.staff.experts.staffDeclineReview({ review: doing.id, reason: textOf(values, 'reason') }, { key })} /> : null}
      </Panel>
    </>
  );
}
