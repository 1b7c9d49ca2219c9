// Fields for a person and for several: found by name or phone number, or named by the id that they show.
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useSay } from '../language';
import { client } from '../session/client';
import { Button } from './basics';
import type { Field } from './form';

interface Named { readonly id: string; readonly name: string }
interface Found extends Named { readonly hint: string }

/** Waits this long after a key before it asks, in milliseconds. */
const PAUSE = 250;

interface Of { field: Field; value: string; change(value: string): void; wrong?: string | undefined }

/** `take` is told who was chosen, and the field is empty again; without it the value becomes their id. */
export function PersonField({ field, value, change, wrong, take }: Of & { take?(one: Named): void }) {
  const say = useSay();
  const [typed, type] = useState('');
  const [found, set] = useState<readonly Found[]>([]);
  const [none, setNone] = useState(false);
  const taken = useRef<string>(undefined);
  const chosen = found.find((one) => one.id === value);
  const area = field.area ?? '';
  useEffect(() => {
    const text = typed.trim();
    setNone(false);
    if (!text || text === chosen?.name || !area) return undefined;
    let late = false;
    const ask = setTimeout(() => {
      client.staff.places.findPeople({ area, text }).then(({ people }) => {
        if (late) return;
        set(people.map(({ id, nickname, contact }) => ({ id, name: nickname ?? id, hint: [contact?.realName, contact?.phone].filter(Boolean).join(' · ') })));
        setNone(people.length === 0);
      }, () => { /* The id can still be typed. */ });
    }, PAUSE);
    return () => { late = true; clearTimeout(ask); };
  }, [typed, area, chosen?.name]);
  function input(text: string) {
    // The field reports the name of whom it gave away as if it had been typed.
    const echo = taken.current === text;
    taken.current = undefined;
    if (echo) return;
    type(text);
    if (text !== chosen?.name) change(text.trim());
  }
  function choose(id: unknown) {
    const one = found.find((other) => other.id === id);
    if (!one) return;
    if (!take) { change(one.id); type(one.name); return; }
    taken.current = one.name;
    take(one);
    type('');
    set([]);
  }
  const hint = none ? say('没有找到；也可以填写本人在小程序“我的”中看到的编号', 'Nobody found; the id that the mini-program shows them works too')
    : field.hint ?? say('输入名字、手机号或编号', 'A name, a phone number or an id');
  return (
    <ComboBox className="field" isRequired={!field.optional} isInvalid={!!wrong} name={field.name} items={found} allowsCustomValue allowsEmptyCollection={typed.trim() !== ''} defaultFilter={() => true}
      inputValue={typed || (chosen?.name ?? value)} selectedKey={chosen ? value : null} menuTrigger="input"
      onInputChange={input} onSelectionChange={choose}>
      <Label>{field.label}{field.optional ? <span className="faint small"> {say('（选填）', '(optional)')}</span> : null}</Label>
      <div className="combo"><Input className="input" /><AriaButton className="button quiet" aria-label={say('展开', 'Open')}>▾</AriaButton></div>
      <Text slot="description" className="hint">{hint}</Text>
      <FieldError className="wrong">{wrong}</FieldError>
      <Popover className="popover"><ListBox<Found> className="listbox" renderEmptyState={() => <span className="small faint">{none ? say('没有找到', 'Nobody found') : say('查找中…', 'Looking…')}</span>}>{(one) => <ListBoxItem id={one.id} textValue={one.name}><Text slot="label">{one.name}</Text>{one.hint ? <Text slot="description" className="small faint">{one.hint}</Text> : null}</ListBoxItem>}</ListBox></Popover>
    </ComboBox>
  );
}

/** People in a value: a line each, their id and, where it is known, their name behind a tab. What is still being typed is the last line. */
const read = (value: string): Named[] => value.split('\n').map((line) => { const [id = '', name = id] = line.split('\t'); return { id: id.trim(), name }; });
const write = (chosen: readonly Named[], typed: string) => [...chosen.map(({ id, name }) => `${id}\t${name}`), typed].join('\n');

/** The ids in the value of a field of people. */
export const idsOf = (value: string) => read(value).map(({ id }) => id).filter(Boolean);

/** Several people, one after the other; its value is read with `idsOf`. */
export function PeopleField({ field, value, change, wrong }: Of) {
  const say = useSay();
  const all = read(value);
  const [chosen, typed] = [all.slice(0, -1), all.at(-1)?.id ?? ''];
  const label = chosen.length ? say('再添加一人', 'One more') : field.label;
  return (
    <div className="field" role="group" aria-label={field.label}>
      {chosen.length ? <ul className="chosen">{chosen.map((one) => (
        <li key={one.id}>{one.name}<Button look="quiet" aria-label={say(`移除 ${one.name}`, `Remove ${one.name}`)} onPress={() => change(write(chosen.filter(({ id }) => id !== one.id), typed))}>✕</Button></li>
      ))}</ul> : null}
      <PersonField field={{ ...field, label, optional: chosen.length > 0 || field.optional === true }} value={typed} wrong={wrong} change={(text) => change(write(chosen, text))}
        take={(one) => change(write([...chosen.filter(({ id }) => id !== one.id), one], ''))} />
    </div>
  );
}
