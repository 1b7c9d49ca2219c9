import { askForMessages, operations, type Client, type SubscribeTemplatesQuery } from 'yiting-sdk';
import { label } from './words';

type Template = NonNullable<SubscribeTemplatesQuery['me']>['subscribeTemplates'][number];

const KEY = 'yiting.templates';

/** The templates as the server told them last; a tap cannot wait for a network. */
function templates(): Template[] {
  try {
    return JSON.parse(wx.getStorageSync<string>(KEY) || '[]') as Template[];
  } catch {
    return [];
  }
}

/** Learns which messages there are, so that the next tap can ask. */
export async function learn(known: Client): Promise<Template[]> {
  const found = (await known.account.subscribeTemplates({}, { offline: true })).me?.subscribeTemplates ?? [];
  wx.setStorageSync(KEY, JSON.stringify(found));
  return [...found];
}

/**
 * Asks whether WeChat may bring messages of these kinds. It has to be called before anything else in the
 * handler of a tap; what was answered is kept by the outbox, and a no hinders nothing.
 */
export function remind(known: Promise<Client>, kinds: ReadonlyArray<Template['kind']>): Promise<void> {
  const wanted = templates().filter(({ kind, longTerm, remaining }) => kinds.indexOf(kind) >= 0 && !(longTerm && remaining));
  // Both sorts cannot be asked for at once: those for good come first.
  const long = wanted.filter(({ longTerm }) => longTerm).map(({ template }) => template);
  const once = wanted.filter(({ longTerm }) => !longTerm).map(({ template }) => template);
  if (!wanted.length) return Promise.resolve();
  return askForMessages(long.length ? { long: long.slice(0, 5) } : { once: once.slice(0, 5) })
    .then(async (answers) => { (await known).outbox.add(operations.RecordSubscribeAnswers, { answers }, '消息提醒'); })
    .catch(() => {});
}

/** What may soon not be told any more, for people; nothing where enough is granted. */
export const lacking = (all: readonly Template[]) => all.filter(({ longTerm, remaining }) => remaining < (longTerm ? 1 : 3)).map(({ kind }) => label('MessageKind', kind)).join('、');
