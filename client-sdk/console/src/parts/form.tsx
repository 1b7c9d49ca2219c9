// Forms as data: fields with their kinds. What is typed is kept until it is sent.
import { type ReactNode, useId, useState } from 'react';
import {
  Button as AriaButton, Checkbox, ComboBox, FieldError, Form, Input, Label, ListBox, ListBoxItem, Menu, MenuItem, MenuTrigger, Popover,
  Select, SelectValue, Text, TextArea, TextField,
} from 'react-aria-components';
import type { YitingError } from '../../../src/runtime/error';
import { told } from '../ask';
import { useDraft } from '../drafts';
import { useSay } from '../language';
import { Button, Failure } from './basics';
import { PeopleField, PersonField } from './person';
import { Photos } from './photos';
import { toast } from './toast';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'area' | 'select' | 'search' | 'check' | 'date' | 'minute' | 'number' | 'yuan' | 'secret' | 'photos' | 'person' | 'people';
  readonly hint?: string;
  readonly optional?: boolean;
  readonly choices?: ReadonlyArray<{ id: string; name: string }>;
  readonly most?: number;
  readonly least?: number;
  readonly rows?: number;
  /** Prepared texts that may be put in. */
  readonly phrases?: ReadonlyArray<{ title: string; text: string }>;
  /** Prepared texts of one's own, read anew each time; what is written can be kept as one (false: no room). */
  readonly own?: { list(): ReadonlyArray<{ title: string; text: string }>; keep(text: string): boolean };
  readonly autoComplete?: string;
  /** For persons: where they are looked for. */
  readonly area?: string;
}

export type Value = string | boolean;
export type Values = Record<string, Value>;

export function FieldOf({ field, value, change, wrong }: { field: Field; value: Value | undefined; change(value: Value): void; wrong?: string | undefined }) {
  const say = useSay();
  const text = typeof value === 'string' ? value : '';
  const title = <Label>{field.label}{field.optional ? <span className="faint small"> {say('（选填）', '(optional)')}</span> : null}</Label>;
  const hint = field.hint ? <Text slot="description" className="hint">{field.hint}</Text> : null;
  const error = <FieldError className="wrong">{wrong}</FieldError>;
  const common = { isRequired: !field.optional, isInvalid: !!wrong, name: field.name, className: 'field' } as const;
  switch (field.kind) {
    case 'check':
      return (
        <Checkbox isSelected={value === true} onChange={change} name={field.name} className="check">
          <span className="box" aria-hidden="true">{value === true ? '✓' : ''}</span>
          <span>{field.label}{field.hint ? <span className="hint">{field.hint}</span> : null}</span>
        </Checkbox>
      );
    case 'photos': return <Photos label={field.label} value={text} change={change} />;
    case 'person': return <PersonField field={field} value={text} change={change} wrong={wrong} />;
    case 'people': return <PeopleField field={field} value={text} change={change} wrong={wrong} />;
    case 'select':
      return (
        <Select {...common} selectedKey={text || null} onSelectionChange={(key) => change(String(key ?? ''))} placeholder={say('请选择', 'Choose')}>
          {title}
          <AriaButton className="input select"><SelectValue /><span aria-hidden="true">▾</span></AriaButton>
          {hint}{error}
          <Popover className="popover"><ListBox className="listbox">{(field.choices ?? []).map(({ id, name }) => <ListBoxItem key={id} id={id} textValue={name}>{name}</ListBoxItem>)}</ListBox></Popover>
        </Select>
      );
    case 'search':
      return (
        <ComboBox {...common} selectedKey={text || null} onSelectionChange={(key) => change(String(key ?? ''))} menuTrigger="focus">
          {title}
          <div className="combo"><Input className="input" /><AriaButton className="button quiet" aria-label={say('展开', 'Open')}>▾</AriaButton></div>
          {hint}{error}
          <Popover className="popover"><ListBox className="listbox">{(field.choices ?? []).map(({ id, name }) => <ListBoxItem key={id} id={id} textValue={name}>{name}</ListBoxItem>)}</ListBox></Popover>
        </ComboBox>
      );
    default: {
      const type = { date: 'date', minute: 'datetime-local', number: 'number', yuan: 'number', secret: 'password' }[field.kind as string] ?? 'text';
      return (
        <TextField {...common} type={type} value={text} onChange={change} {...(field.most ? { maxLength: field.most } : {})} autoComplete={field.autoComplete ?? 'off'}>
          <div className="label-line">
            {title}
            {field.phrases?.length || field.own ? <Phrases field={field} text={text} change={change} /> : null}
          </div>
          {field.kind === 'area' ? <TextArea className="input" rows={field.rows ?? 4} />
            : <Input className="input" {...(field.kind === 'yuan' ? { step: '0.01', min: 0 } : {})} {...(field.kind === 'number' && field.least !== undefined ? { min: field.least } : {})} />}
          {field.kind === 'area' && field.most ? <span className="count faint small">{[...text].length} / {field.most}</span> : null}
          {hint}{error}
        </TextField>
      );
    }
  }
}

/** Prepared texts that are put behind what is written, and keeping it as one of them. */
function Phrases({ field, text, change }: { field: Field; text: string; change(value: string): void }) {
  const say = useSay();
  const phrases = [...field.phrases ?? [], ...field.own?.list() ?? []];
  const keepable = !!field.own && text.trim() !== '';
  if (!phrases.length && !keepable) return null;
  const keep = () => toast(field.own?.keep(text) ? say('已存为自己的常用语', 'Kept as a phrase of your own') : say('浏览器没有空间，未能保存', 'The browser has no room to keep it'));
  return (
    <MenuTrigger>
      <AriaButton className="button quiet small">{say('常用语 ▾', 'Phrases ▾')}</AriaButton>
      <Popover className="popover wide">
        <Menu className="listbox">
          {phrases.map((phrase, at) => (
            <MenuItem key={`${at} ${phrase.title}`} id={`phrase ${at}`} textValue={phrase.title} onAction={() => change(text ? `${text}\n${phrase.text}` : phrase.text)}>
              <Text slot="label">{phrase.title}</Text><Text slot="description" className="small faint">{phrase.text}</Text>
            </MenuItem>
          ))}
          {keepable ? <MenuItem id="keep" textValue={say('存为我的常用语', 'Keep as my phrase')} onAction={keep}><Text slot="label">{say('＋ 把写好的文字存为我的常用语', '+ Keep what is written as my phrase')}</Text></MenuItem> : null}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** A form that sends once, whatever happens to the network meanwhile. */
export function Act({ draft, fields, initial = {}, submit, act, look = 'main', done, said, children, secret, extra }: {
  /** The name under which what was typed is kept. */
  draft: string;
  fields: readonly Field[];
  initial?: Values;
  submit: string;
  act(values: Values, key: string): Promise<unknown>;
  look?: 'main' | 'danger';
  done?(result: unknown): void;
  said?: string;
  children?: ReactNode;
  secret?: boolean;
  /** Further inputs that work on the same draft. */
  extra?(values: Values, change: (changes: Values) => void): ReactNode;
}) {
  const say = useSay();
  const start: Values = {};
  for (const field of fields) start[field.name] = field.kind === 'check' ? false : '';
  const kept = useDraft<Values>(draft, { ...start, ...initial }, secret);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<YitingError>();
  const title = useId();
  async function send() {
    setBusy(true);
    setError(undefined);
    try {
      const result = await act(kept.values, kept.key());
      kept.drop();
      if (said) toast(said);
      done?.(result);
    } catch (thrown) { setError(told(thrown)); } finally { setBusy(false); }
  }
  const wrong = (field: Field) => (error?.field === field.name ? error.message : undefined);
  return (
    <Form className="form" aria-labelledby={title} onSubmit={(event) => { event.preventDefault(); if (!busy) void send(); }}>
      <span id={title} hidden>{submit}</span>
      {children}
      {fields.map((field) => <FieldOf key={field.name} field={field} value={kept.values[field.name]} change={(value) => kept.change({ [field.name]: value })} wrong={wrong(field)} />)}
      {extra?.(kept.values, kept.change)}
      <Failure error={error} />
      <div className="acts">
        <Button type="submit" look={look} busy={busy}>{submit}</Button>
        {kept.kept ? <><span className="faint small" role="status">{kept.full ? say('存储已满，未能保存草稿', 'No room to keep a draft') : say('草稿已保存', 'Draft kept')}</span><Button look="quiet" onPress={kept.drop}>{say('清空', 'Clear')}</Button></> : null}
      </div>
    </Form>
  );
}

/** Text of a value, trimmed. */
export const textOf = (values: Values, name: string) => String(values[name] ?? '').trim();
/** A number of a value; undefined when it was left out. */
export const numberOf = (values: Values, name: string) => { const text = textOf(values, name); return text === '' ? undefined : Math.round(Number(text)); };
/** Yuan as typed, in fen. */
export const fenOf = (text: string) => Math.round(Number(text || '0') * 100);
