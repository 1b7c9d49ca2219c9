// A case in a list.
import type { ProposalCardFragment } from '../../../src/generated/types';
import { topicName, useSay } from '../language';
import { Link } from '../router';
import { Tag } from './basics';
import { ClockBadge } from './clock';

export function CaseLine({ of, marks, foot }: { of: ProposalCardFragment; marks?: string[]; foot?: React.ReactNode }) {
  const say = useSay();
  return (
    <li className={`case-line ${of.clock?.status === 'RUNNING' ? of.clock.colour : ''}`}>
      <Link to={`/cases/${of.id}`} className="title">{of.title}</Link>
      <p className="small faint"><span className="num">{of.number ?? '—'}</span> · {of.home.name}{of.topic ? ` · ${topicName(of.topic)}` : ''}{of.custodian.id === of.home.id ? '' : ` · ${say('在 ', 'at ')}${of.custodian.name}`}</p>
      <p className="line"><Tag type="State" value={of.state} /><ClockBadge of={of.clock} />{marks?.map((mark) => <Tag key={mark} value="PENDING" text={mark} />)}<span className="small faint">{say(`附议 ${of.supportCount}`, `${of.supportCount} supports`)} · {say(`评论 ${of.commentCount}`, `${of.commentCount} comments`)}</span></p>
      {foot}
    </li>
  );
}
