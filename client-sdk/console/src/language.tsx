// Languages. Chinese and English stand side by side where they are said, so that neither can be forgotten.
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { labels } from '../../src/generated/labels';
import { client } from './session/client';

export type Language = 'zh-CN' | 'en';
type Say = (zh: string, en: string) => string;

const Context = createContext<{ language: Language; choose(language: Language): void }>({ language: 'zh-CN', choose: () => {} });
const PLACE = 'yiting.console.language';

const remembered = (): Language => {
  const kept = localStorage.getItem(PLACE);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') || !navigator.language ? 'zh-CN' : 'en';
};

let current: Language = 'zh-CN';

/** The language now, for what is said outside of components. */
export const say: Say = (zh, en) => (current === 'zh-CN' ? zh : en);

/** Gives everything below a language. */
export function Languages({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(remembered);
  current = language;
  useEffect(() => {
    document.documentElement.lang = language;
    client.speak(language);
    localStorage.setItem(PLACE, language);
  }, [language]);
  // Before the first call, which a child makes in its own effect.
  client.speak(language);
  return <Context value={{ language, choose }}>{children}</Context>;
}

export const useLanguage = () => use(Context);

/** Says a thing in the language of the page. */
export function useSay(): Say {
  const { language } = use(Context);
  return (zh, en) => (language === 'zh-CN' ? zh : en);
}

type Labels = typeof labels;

/** The label of an enum's value. */
export function label<T extends keyof Labels>(type: T, value: string): string {
  const pair = (labels[type] as Record<string, readonly [string, string]>)[value] ?? (labels[type] as Record<string, readonly [string, string]>)[value.toUpperCase()];
  return pair ? pair[current === 'zh-CN' ? 0 : 1] : value;
}

/** The choices of an enum, for a field. */
export const choices = <T extends keyof Labels>(type: T) => Object.keys(labels[type]).map((id) => ({ id, name: label(type, id) }));

/** A topic's name. */
export const topicName = (topic: { name: string; nameEn: string } | null | undefined) => (topic ? say(topic.name, topic.nameEn) : '');

const ZONE = 'Asia/Shanghai';

/** A day and time as people of the district read it. */
export function when(at: string | null | undefined, style: 'day' | 'minute' = 'minute'): string {
  if (!at) return '—';
  const format = new Intl.DateTimeFormat(current, {
    timeZone: ZONE, year: 'numeric', month: current === 'en' ? 'short' : 'numeric', day: 'numeric',
    ...(style === 'minute' ? { hour: '2-digit', minute: '2-digit', hour12: false } : {}),
  });
  return format.format(new Date(at));
}

/** How far away an instant is, in days or hours. */
export function distance(at: string, from: number): string {
  const hours = (Date.parse(at) - from) / 3_600_000;
  const days = Math.abs(hours) >= 48;
  const format = new Intl.RelativeTimeFormat(current, { numeric: 'auto' });
  return format.format(Math.round(days ? hours / 24 : hours), days ? 'day' : 'hour');
}

/** Fen as yuan. */
export const money = (fen: number) => new Intl.NumberFormat(current, { style: 'currency', currency: 'CNY', minimumFractionDigits: 0, maximumFractionDigits: 2 }).format(fen / 100);

export const number = (value: number) => new Intl.NumberFormat(current).format(value);
export const percent = (value: number | null | undefined, digits = 1) =>
  (value === null || value === undefined ? '—' : new Intl.NumberFormat(current, { style: 'percent', maximumFractionDigits: digits }).format(value));

/** A day and time of a field, without a zone, as an instant of the district. */
export const instantOf = (local: string) => `${local.length === 16 ? `${local}:00` : local}+08:00`;
/** An instant as a field's text. */
export function localOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);
}
