// Logging in: name, password and the six digits of the phone's code generator.
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { told } from '../ask';
import type { YitingError } from '../../../src/runtime/error';
import { useSay } from '../language';
import { Button, Card, Failure } from '../parts/basics';
import { type Field, FieldOf } from '../parts/form';
import { Preferences } from '../parts/preferences';
import { borrow, client, demo } from './client';

const EXAMPLES = ['主任', '社工', '召集人', '街道经办', '街道负责人', '区级负责人', '居务监督员（全区）', '审计员', '系统管理员', '承办人员', '专家'];

export function Login({ done }: { done(): void }) {
  const say = useSay();
  const [values, set] = useState({ username: '', password: '', code: '' });
  const [error, setError] = useState<YitingError>();
  const [busy, setBusy] = useState(false);
  const fields: Field[] = [
    { name: 'username', label: say('用户名', 'User name'), kind: 'text', autoComplete: 'username' },
    { name: 'password', label: say('密码', 'Password'), kind: 'secret', autoComplete: 'current-password' },
    { name: 'code', label: say('动态验证码', 'One-time code'), kind: 'text', most: 6, hint: say('手机验证器上的六位数字', 'six digits of your authenticator'), autoComplete: 'one-time-code' },
  ];
  const enter = async (how: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try { await how(); done(); } catch (thrown) { setError(told(thrown)); } finally { setBusy(false); }
  };
  return (
    <div className="login">
      <header className="login-head"><Brand /><Preferences /></header>
      <main>
        <h1 className="hidden">{say('议亭工作台', 'The console of Yiting')}</h1>
        <Card title={say('工作人员登录', 'Staff login')}>
          <Form className="form" onSubmit={(event) => {
            event.preventDefault();
            void enter(async () => { client.take(await client.account.loginStaff({ ...values, code: values.code.replace(/\s/g, '') })); });
          }}>
            {fields.map((field) => <FieldOf key={field.name} field={field} value={values[field.name as 'code']} change={(value) => set((before) => ({ ...before, [field.name]: value }))} />)}
            <Failure error={error} />
            <Button type="submit" look="main" busy={busy}>{say('登录', 'Log in')}</Button>
          </Form>
        </Card>
        {demo.length ? <Borrow enter={enter} /> : null}
      </main>
    </div>
  );
}

export function Brand() {
  const say = useSay();
  return (
    <span className="brand">
      <svg viewBox="0 0 64 64" aria-hidden="true"><rect width="64" height="64" rx="14" className="b0" /><path className="b1" d="M8 30 32 12l24 18h-6L32 17 14 30z" /><path className="b2" d="M17 33h5v17h-5zm12.500 0h5v17h-5zM42 33h5v17h-5zM12 51h40v4H12z" /></svg>
      <span>{say('议亭', 'Yiting')}</span>
      <span className="faint">{say('工作台', 'console')}</span>
    </span>
  );
}

/** The demo's people, to be borrowed. */
function Borrow({ enter }: { enter(how: () => Promise<unknown>): Promise<void> }) {
  const say = useSay();
  const [wanted, set] = useState('');
  const shown = wanted ? demo.filter((name) => name.includes(wanted)).slice(0, 12)
    : [...new Set(EXAMPLES.flatMap((end) => demo.find((name) => name.endsWith(end)) ?? []))];
  return (
    <Card title={say('演示：借用一个身份', 'Demo: be somebody')}>
      <FieldOf field={{ name: 'persona', label: say('查找', 'Find'), kind: 'text', optional: true, hint: say(`共 ${demo.length} 人，例如“北新泾”或“主任”`, `${demo.length} people; try a street's name`) }} value={wanted} change={(value) => set(String(value))} />
      <ul className="people">{shown.map((name) => <li key={name}><Button onPress={() => { void enter(() => borrow(name)); }}>{name}</Button></li>)}</ul>
    </Card>
  );
}
