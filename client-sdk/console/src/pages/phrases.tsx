// Answer templates of one's own: made, changed, taken out, and handed to colleagues as a file.
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { allOwn, type OwnPhrase, phrasesIn, setOwn, WORDED } from '../case/own';
import { useSay } from '../language';
import { Button, Card, Empty, Head, Panel, Verdict } from '../parts/basics';
import { Act, textOf } from '../parts/form';
import { toast } from '../parts/toast';
import { client } from '../session/client';
import { save } from '../session/download';
import { actionName } from '../words';

export function PhrasesPage() {
  const say = useSay();
  const [all, setAll] = useState(allOwn);
  const [doing, set] = useState<'new' | OwnPhrase>();
  const [said, tell] = useState<{ good: boolean; text: string }>();
  const keep = (next: OwnPhrase[]) => {
    if (!setOwn(next)) { tell({ good: false, text: say('浏览器没有空间，未能保存。', 'The browser has no room to keep this.') }); return false; }
    setAll(next);
    return true;
  };
  async function load(file: File) {
    const found = phrasesIn(await file.text());
    const fresh = found.filter((one) => !all.some(({ action, title, text }) => action === one.action && title === one.title && text === one.text)).map((one) => ({ ...one, id: client.key() }));
    if (!found.length) tell({ good: false, text: say('文件中没有常用语。', 'There are no templates in the file.') });
    else if (keep([...all, ...fresh])) tell({ good: true, text: say(`载入 ${fresh.length} 条，${found.length - fresh.length} 条已有。`, `${fresh.length} loaded; ${found.length - fresh.length} were there already.`) });
  }
  const groups = WORDED.map((action) => ({ action, own: all.filter((one) => one.action === action) })).filter(({ own }) => own.length);
  const one = doing === 'new' ? undefined : doing;
  return (
    <>
      <Head title={say('答复模板', 'Answer templates')}>
        <FileTrigger acceptedFileTypes={['application/json', '.json']} onSelect={(files) => { const file = files?.[0]; if (file) void load(file); }}><Button>{say('从文件载入', 'Load a file')}</Button></FileTrigger>
        {all.length ? <Button onPress={() => save(JSON.stringify(all, null, 1), 'yiting-phrases.json')}>{say('导出', 'Export')}</Button> : null}
        <Button look="main" onPress={() => set('new')}>{say('新建模板', 'New template')}</Button>
      </Head>
      <p className="lead">{say('您自己的模板排在“常用语”中系统自带的之后。模板保存在本浏览器中，只属于您；换电脑或交给同事，请导出后载入。请勿写入居民的姓名、电话或门牌。', 'Your own stand after the console’s under “Phrases”. They are kept in this browser, for you alone; export and load them to take them elsewhere. Do not put residents’ names, phones or flats into them.')}</p>
      {said ? <Verdict good={said.good}><p>{said.text}</p></Verdict> : null}
      {groups.length ? null : <Card><Empty>{say('还没有自己的模板。可在此新建，或在办理时用“常用语”菜单存下写好的文字。', 'None yet. Make one here, or keep what you have written with the menu “Phrases” of a form.')}</Empty></Card>}
      <div className="thirds">{groups.map(({ action, own }) => (
        <Card key={action} title={actionName(action)}>
          <ul className="plain">{own.map((phrase) => (
            <li key={phrase.id} className="comment"><strong>{phrase.title}</strong><p className="text clamp">{phrase.text}</p>
              <span className="acts"><Button look="quiet" aria-label={say(`修改：${phrase.title}`, `Change: ${phrase.title}`)} onPress={() => set(phrase)}>{say('修改', 'Change')}</Button>
                <Button look="quiet" aria-label={say(`删除：${phrase.title}`, `Remove: ${phrase.title}`)} onPress={() => { if (keep(all.filter(({ id }) => id !== phrase.id))) toast(say('已删除', 'Removed')); }}>{say('删除', 'Remove')}</Button></span></li>
          ))}</ul>
        </Card>
      ))}</div>
      <Panel title={one ? say('修改模板', 'Change the template') : say('新建模板', 'New template')} open={!!doing} close={() => set(undefined)}>
        {doing ? (
          <Act draft={`phrase.${one?.id ?? 'new'}`} submit={say('保存', 'Keep')} said={say('已保存', 'Kept')} done={() => set(undefined)} initial={{ action: one?.action ?? 'return', title: one?.title ?? '', text: one?.text ?? '' }}
            fields={[{ name: 'action', label: say('用于', 'Used for'), kind: 'select', choices: WORDED.map((id) => ({ id, name: actionName(id) })) }, { name: 'title', label: say('名称', 'Name'), kind: 'text', most: 40 }, { name: 'text', label: say('文字', 'Text'), kind: 'area', rows: 6, most: 4000 }]}
            act={async (values) => {
              const made = { id: one?.id ?? client.key(), action: textOf(values, 'action'), title: textOf(values, 'title'), text: textOf(values, 'text') };
              if (!keep(one ? all.map((other) => (other.id === one.id ? made : other)) : [...all, made])) throw new Error(say('浏览器没有空间，未能保存。', 'The browser has no room to keep this.'));
            }} />
        ) : null}
      </Panel>
    </>
  );
}
