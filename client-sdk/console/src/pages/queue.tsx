// My queue: what is overdue, what is due soon, and the rest.
import { usePages } from '../ask';
import { label, useSay } from '../language';
import { Choice, Empty, Failure, Head, Loading, More } from '../parts/basics';
import { CaseLine } from '../parts/cards';
import { narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

const GROUPS: Record<string, string[] | null> = {
  all: null, screening: ['SUBMITTED'], review: ['UNDER_REVIEW'], notice: ['FORMED'], work: ['IMPLEMENTING'], rating: ['EVALUATING'],
};

export function QueuePage() {
  const say = useSay();
  const area = useDesk();
  const { query } = usePlace();
  const reach = query.get('reach') === 'below' ? 'below' : 'own';
  const group = query.get('group') ?? 'all';
  const names: Record<string, string> = { all: say('全部', 'All'), screening: say('待受理', 'To screen'), review: say('审议', 'Review'), notice: say('公示', 'On notice'), work: say('落实', 'Work'), rating: say('评估', 'Rating') };
  return (
    <>
      <Head title={say('待办队列', 'Queue')} over={area.name}>
        <Choice name={say('范围', 'Reach')} value={reach} onChange={(value) => narrow({ reach: value === 'below' ? value : undefined })} of={[{ id: 'own', name: say('本级', 'Ours') }, { id: 'below', name: say('含下级', 'And below') }]} />
      </Head>
      <Choice name={say('环节', 'Link')} value={group} onChange={(value) => narrow({ group: value === 'all' ? undefined : value })} of={Object.keys(GROUPS).map((id) => ({ id, name: names[id] ?? id }))} />
      <div className="board">
        {(['RED', 'YELLOW', 'GREEN'] as const).map((colour) => <Column key={colour} colour={colour} area={area.id} tier={reach === 'own' ? area.tier : null} states={GROUPS[group] ?? null} />)}
      </div>
    </>
  );
}

function Column({ colour, area, tier, states }: { colour: 'RED' | 'YELLOW' | 'GREEN'; area: string; tier: string | null; states: string[] | null }) {
  const say = useSay();
  const list = usePages(`queue ${area} ${tier} ${colour} ${states?.join()}`, async (after) =>
    (await client.staff.desk.staffQueue({ custodian: area, tier: tier as 'STREET' | null, clock: colour, states: states as ['SUBMITTED'] | null, after })).proposals);
  const count = list.nodes ? `${list.nodes.length}${list.hasMore ? '+' : ''}` : '…';
  return (
    <section className={`column ${colour}`} aria-label={`${label('ClockColour', colour)} ${count}`}>
      <h2><span className="dot" aria-hidden="true" />{label('ClockColour', colour)}<span className="count">{count}</span></h2>
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{colour === 'RED' ? say('没有超期的事项。', 'Nothing is overdue.') : say('没有事项。', 'Nothing here.')}</Empty> : null}
      <ul className="plain">{list.nodes?.map((one) => (
        <CaseLine key={one.id} of={one} marks={[
          ...(one.checked ? [] : [say('文本待审', 'text to check')]), ...(one.requestPending ? [say('申请待答复', 'request')] : []),
          ...(one.deliveryPending ? [say('待核验', 'delivery')] : []), ...(one.suspended ? [say('已暂停', 'suspended')] : []),
        ]} />
      ))}</ul>
      <More list={list} />
    </section>
  );
}
