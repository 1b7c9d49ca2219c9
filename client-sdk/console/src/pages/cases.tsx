// All cases below an area, narrowed by what every figure of the dashboard may name.
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { told, useAsk, usePages } from '../ask';
import type { YitingError } from '../../../src/runtime/error';
import { choices, topicName, useSay } from '../language';
import { Button, Choice, Empty, Failure, Head, Loading, More } from '../parts/basics';
import { CaseLine } from '../parts/cards';
import { FieldOf } from '../parts/form';
import { go, narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function CasesPage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const [area, state, clock, topic, order] = [query.get('area') ?? desk.id, query.get('state'), query.get('clock'), query.get('topic'), query.get('order') ?? 'NEWEST'];
  const place = useAsk(`area ${area}`, () => client.staff.places.staffArea({ area }));
  const list = usePages(`cases ${area} ${state} ${clock} ${topic} ${order}`, async (after) => (await client.proposal.proposals({
    filter: { custodian: area, states: state ? state.split(',') as ['CLOSED'] : null, clock: clock as 'RED' | null, topic } as never, orderBy: order as 'DUE', first: 30, after,
  })).proposals);
  const any = { id: '', name: say('不限', 'Any') };
  return (
    <>
      <Head title={say('全部提案', 'Proposals')} over={place.data?.name ?? desk.name}><ByNumber /></Head>
      <div className="filters">
        <FieldOf field={{ name: 'state', label: say('状态', 'State'), kind: 'select', optional: true, choices: [any, ...choices('State')] }} value={state ?? ''} change={(value) => narrow({ state: String(value) })} />
        <FieldOf field={{ name: 'clock', label: say('时限', 'Clock'), kind: 'select', optional: true, choices: [any, ...choices('ClockColour')] }} value={clock ?? ''} change={(value) => narrow({ clock: String(value) })} />
        <FieldOf field={{ name: 'topic', label: say('议题', 'Topic'), kind: 'search', optional: true, choices: [any, ...(place.data?.topics ?? []).map((one) => ({ id: one.id, name: topicName(one) }))] }} value={topic ?? ''} change={(value) => narrow({ topic: String(value) })} />
      </div>
      <Choice name={say('排序', 'Order')} value={order} onChange={(value) => narrow({ order: value })} of={choices('ProposalOrder')} />
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有符合条件的提案。', 'No such proposal.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((one) => <CaseLine key={one.id} of={one} />)}</ul>
      <More list={list} />
    </>
  );
}

/** Goes straight to a case whose number stands on a paper. */
function ByNumber() {
  const say = useSay();
  const [number, set] = useState('');
  const [error, setError] = useState<YitingError>();
  return (
    <Form className="inline" onSubmit={(event) => {
      event.preventDefault();
      setError(undefined);
      client.proposal.proposalByNumber({ number: number.trim() }).then(
        ({ proposalByNumber: found }) => (found ? go(`/cases/${found.id}`) : setError(Object.assign(told(say('没有这个编号。', 'No such number.')), { message: say('没有这个编号。', 'No such number.') }))),
        (thrown: unknown) => setError(told(thrown)),
      );
    }}>
      <FieldOf field={{ name: 'number', label: say('按编号查找', 'By number'), kind: 'text' }} value={number} change={(value) => set(String(value))} wrong={error?.message} />
      <Button type="submit">{say('打开', 'Open')}</Button>
    </Form>
  );
}
