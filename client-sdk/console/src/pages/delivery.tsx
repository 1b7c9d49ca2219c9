// Messages of WeChat that did not arrive, and why: nothing of what they say or to whom.
import { usePages } from '../ask';
import { label, number, useSay } from '../language';
import { Card, Empty, Failure, Head, Loading, More, Scroll, Time } from '../parts/basics';
import { client } from '../session/client';
import { useDesk } from '../session/viewer';

type Reason = 'REFUSED' | 'UNANSWERED' | 'TOO_OLD' | 'NO_ACCOUNT' | 'NO_TEMPLATE';

export function DeliveryPage() {
  const say = useSay();
  const desk = useDesk();
  const list = usePages(`undelivered ${desk.id}`, async (after) => (await client.wechat.undeliveredMessages({ district: desk.id, first: 50, after })).undeliveredMessages);
  /** What an operator can do about it. */
  const advice: Record<Reason, string> = {
    REFUSED: say('查看微信返回码；多为用户未订阅或模板被停用。', 'Look at WeChat’s code: mostly no grant is left, or the template was disabled.'),
    UNANSWERED: say('答复在途中丢失，可能已送达，为免重复不再发送。', 'The answer was lost; it may have arrived and is not sent twice.'),
    TOO_OLD: say('两天内未能发出；请检查网络与微信接口状态。', 'Not sent within two days: check the network and WeChat’s service.'),
    NO_ACCOUNT: say('本人已不使用微信账号，改以短信或上门告知。', 'The person has no WeChat account any more; tell them another way.'),
    NO_TEMPLATE: say('模板未配置；请在服务器设置中补上模板编号。', 'The template is not configured; put its id into the settings.'),
  };
  const counts = new Map<Reason, number>();
  for (const { reason } of list.nodes ?? []) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return (
    <>
      <Head title={say('未送达消息', 'Undelivered messages')} over={desk.name} />
      <p className="lead">{say('只显示类型和原因，不含内容和收件人；消息在小程序“消息”中仍可读到。', 'Kinds and causes only, neither content nor receiver; the messages stay readable in the mini-program.')}</p>
      <Failure error={list.error} again={list.again} />
      {!list.nodes && !list.error ? <Loading /> : null}
      {list.nodes?.length === 0 ? <Card><Empty>{say('没有未送达的消息。', 'Every message arrived.')}</Empty></Card> : null}
      {list.nodes?.length ? (
        <>
          <Card title={say('已载入的原因', 'Causes of those loaded')}><ul className="plain">{[...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => <li key={reason}><strong>{label('UndeliveredReason', reason)} · {number(count)}</strong><br /><span className="small faint">{advice[reason]}</span></li>)}</ul></Card>
          <Card title={say('明细', 'Messages')}>
            <Scroll name={say('未送达消息', 'Undelivered messages')}><table><caption className="hidden">{say('未送达消息', 'Undelivered messages')}</caption>
              <thead><tr><th scope="col">{say('类型', 'About')}</th><th scope="col">{say('时间', 'When')}</th><th scope="col">{say('原因', 'Why')}</th><th scope="col" className="num">{say('微信返回码', 'WeChat’s code')}</th><th scope="col" className="num">{say('尝试', 'Tries')}</th><th scope="col">{say('模板', 'Template')}</th></tr></thead>
              <tbody>{list.nodes.map((one, at) => <tr key={at}><th scope="row">{one.kind ? label('MessageKind', one.kind) : '—'}</th><td><Time at={one.createdAt} /></td><td>{label('UndeliveredReason', one.reason)}</td><td className="num">{one.errcode ?? '—'}</td><td className="num">{one.attempts}</td><td><code className="small">{one.template}</code></td></tr>)}</tbody></table></Scroll>
            <More list={list} />
          </Card>
        </>
      ) : null}
    </>
  );
}
