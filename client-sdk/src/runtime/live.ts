import { version } from '../generated/version';
import type { Core } from './client';
import type { Listener } from './doer';
import { fault, localFault, type YitingError } from './error';
import type { Operation } from './operation';
import type { Wire } from './transport';

interface Running {
  payload: unknown;
  listener: Listener<unknown>;
  /** It was heard of before, on an earlier connection. */
  known: boolean;
}

/** Close codes after which trying again cannot help. */
const FINAL = [4400, 4406, 4409, 4426, 4429];
/** The close code for versions that are no longer served. */
const UPGRADE = 4426;
/** What is said then; the server has no room for it in a close frame. */
const updates = {
  'zh-CN': '当前小程序版本已停用，请更新后继续使用；您保存在手机上的草稿不会丢失。',
  en: 'This version of the app is no longer served; update it. Drafts on your phone are kept.',
};

/** Subscriptions over graphql-transport-ws: one socket for all, opened by the first, made again when lost. */
export function live(core: Core) {
  const running: Record<string, Running> = {};
  let wire: Wire | undefined;
  let ready = false;
  let opening = false;
  let losses = 0;
  let count = 0;
  const ids = () => Object.keys(running);

  const begin = (id: string) => wire?.send(JSON.stringify({ id, type: 'subscribe', payload: running[id]?.payload }));

  function end(id: string, error?: YitingError) {
    const { listener } = running[id] ?? {};
    delete running[id];
    if (error) listener?.failed?.(error);
    if (!ids().length) {
      const idle = wire;
      wire = undefined;
      ready = false;
      idle?.close();
    }
  }

  function message(text: string) {
    let frame: { id?: string; type?: string; payload?: unknown };
    try {
      frame = JSON.parse(text) as typeof frame;
    } catch {
      return;
    }
    const { id = '', type, payload } = frame;
    if (type === 'connection_ack') {
      ready = true;
      losses = 0;
      for (const one of ids()) {
        const it = running[one] as Running;
        begin(one);
        if (it.known) it.listener.again?.();
        it.known = true;
      }
    } else if (type === 'ping') wire?.send('{"type":"pong"}');
    else if (type === 'next') {
      const { data, errors } = payload as { data?: unknown; errors?: Array<{ message: string; extensions?: { code?: string } }> };
      if (errors?.[0]) refuse(id, errors);
      else running[id]?.listener.next(data);
    } else if (type === 'error') refuse(id, payload as []);
    else if (type === 'complete') end(id);
  }

  function refuse(id: string, [error]: Array<{ message: string; extensions?: { code?: string } }>) {
    const said = fault((error?.extensions?.code ?? 'INTERNAL') as YitingError['code'], error?.message ?? '');
    core.retired(said);
    end(id, said);
  }

  async function open(): Promise<void> {
    if (opening || wire || !ids().length) return;
    opening = true;
    try {
      await core.awake();
      const token = await core.sessions.token();
      const { url, transport } = core.settings;
      if (!ids().length) return;
      if (!transport.connect) throw localFault('NOT_CONFIGURED', core.say());
      const mine: Wire = transport.connect(`${url.replace(/^http/, 'ws')}/graphql/ws`, 'graphql-transport-ws', {
        open: () => mine.send(JSON.stringify({ type: 'connection_init', payload: Object.assign({ sdk: version }, token && { authorization: `Bearer ${token}` }) })),
        message: (text) => { if (wire === mine) message(text); },
        closed: (code) => { if (wire === mine) lost(code, token); },
      });
      wire = mine;
    } catch (thrown) {
      if ((thrown as YitingError).retryable) lost(0);
      else ids().forEach((id) => end(id, thrown as YitingError));
    } finally {
      opening = false;
    }
  }

  function lost(code: number, token?: string) {
    wire = undefined;
    ready = false;
    losses += 1;
    const detail = `closed with ${code}`;
    const error = code === UPGRADE ? fault('UPGRADE_REQUIRED', updates[core.say()], { detail }) : localFault('SOCKET_CLOSED', core.say(), { detail });
    core.retired(error);
    if (FINAL.indexOf(code) >= 0 || losses > 20) {
      ids().forEach((id) => end(id, error));
      return;
    }
    // 4401 and 4403 speak of the token: another one is fetched before the next try.
    const better = (code === 4401 || code === 4403) && core.sessions.renewable() ? core.sessions.renewed(token) : Promise.resolve('');
    better.then(() => core.wait(Math.random() * Math.min(500 * 2 ** losses, 30_000)))
      .then(open, (thrown: YitingError) => { if (thrown.retryable) lost(0); else ids().forEach((id) => end(id, thrown)); });
  }

  return {
    subscribe<D, V>(operation: Operation<D, V>, variables: V, listener: Listener<D>): () => void {
      const id = String(count += 1);
      running[id] = {
        payload: { query: operation.text, operationName: operation.name, variables }, listener: listener as Listener<unknown>, known: ready,
      };
      if (ready) begin(id);
      else void open();
      return () => {
        if (!running[id]) return;
        if (ready) wire?.send(JSON.stringify({ id, type: 'complete' }));
        end(id);
      };
    },
    /** Looks after the connection now, such as after a stay in the background. */
    wake: () => { void open(); },
  };
}

export type Live = ReturnType<typeof live>;
