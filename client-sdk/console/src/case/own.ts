// Prepared texts of one's own, beside those that come with the console. The API has no place for them: they
// are kept in this browser for the person who wrote them, and go to others as a file.
import { client } from '../session/client';

export interface OwnPhrase {
  readonly id: string;
  /** The action at which it is offered. */
  readonly action: string;
  readonly title: string;
  readonly text: string;
}

/** The actions that take words. */
export const WORDED = ['return', 'decline', 'reject', 'escalate', 'delegate', 'merge', 'check_text', 'form', 'report', 'deliver', 'confirm_delivery', 'close', 'comment', 'request_extension',
  'request_suspension', 'decide_request', 'resume', 'record_check', 'open_supervision', 'answer_supervision', 'write_note'] as const;

const MOST_TITLE = 40;
const place = () => `yiting.console.phrases.${client.person() ?? ''}`;
const sound = (one: Partial<OwnPhrase> | null) => !!one && [one.id, one.action, one.title, one.text].every((text) => typeof text === 'string' && text !== '') && (WORDED as readonly string[]).includes(one.action ?? '');

/** What is in a text that was written by `setOwn` or an export; nothing for anything else. */
export function phrasesIn(text: string): OwnPhrase[] {
  try {
    const found = JSON.parse(text) as OwnPhrase[];
    return Array.isArray(found) ? found.filter(sound).map(({ id, action, title, text: words }) => ({ id, action, title, text: words })) : [];
  } catch { return []; }
}

/** All phrases of the person here. */
export function allOwn(): OwnPhrase[] {
  try { return phrasesIn(localStorage.getItem(place()) ?? '[]'); } catch { return []; }
}

/** Keeps phrases; false where the browser has no room or keeps nothing. */
export function setOwn(phrases: readonly OwnPhrase[]): boolean {
  try {
    localStorage.setItem(place(), JSON.stringify(phrases));
    return true;
  } catch { return false; }
}

/** Those of an action. */
export const ownOf = (action: string) => allOwn().filter((one) => one.action === action);

/** Keeps a text as a phrase, named by its beginning. */
export function keepOwn(action: string, text: string): boolean {
  const words = text.trim();
  const title = [...(words.split('\n')[0] ?? '')].slice(0, MOST_TITLE).join('');
  return setOwn([...allOwn(), { id: client.key(), action, title, text: words }]);
}
