// The frame around every page: who works where, and what that role does.
import { useEffect, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { label, useLanguage, useSay } from './language';
import { Button, Empty } from './parts/basics';
import { FieldOf } from './parts/form';
import { Preferences } from './parts/preferences';
import { Toasts } from './parts/toast';
import { Link, Routes, usePlace } from './router';
import { client } from './session/client';
import { Brand } from './session/login';
import { HUB, Session, STAFF, useViewer } from './session/viewer';
import { Page } from './pages';

export function App() {
  const { language } = useLanguage();
  return (
    <I18nProvider locale={language}>
      <Routes>
        <Session><Frame /></Session>
        <Toasts />
      </Routes>
    </I18nProvider>
  );
}

type Item = { to: string; name: string; mark: string };

/** What each role finds in the navigation. */
export function useItems(): Item[] {
  const say = useSay();
  const { holds, desk } = useViewer();
  const staff = holds(...STAFF);
  const items: Array<Item | false> = [
    holds(...HUB) && { to: '/dashboard', name: say('运行总览', 'Dashboard'), mark: '▦' },
    (staff || holds('implementer')) && { to: '/queue', name: say('待办队列', 'Queue'), mark: '☰' },
    !holds('auditor', 'administrator', 'expert') && { to: '/cases', name: say('全部提案', 'Proposals'), mark: '▤' },
    (holds(...HUB) || staff) && { to: '/supervisions', name: say('督办', 'Supervisions'), mark: '⚑' },
    staff && { to: '/moderation', name: say('内容审核', 'Moderation'), mark: '✎' },
    staff && { to: '/rounds', name: say('议事轮次', 'Rounds'), mark: '◎' },
    staff && { to: '/ballots', name: say('表决', 'Ballots'), mark: '☑' },
    staff && { to: '/meetings', name: say('会议', 'Meetings'), mark: '◫' },
    (holds(...HUB) || holds('committee_director')) && { to: '/months', name: say('封存月份', 'Sealed months'), mark: '▣' },
    (holds(...HUB) || staff) && desk?.area.tier !== 'BLOCK' && { to: '/reports', name: say('定期报表', 'Scheduled reports'), mark: '↻' },
    staff && { to: '/codes', name: say('小程序码', 'Codes'), mark: '⊞' },
    (staff || holds('supervisor', 'implementer')) && { to: '/phrases', name: say('答复模板', 'Templates'), mark: '❝' },
    (staff || holds('administrator')) && { to: '/experts', name: say('专家', 'Experts'), mark: '✦' },
    holds('convener', 'committee_worker', 'committee_director') && { to: '/residents', name: say('居民核实', 'Residents'), mark: '⌂' },
    holds('administrator', 'convener', 'committee_director', 'street_lead', 'district_lead') && { to: '/people', name: say('人员与角色', 'People'), mark: '☺' },
    holds('expert') && { to: '/reviews', name: say('我的评审', 'My reviews'), mark: '✦' },
    (holds('supervisor', 'auditor') && desk?.area.tier === 'DISTRICT') && { to: '/log', name: say('审计日志', 'Audit log'), mark: '≣' },
    holds('supervisor', 'auditor') && { to: '/looks', name: say('谁看过个人信息', 'Who saw personal data'), mark: '◉' },
    (holds('administrator') && desk?.area.tier === 'DISTRICT') && { to: '/delivery', name: say('未送达消息', 'Undelivered'), mark: '✉' },
    desk !== undefined && { to: '/settings', name: say('规则与期限', 'Rules and periods'), mark: '⚙' },
  ];
  return items.filter((item) => item !== false);
}

function Frame() {
  const say = useSay();
  const { me, desk, choose } = useViewer();
  const { parts, href } = usePlace();
  const items = useItems();
  const [open, set] = useState(false);
  const main = useRef<HTMLElement>(null);
  const begun = useRef(false);
  const path = parts.join('/');
  useEffect(() => {
    set(false);
    // A reader who does not see the page change hears the new one from its beginning.
    if (begun.current) main.current?.focus();
    begun.current = true;
  }, [path]);
  if (parts[0] === 'meetings' && parts[2] === 'screen') return <Page />;
  const here = parts[0] ?? items[0]?.to.slice(1);
  return (
    <div className={`frame${open ? ' open' : ''}`}>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{say('跳到正文', 'Skip to content')}</a>
      <header className="top">
        <Button look="quiet" aria-label={say('菜单', 'Menu')} aria-expanded={open} onPress={() => set(!open)}>☰</Button>
        <Brand />
      </header>
      <aside className="side" aria-label={say('工作台', 'Console')}>
        <Link to="/" className="home"><Brand /></Link>
        {me.memberships.length > 1 ? (
          <FieldOf field={{ name: 'desk', label: say('当前岗位', 'Working as'), kind: 'select', choices: me.memberships.map(({ role, area }, at) => ({ id: String(at), name: `${area.name} · ${label('Role', role)}` })) }}
            value={String(Math.max(0, me.memberships.findIndex((one) => one === desk)))} change={(value) => choose(Number(value))} />
        ) : desk ? <p className="desk"><strong>{desk.area.name}</strong><span>{label('Role', desk.role)}</span></p> : null}
        <nav aria-label={say('主导航', 'Main')}>
          <ul>{items.map(({ to, name, mark }) => (
            <li key={to}><Link to={to} aria-current={here === to.slice(1) ? 'page' : undefined}><span aria-hidden="true" className="mark">{mark}</span>{name}</Link></li>
          ))}</ul>
        </nav>
        <div className="foot">
          <Preferences />
          <p className="who"><span>{me.person.nickname}</span><Button look="quiet" onPress={() => { void client.logout().catch(() => {}); }}>{say('退出', 'Log out')}</Button></p>
        </div>
      </aside>
      <main id="main" ref={main} tabIndex={-1} key={href.split('?')[0]}>
        {desk ? <Page /> : <Empty>{say('您没有工作岗位。居民请使用小程序。', 'You hold no role here. Residents use the mini-program.')}</Empty>}
      </main>
    </div>
  );
}
