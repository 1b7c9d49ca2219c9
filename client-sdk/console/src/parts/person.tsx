// A field for a person: found by name or phone number, or named by the id that they show.
import { useEffect, useState } from 'react';
import { Button as AriaButton, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useSay } from '../language';
import { client } from '../session/client';
import type { Field } from './form';

interface Found { readonly id: string; readonly name: string; readonly hint: string }

/** Waits this long after a key before it asks, in milliseconds. */
const PAUSE = 250;

export function PersonField({ field, value, change, wrong }: { field: Field; value: string; change(value: string): void; wrong?: string | undefined }) {
  const say = useSay();
  const [typed, type] = useState('');
  const [found, set] = useState<readonly Found[]>([]);
  const [none, setNone] = useState(false);
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
  const hint = none ? say('没有找到；也可以填写本人在小程序“我的”中看到的编号', 'Nobody found; the id that the mini-program shows them works too')
    : field.hint ?? say('输入名字、手机号或编号', 'A name, a phone number or an id');
  return (
    <ComboBox className="field" isRequired={!field.optional} isInvalid={!!wrong} name={field.name} items={found} allowsCustomValue allowsEmptyCollection defaultFilter={() => true}
      inputValue={typed || (chosen?.name ?? value)} selectedKey={chosen ? value : null} menuTrigger="input"
      onInputChange={(text) => { type(text); if (text !== chosen?.name) change(text.trim()); }}
      onSelectionChange={(key) => { const one = found.find(({ id }) => id === key); if (one) { change(one.id); type(one.name); } }}>
      <Label>{field.label}{field.optional ? <span className="faint small"> {say('（选填）', '(optional)')}</span> : null}</Label>
      <div className="combo"><Input className="input" /><AriaButton className="button quiet" aria-label={say('展开', 'Open')}>▾</AriaButton></div>
      <Text slot="description" className="hint">{hint}</Text>
      <FieldError className="wrong">{wrong}</FieldError>
      <Popover className="popover"><ListBox<Found> className="listbox" renderEmptyState={() => <span className="small faint">{none ? say('没有找到', 'Nobody found') : say('查找中…', 'Looking…')}</span>}>{(one) => <ListBoxItem id={one.id} textValue={one.name}><Text slot="label">{one.name}</Text>{one.hint ? <Text slot="description" className="small faint">{one.hint}</Text> : null}</ListBoxItem>}</ListBox></Popover>
    </ComboBox>
  );
}
