// What waits for a person's eye: texts of proposals, comments, statements of consultations.
import { useState } from 'react';
import { usePages } from '../ask';
import { CommentLine } from '../case/comments';
import { useSay } from '../language';
import { Button, Card, Empty, Failure, Head, Loading, More, Panel, Tag, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { Gallery } from '../parts/photos';
import { Link } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function ModerationPage() {
  const say = useSay();
  const area = useDesk();
  const texts = usePages(`unchecked ${area.id}`, async (after) => (await client.staff.desk.staffUnchecked({ custodian: area.id, after })).proposals);
  const comments = usePages(`comments ${area.id}`, async (after) => (await client.desk.commentsToCheck({ below: area.id, after })).commentsToCheck);
  const photos = usePages(`photos ${area.id}`, async (after) => (await client.desk.photosToCheck({ below: area.id, after })).photosToCheck);
  const voices = usePages(`voices ${area.id}`, async (after) => (await client.consultation.consultations({ below: area.id, state: 'OPEN', after })).consultations);
  const [checking, set] = useState<string>();
  const [photo, setPhoto] = useState<string>();
  const one = texts.nodes?.find(({ id }) => id === checking);
  return (
    <>
      <Head title={say('内容审核', 'Moderation')} over={area.name} />
      <p className="lead">{say('机器审核不能确定的内容由人决定；通过或不通过都要写明理由，作者可以申诉。', 'What the content check is unsure of is decided by a person, with a reason; authors may appeal.')}</p>
      <div className="flow">
        <Card title={say('提案文本', 'Texts of proposals')}>
          <List of={texts} />
          <ul className="plain">{texts.nodes?.map((text) => (
            <li key={text.id}><Link to={`/cases/${text.id}`} className="title">{text.title}</Link><p className="text clamp">{text.body}</p>
              {text.viewerCan.some(({ action, allowed }) => action === 'check_text' && allowed) ? <Button onPress={() => set(text.id)}>{say('审核', 'Check')}</Button> : null}
            </li>
          ))}</ul>
          <More list={texts} />
        </Card>
        <Card title={say('评论', 'Comments')}>
          <List of={comments} />
          <ul className="plain">{comments.nodes?.map((comment) => (
            <CommentLine key={comment.id} comment={comment} proposal={comment.proposal?.id ?? ''} again={comments.again} />
          ))}</ul>
          <More list={comments} />
        </Card>
        <Card title={say('图片', 'Pictures')}>
          <List of={photos} />
          <ul className="plain">{photos.nodes?.map(({ photo, proposal }) => (
            <li key={photo.id}>
              <Gallery photos={[photo]} />
              {proposal ? <Link to={`/cases/${proposal.id}`} className="small">{proposal.title}</Link> : null}
              {photo.viewerCan.some(({ allowed }) => allowed) ? <Button onPress={() => setPhoto(photo.id)}>{say('审核', 'Check')}</Button> : null}
            </li>
          ))}</ul>
          <More list={photos} />
        </Card>
        <Card title={say('征询中的观点', 'Statements of open consultations')}>
          <List of={voices} />
          <ul className="plain">{voices.nodes?.map((voice) => (
            <li key={voice.id}><Link to={`/consultations/${voice.id}`} className="title">{voice.question}</Link><p className="small faint">{voice.area.name} · <Tag type="ConsultationState" value={voice.state} /> {say('截止 ', 'until ')}<Time at={voice.closesAt} /></p></li>
          ))}</ul>
          <More list={voices} />
        </Card>
      </div>
      <Panel title={say('审核图片', 'Check the picture')} open={!!photo} close={() => setPhoto(undefined)}>
        {photo ? <Act draft={`photo.${photo}`} submit={say('提交审核结果', 'Decide')} said={say('已审核', 'Checked')} done={() => { setPhoto(undefined); photos.again(); }}
          fields={[{ name: 'approve', label: say('决定', 'Decision'), kind: 'select', choices: [{ id: 'yes', name: say('公开', 'Show') }, { id: 'no', name: say('不公开', 'Refuse') }] }, { name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000 }]}
          act={(values, key) => client.desk.checkPhoto({ photo, approve: values['approve'] === 'yes', reason: textOf(values, 'reason') }, { key })} /> : null}
      </Panel>
      <Panel title={say('审核文本', 'Check the text')} open={!!one} close={() => set(undefined)}>
        {one ? (
          <>
            <h3>{one.title}</h3><p className="text">{one.body}</p>
            <Act draft={`case.${one.id}.check_text`} submit={say('提交审核结果', 'Decide')} said={say('已审核', 'Checked')} done={() => { set(undefined); texts.again(); }}
              fields={[{ name: 'approve', label: say('决定', 'Decision'), kind: 'select', choices: [{ id: 'yes', name: say('通过', 'Approve') }, { id: 'no', name: say('不通过', 'Reject') }] }, { name: 'reason', label: say('理由', 'Reason'), kind: 'area', most: 1000 }]}
              act={(values, key) => client.desk.checkProposalText({ proposal: one.id, ifVersion: one.version, approve: values['approve'] === 'yes', reason: textOf(values, 'reason') }, { key })} />
          </>
        ) : null}
      </Panel>
    </>
  );
}

function List({ of }: { of: { nodes: readonly unknown[] | undefined; error: Parameters<typeof Failure>[0]['error']; again(): void } }) {
  const say = useSay();
  return (
    <>
      <Failure error={of.error} again={of.again} />
      {!of.nodes && !of.error ? <Loading /> : null}
      {of.nodes?.length === 0 ? <Empty>{say('没有待审核的内容。', 'Nothing waits.')}</Empty> : null}
    </>
  );
}
