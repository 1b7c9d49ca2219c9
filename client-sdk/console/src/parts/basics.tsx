// Small parts of every page.
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, type ButtonProps, Dialog, Heading, Modal, ModalOverlay, ProgressBar, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { YitingError } from '../../../src/runtime/error';
import { label, number, useSay, when } from '../language';

export function Button({ look = 'plain', busy, ...props }: Omit<ButtonProps, 'className' | 'style'> & { look?: 'plain' | 'main' | 'danger' | 'quiet'; busy?: boolean }) {
  return <AriaButton {...props} isPending={busy} className={`button ${look}`} />;
}

/** What went wrong, with what is needed to ask somebody about it. */
export function Failure({ error, again }: { error: YitingError | undefined; again?: () => void }) {
  const say = useSay();
  if (!error) return null;
  return (
    <div role="alert" className="failure">
      <p>{error.message}</p>
      <p className="faint small">
        {error.code}
        {error.requestId ? <> · {say('请求编号', 'request')} <code>{error.requestId}</code></> : null}
      </p>
      {again ? <Button onPress={again}>{say('重试', 'Try again')}</Button> : null}
    </div>
  );
}

/** Long work shows that it goes on. */
export function Loading({ what }: { what?: string }) {
  const say = useSay();
  return (
    <ProgressBar isIndeterminate aria-label={what ?? say('正在读取', 'Loading')} className="loading">
      <div className="bar" aria-hidden="true"><div /></div>
      <span className="small faint">{what ?? say('正在读取…', 'Loading…')}</span>
    </ProgressBar>
  );
}

/** Long work whose end is known shows how far it is, and can be stopped. */
export function Progress({ what, done, of, stop }: { what: string; done: number; of: number; stop?: () => void }) {
  const say = useSay();
  return (
    <div className="progress">
      <ProgressBar value={done} minValue={0} maxValue={Math.max(of, 1)} aria-label={what} valueLabel={`${done} / ${of}`}>
        <div className="meter-head"><span>{what}</span><span className="num">{number(done)} / {number(of)}</span></div>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect className="track" width="100" height="4" rx="2" /><rect className="fill" width={of ? Math.min(done / of, 1) * 100 : 0} height="4" rx="2" /></svg>
      </ProgressBar>
      {stop ? <Button onPress={stop}>{say('停止', 'Stop')}</Button> : null}
    </div>
  );
}

/** What a check found, in words; the sign and the words say it as the colour does. */
export function Verdict({ good, children }: { good: boolean; children: ReactNode }) {
  return <div role="status" className={`verdict ${good ? 'good' : 'bad'}`}><span aria-hidden="true" className="mark">{good ? '✓' : '✗'}</span><div>{children}</div></div>;
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}

/** The state of a question: its failure, its loading, or what comes of its data. */
export function Answered<T>({ of, children }: { of: { data: T | undefined; error: YitingError | undefined; loading: boolean; again(): void }; children: (data: T) => ReactNode }) {
  return (
    <>
      <Failure error={of.error} again={of.again} />
      {of.data !== undefined ? children(of.data) : of.loading && !of.error ? <Loading /> : null}
    </>
  );
}

/** The head of a page. */
export function Head({ title, over, children }: { title: ReactNode; over?: ReactNode; children?: ReactNode }) {
  return (
    <header className="head">
      <div>
        {over ? <p className="over">{over}</p> : null}
        <h1>{title}</h1>
      </div>
      {children ? <div className="acts">{children}</div> : null}
    </header>
  );
}

export function Card({ title, children, tone, aside, id }: { title?: ReactNode; children: ReactNode; tone?: 'warn' | 'calm'; aside?: ReactNode; id?: string }) {
  return (
    <section className={`card${tone ? ` ${tone}` : ''}`} id={id}>
      {title ? <div className="card-head"><h2>{title}</h2>{aside}</div> : null}
      {children}
    </section>
  );
}

const tones: Record<string, string> = {
  SUBMITTED: 'blue', UNDER_REVIEW: 'blue', FORMED: 'violet', IMPLEMENTING: 'teal', EVALUATING: 'teal', CLOSED: 'green',
  RETURNED: 'amber', DECLINED: 'grey', NOT_ADOPTED: 'grey', WITHDRAWN: 'grey', MERGED: 'grey', DRAFT: 'grey',
  OPEN: 'teal', IN_SESSION: 'teal', ANNOUNCED: 'blue', SCHEDULED: 'blue', CONCLUDED: 'green', ENDED: 'green', CANCELLED: 'grey',
  PENDING: 'amber', VISIBLE: 'green', HIDDEN: 'grey', WAITING: 'grey', SKIPPED: 'grey', ADOPTED: 'green', NO_QUORUM: 'amber',
  INVITED: 'blue', ACCEPTED: 'teal', PUBLISHED: 'green',
};

/** A state as a small label. */
export function Tag({ type, value, text }: { type?: Parameters<typeof label>[0]; value: string; text?: string }) {
  return <span className={`tag ${tones[value] ?? 'grey'}`}>{text ?? (type ? label(type, value) : value)}</span>;
}

/** Facts as pairs of name and value. */
export function Facts({ of }: { of: ReadonlyArray<readonly [string, ReactNode] | null | false | undefined> }) {
  return (
    <dl className="facts">
      {of.filter((pair) => !!pair).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

/** One of several views of the same thing. */
export function Choice<K extends string>({ name, of, value, onChange }: { name: string; of: ReadonlyArray<{ id: NoInfer<K>; name: ReactNode }>; value: K; onChange(value: NoInfer<K>): void }) {
  return (
    <ToggleButtonGroup
      aria-label={name} className="choice" selectionMode="single" disallowEmptySelection selectedKeys={[value]}
      onSelectionChange={(keys) => { const [key] = keys; if (key) onChange(key as K); }}
    >
      {of.map(({ id, name: text }) => <ToggleButton key={id} id={id}>{text}</ToggleButton>)}
    </ToggleButtonGroup>
  );
}

/** A panel over the page; Escape closes it and gives the focus back. */
export function Panel({ title, open, close, children, wide }: { title: string; open: boolean; close(): void; children: ReactNode; wide?: boolean }) {
  const say = useSay();
  return (
    <ModalOverlay isOpen={open} onOpenChange={(now) => { if (!now) close(); }} isDismissable className="overlay">
      <Modal className={`panel${wide ? ' wide' : ''}`}>
        <Dialog>
          <div className="card-head">
            <Heading slot="title" level={2}>{title}</Heading>
            <Button look="quiet" onPress={close} aria-label={say('关闭', 'Close')}>✕</Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** More of a list. */
export function More({ list }: { list: { hasMore: boolean; fetching: boolean; next(): void } }) {
  const say = useSay();
  return list.hasMore ? <p className="more"><Button busy={list.fetching} onPress={list.next}>{say('更多', 'More')}</Button></p> : null;
}

/** A long text that can be copied. */
export function Copyable({ text }: { text: string }) {
  const say = useSay();
  const [done, set] = useState(false);
  return (
    <span className="copyable">
      <code>{text}</code>
      <Button look="quiet" aria-label={say('复制', 'Copy')} onPress={() => { void navigator.clipboard?.writeText(text).then(() => set(true)); }}>{done ? say('已复制', 'copied') : say('复制', 'copy')}</Button>
    </span>
  );
}

export const Time = ({ at, style }: { at: string | null | undefined; style?: 'day' | 'minute' }) => (at ? <time dateTime={at}>{when(at, style)}</time> : <>—</>);

/** What may be wider than the page scrolls by itself, also by keyboard. */
export function Scroll({ name, children }: { name: string; children: ReactNode }) {
  return <div className="scroll" role="region" aria-label={name} tabIndex={0}>{children}</div>;
}
