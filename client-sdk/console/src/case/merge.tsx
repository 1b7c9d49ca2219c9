// Merging: the case on one side, those that may be the same matter on the other.
import { useState } from 'react';
import { useAsk } from '../ask';
import type { StaffLikeQuery, StaffNeighboursQuery } from '../generated/types';
import { label, number, percent, topicName, useSay } from '../language';
import { Answered, Button, Card, Choice, Empty, Facts, Head, Tag, Time } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { go, Link } from '../router';
import { client } from '../session/client';
import { withOwn } from './actions';

type Neighbour = StaffNeighboursQuery['proposals']['nodes'][number];
type Like = StaffLikeQuery['proposalsLike'][number];
/** One that may be the same matter, with what speaks for and against it where the server found it alike. */
interface Candidate { one: Neighbour; like?: Like }

const CLOSED = ['MERGED', 'DECLINED', 'WITHDRAWN', 'NOT_ADOPTED', 'CLOSED', 'DRAFT'];

export function MergePage({ id }: { id: string }) {
  const say = useSay();
  const page = useAsk(`case ${id}`, () => client.proposal.proposalPage({ proposal: id, comments: 50 }));
  const more = useAsk(`case more ${id}`, () => client.staff.case.staffCase({ proposal: id }));
  const [reach, setReach] = useState<'block' | 'neighborhood' | 'street'>('neighborhood');
  const home = more.data?.home;
  const area = !home ? undefined : reach === 'block' ? home.id : reach === 'neighborhood' ? (home.parent ?? home).id : (home.parent?.parent ?? home.parent ?? home).id;
  const others = useAsk(area ? `neighbours ${area}` : null, () => client.staff.case.staffNeighbours({ home: area ?? '' }));
  const like = useAsk(`like ${id}`, () => client.staff.case.staffLike({ proposal: id }));
  const [chosen, choose] = useState<string>();
  return (
    <Answered of={page}>{(of) => {
      const found: Candidate[] = (like.data?.proposalsLike ?? []).filter(({ proposal }) => CLOSED.indexOf(proposal.state) < 0).map((like) => ({ one: like.proposal, like }));
      const known = new Set([id, ...found.map(({ one }) => one.id)]);
      // What the server takes to be alike comes first; the newest of the place follow, because it may be wrong.
      const ranked: Candidate[] = [...found, ...(others.data?.proposals.nodes ?? []).filter((one) => !known.has(one.id)).map((one) => ({ one }))].slice(0, 20);
      const other = ranked.find(({ one }) => one.id === chosen) ?? ranked[0];
      return (
        <>
          <Head title={say('合并相似提案', 'Merge with a similar proposal')} over={<Link to={`/cases/${id}`}>{of.number} {of.title}</Link>}>
            <Choice name={say('范围', 'Where')} value={reach} onChange={setReach} of={[{ id: 'block', name: say('本小区', 'Block') }, { id: 'neighborhood', name: say('居民区', 'Neighborhood') }, { id: 'street', name: say('街镇', 'Street') }]} />
          </Head>
          <div className="sides">
            <Side title={say('本提案（将并入右侧）', 'This one, to be merged')} of={of} />
            <div>
              {others.data && !ranked.length ? <Empty>{say('这个范围内没有其他进行中的提案。', 'No other open proposal there.')}</Empty> : null}
              {other ? <Side title={say('保留的提案', 'The one that stays')} of={other.one} like={other.like} /> : null}
            </div>
          </div>
          {ranked.length ? (
            <Card title={say('候选：相似的在前，其余为最新', 'Candidates: what is alike first, then the newest')}>
              <ul className="candidates">{ranked.map(({ one, like }) => (
                <li key={one.id}><Button look={one.id === other?.one.id ? 'main' : 'plain'} onPress={() => choose(one.id)}>{like ? `${percent(like.score, 0)} · ` : ''}{one.title}<span className="small">{one.home.name} · {say(`附议 ${one.supportCount}`, `${one.supportCount} supports`)}</span></Button></li>
              ))}</ul>
            </Card>
          ) : null}
          {other ? (
            <Card title={say('并入', 'Merge')}>
              <p className="faint">{say('附议人会收到通知，可选择随之并入、留下或撤回；同一人只计一次。', 'Supporters are told and choose to follow, stay or withdraw; nobody is counted twice.')}</p>
              <Act draft={`case.${id}.merge`} look="main" submit={say(`并入 ${other.one.number ?? ''}`, `Merge into ${other.one.number ?? ''}`)} said={say('已合并', 'Merged')}
                fields={[withOwn({ name: 'reason', label: say('合并理由', 'Reason'), kind: 'area', most: 1000, phrases: [{ title: say('同一事项', 'The same matter'), text: say('两件提案反映同一事项，合并办理，附议合并计算。', 'Both proposals are about the same matter and are handled as one.') }] }, 'merge')]}
                act={(values, key) => client.desk.mergeProposal({ proposal: id, ifVersion: of.version, into: other.one.id, reason: textOf(values, 'reason') }, { key })}
                done={() => go(`/cases/${id}`)} />
            </Card>
          ) : null}
        </>
      );
    }}</Answered>
  );
}

function Side({ title, of, like }: { title: string; of: Pick<Neighbour, 'number' | 'title' | 'body' | 'state' | 'supportCount' | 'createdAt' | 'home' | 'proponent' | 'topic'>; like?: Like | undefined }) {
  const say = useSay();
  const words = (ours: readonly string[], theirs: readonly string[]) => (ours.join() === theirs.join() ? ours.join('、') : `${ours.join('、')} / ${theirs.join('、')}`);
  return (
    <Card title={title} aside={like ? <span className="tag teal">{say('相似 ', 'alike ')}{percent(like.score, 0)}</span> : null}>
      <h3>{of.title}</h3>
      <p className="text">{of.body}</p>
      <Facts of={[[say('编号', 'Number'), of.number ?? '—'], [say('小区', 'Home'), of.home.name], [say('议题', 'Topic'), topicName(of.topic) || '—'], [say('附议', 'Supports'), number(of.supportCount)], [say('提出', 'Raised'), <Time at={of.createdAt} style="day" />]]} />
      {like?.why.length ? <ul className="small">{like.why.map(({ kind, ours, theirs }, at) => <li key={at}>{label('LikenessKind', kind)}{ours.length ? say('：', ': ') + words(ours, theirs) : ''}</li>)}</ul> : null}
      <Tag type="State" value={of.state} />
    </Card>
  );
}
