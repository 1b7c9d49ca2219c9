// Supervisions of an area and everything below.
import { usePages } from '../ask';
import { label, useSay } from '../language';
import { Choice, Empty, Failure, Head, Loading, More, Time } from '../parts/basics';
import { CaseLine } from '../parts/cards';
import { narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';
import { word } from '../words';

export function SupervisionsPage() {
  const say = useSay();
  const area = useDesk();
  const { query } = usePlace();
  const open = query.get('answered') !== 'yes';
  const list = usePages(`supervisions ${area.id} ${open}`, async (after) => (await client.desk.supervisions({ below: area.id, open, after })).supervisions);
  return (
    <>
      <Head title={say('督办', 'Supervisions')} over={area.name}>
        <Choice name={say('状态', 'State')} value={open ? 'open' : 'answered'} onChange={(value) => narrow({ answered: value === 'answered' ? 'yes' : undefined })} of={[{ id: 'open', name: say('待答复', 'Open') }, { id: 'answered', name: say('已答复', 'Answered') }]} />
      </Head>
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有督办事项。', 'No supervisions.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map(({ supervision, proposal }) => (
        <CaseLine key={supervision.id} of={proposal} foot={<p className="small">{supervision.area.name} · {label('Link', supervision.link)} · {word(supervision.cause)} · <Time at={supervision.openedAt} />{supervision.answeredAt ? <> → <Time at={supervision.answeredAt} /></> : null}</p>} />
      ))}</ul>
      <More list={list} />
    </>
  );
}
