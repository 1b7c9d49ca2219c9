// Writing minutes. Names stand in them as the committee writes them, and everybody reads them.
import { useAsk } from '../ask';
import { useSay } from '../language';
import { Answered, Button, Card, Head } from '../parts/basics';
import { Act, FieldOf, textOf, type Values } from '../parts/form';
import { go, Link } from '../router';
import { client } from '../session/client';
import { askMeeting, type Meeting } from './meeting';

interface Section { item: number | null; heading: string; said: string; conclusion: string }
const sectionsOf = (values: Values): Section[] => JSON.parse(String(values['sections'] || '[]')) as Section[];

function initialOf(of: Meeting): Values {
  const last = of.minutes.at(-1);
  const sections: Section[] = last
    ? last.sections.map((one) => ({ item: one.item, heading: one.heading, said: one.contributions.map(({ speaker, text }) => `${speaker}：${text}`).join('\n'), conclusion: one.conclusion ?? '' }))
    : of.agenda.map((item) => ({ item: item.number, heading: item.title, said: item.speakingList.filter(({ state }) => state === 'DONE').map(({ person }) => `${person.nickname ?? ''}：`).join('\n'), conclusion: '' }));
  return {
    chair: last?.chair ?? of.chair?.nickname ?? '', recorder: last?.recorder ?? '', present: last?.present ?? '', remarks: last?.remarks ?? '', reason: '',
    sections: JSON.stringify(sections.length ? sections : [{ item: null, heading: '', said: '', conclusion: '' }]),
  };
}

export function MinutesPage({ id }: { id: string }) {
  const say = useSay();
  const page = useAsk(`meeting ${id}`, () => askMeeting(id));
  return (
    <Answered of={page}>{(of) => {
      const correcting = of.minutes.some(({ publishedAt }) => publishedAt);
      return (
        <>
          <Head title={correcting ? say('更正会议纪要', 'Correct the minutes') : say('会议纪要', 'Minutes')} over={<Link to={`/meetings/${id}`}>{of.title}</Link>} />
          <Card>
            <Act draft={`minutes.${id}`} submit={say('保存纪要', 'Save the draft')} said={say('纪要已保存，等待主持人和一位参会人确认', 'Saved; the chair and a participant confirm it')}
              initial={initialOf(of)}
              fields={[
                { name: 'chair', label: say('主持人', 'Chair'), kind: 'text', most: 50 }, { name: 'recorder', label: say('记录人', 'Recorder'), kind: 'text', most: 50 },
                { name: 'present', label: say('出席', 'Present'), kind: 'area', most: 2000, rows: 2, optional: true },
                ...(correcting ? [{ name: 'reason', label: say('更正理由', 'Why it is corrected'), kind: 'area' as const, most: 1000, rows: 2 }] : []),
                { name: 'remarks', label: say('备注', 'Remarks'), kind: 'area', most: 2000, rows: 2, optional: true },
              ]}
              extra={(values, change) => <Sections values={values} change={change} />}
              act={(values, key) => client.staff.meetings.draftMinutes({
                meeting: id, chair: textOf(values, 'chair'), recorder: textOf(values, 'recorder'),
                ...(textOf(values, 'present') ? { present: textOf(values, 'present') } : {}), ...(textOf(values, 'remarks') ? { remarks: textOf(values, 'remarks') } : {}), ...(correcting ? { reason: textOf(values, 'reason') } : {}),
                sections: sectionsOf(values).filter(({ heading }) => heading.trim()).map(({ item, heading, said, conclusion }) => ({
                  ...(item === null ? {} : { item }), heading: heading.trim(), ...(conclusion.trim() ? { conclusion: conclusion.trim() } : {}),
                  contributions: said.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => { const [speaker = '', ...rest] = line.split(/[：:]/); return rest.length ? { speaker: speaker.trim(), text: rest.join('：').trim() } : { speaker: say('与会者', 'A participant'), text: line }; }).filter(({ text }) => text),
                })),
              }, { key })}
              done={() => go(`/meetings/${id}`)} />
          </Card>
        </>
      );
    }}</Answered>
  );
}

function Sections({ values, change }: { values: Values; change(changes: Values): void }) {
  const say = useSay();
  const sections = sectionsOf(values);
  const put = (next: Section[]) => change({ sections: JSON.stringify(next) });
  const set = (at: number, changes: Partial<Section>) => put(sections.map((one, other) => (other === at ? { ...one, ...changes } : one)));
  return (
    <>
      {sections.map((section, at) => (
        <fieldset key={at} className="rows">
          <legend>{section.item === null ? say('其他', 'Beside the agenda') : say(`议程第 ${section.item} 项`, `Item ${section.item}`)}</legend>
          <FieldOf field={{ name: `heading${at}`, label: say('标题', 'Heading'), kind: 'text', most: 100 }} value={section.heading} change={(value) => set(at, { heading: String(value) })} />
          <FieldOf field={{ name: `said${at}`, label: say('发言', 'What was said'), kind: 'area', rows: 5, optional: true, hint: say('每行一人，写作“姓名：内容”', 'one a line, as “name: words”') }} value={section.said} change={(value) => set(at, { said: String(value) })} />
          <FieldOf field={{ name: `conclusion${at}`, label: say('结论', 'Conclusion'), kind: 'area', rows: 2, most: 2000, optional: true }} value={section.conclusion} change={(value) => set(at, { conclusion: String(value) })} />
        </fieldset>
      ))}
      <Button onPress={() => put([...sections, { item: null, heading: '', said: '', conclusion: '' }])}>{say('增加一节', 'Add a section')}</Button>
    </>
  );
}
