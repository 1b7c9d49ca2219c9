// What stands behind a figure: its definition, and its cases.
import { usePages } from '../ask';
import { addressOf, figureText, filterOf, type IndicatorId, narrowOf } from '../hub-names';
import { label, percent, useSay } from '../language';
import { Card, Choice, Empty, Facts, Failure, Head, Loading, More, Time } from '../parts/basics';
import { CaseLine } from '../parts/cards';
import { Link, narrow as put, usePlace } from '../router';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';
import { useAsk } from '../ask';
import { useDefinitions } from './dashboard';

export function FigurePage({ id }: { id: string }) {
  const say = useSay();
  const desk = useDesk();
  const { query } = usePlace();
  const narrow = narrowOf(query);
  const scope = narrow.area ?? desk.id;
  const part = (query.get('part') ?? 'COUNTED') as 'COUNTED' | 'BASE' | 'REST';
  const { of, title } = useDefinitions();
  const definition = of(id);
  const key = `${id} ${scope} ${part} ${JSON.stringify(narrow)}`;
  const ask = (after: string | null) => client.staff.hub.staffFigureCases({ scope, filter: filterOf(narrow), of: id as IndicatorId, part, after });
  const head = useAsk(`figure ${key}`, () => ask(null));
  const list = usePages(`figure cases ${key}`, async (after) => (await ask(after)).indicators.cases);
  const figure = head.data?.indicators.figures[0];
  return (
    <>
      <Head title={title(id)} over={<Link to={addressOf('/dashboard', narrow)}>{say('运行总览', 'Dashboard')} · {head.data?.indicators.area.name ?? ''}{narrow.from ? ` · ${narrow.from} – ${narrow.to ?? ''}` : ''}{narrow.blockKind ? ` · ${label('BlockKind', narrow.blockKind)}` : ''}</Link>} />
      {definition ? (
        <Card>
          <p className="big-figure">{figureText(figure, definition.unit)}{figure && figure.low !== null && figure.high !== null && definition.unit === 'SHARE' ? <span className="small faint"> {percent(figure.low)} – {percent(figure.high)}</span> : null}</p>
          <Facts of={[[say('口径', 'Definition'), say(definition.meaningZh, definition.meaningEn)], [say('版本', 'Version'), `${definition.name} v${definition.version}`], figure?.denominator ? [say('分子 / 分母', 'Counted / base'), `${figure.numerator} / ${figure.denominator}`] : null]} />
        </Card>
      ) : null}
      {definition?.unit === 'SHARE' ? <Choice name={say('部分', 'Part')} value={part} onChange={(value) => put({ part: value })} of={[{ id: 'COUNTED', name: say('计入的', 'Counted') }, { id: 'REST', name: say('未计入的', 'The rest') }, { id: 'BASE', name: say('全部基数', 'The base') }]} /> : null}
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Empty>{say('没有提案。', 'No proposals.')}</Empty> : null}
      <ul className="plain grid-list">{list.nodes?.map((one, at) => (one.proposal
        ? <CaseLine key={one.proposal.id} of={one.proposal} foot={<p className="small faint">{say('提交 ', 'submitted ')}<Time at={one.submittedAt} style="day" />{one.closedAt ? <> · {say('办结 ', 'closed ')}<Time at={one.closedAt} style="day" /></> : null}{one.endedLate ? ` · ${say('有环节超期', 'a link was late')}` : ''}</p>} />
        : <li key={at} className="case-line"><p className="faint">{say('不公开的提案', 'not public')} · {label('State', one.state)}</p></li>))}</ul>
      <More list={list} />
    </>
  );
}
