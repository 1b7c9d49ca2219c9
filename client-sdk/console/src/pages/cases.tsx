// All cases below an area, narrowed by what every figure of the dashboard may name.
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useAsk, usePages } from '../ask';
import { choices, topicName, useSay } from '../language';
import { Button, Choice, Empty, Failure, Head, Loading, More } from '../parts/basics';
import { CaseLine } from '../parts/cards';
import { FieldOf } from '../parts/form';
import { narrow, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

export function CasesPage() {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const [area, state, clock, topic, order] = [query.get('area') ?? desk.id, query.get('state'), query.get('clock'), query.get('topic'), query.get('order') ?? 'NEWEST'];
  const place = useAsk(`area ${area}`, () => client.staff.places.staffArea({ area }));
  const text = query.get('q') ?? '';
  const states = state ? state.split(',') as ['CLOSED'] : null;
  const list = usePages(`cases ${text} ${area} ${state} ${clock} ${topic} ${order}`, async (after) => {
    if (!text) return (await client.proposal.proposals({ filter: { custodian: area, states, clock: clock as 'RED' | null, topic } as never, orderBy: order as 'DUE', first: 30, after })).proposals;
    const { searchProposals: { edges, pageInfo } } = await client.search.searchProposals({ text, filter: { below: area, states, topics: topic ? [topic] : null }, first: 30, after });
    return { nodes: edges.map(({ node }) => node), pageInfo };
  });
  const any = { id: '', name: say('不限', 'Any') };
  return (
    <>
      <Head title={say('全部提案', 'Proposals')} over={place.data?.name ?? desk.name}><Seek key={text} text={text} /></Head>
      <div className="filters">
        <FieldOf field={{ name: 'state', label: say('状态', 'State'), kind: 'select', optional: true, choices: [any, ...choices('State')] }} value={state ?? ''} change={(value) => narrow({ state: String(value) })} />
        {text ? null : <FieldOf field={{ name: 'clock', label: say('时限', 'Clock'), kind: 'select', optional: true, choices: [any, ...choices('ClockColour')] }} value={clock ?? ''} change={(value) => narrow({ clock: String(value) })} />}
        <FieldOf field={{ name: 'topic', label: say('议题', 'Topic'), kind: 'search', optional: true, choices: [any, ...(place.data?.topics ?? []).map((one) => ({ id: one.id, name: topicName(one) }))] }} value={topic ?? ''} change={(value) => narrow({ topic: String(value) })} />
      </div>
      {text ? <p className="lead">{say('在本区域提出的提案中，最相关的在前。', 'Of what was raised in this area, the best match first.')}</p> : <Choice name={say('排序', 'Order')} value={order} onChange={(value) => narrow({ order: value })} of={choices('ProposalOrder')} />}
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有符合条件的提案。', 'No such proposal.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((one) => <CaseLine key={one.id} of={one} />)}</ul>
      <More list={list} />
    </>
  );
}

/** Looks for words, numbers or pinyin in everything below the area. */
function Seek({ text }: { text: string }) {
  const say = useSay();
  const [typed, set] = useState(text);
  return (
    <Form className="inline" role="search" onSubmit={(event) => { event.preventDefault(); narrow({ q: typed.trim() }); }}>
      <FieldOf field={{ name: 'q', label: say('搜索文字、编号或拼音', 'Words, number or pinyin'), kind: 'text', optional: true }} value={typed} change={(value) => set(String(value))} />
      <Button type="submit">{say('搜索', 'Search')}</Button>
    </Form>
  );
}
