// The people of the demo at their clients, and a record of everything that the server answered them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { createClient, type Client } from '../../src/client';
import * as operations from '../../src/generated/operations';
import type { AnyOperation } from '../../src/runtime/operation';
import type { Transport } from '../../src/runtime/transport';
import { fetchTransport, memoryStorage } from '../../src/web';
import { misfits } from './conform';
import { DemoServer } from './server';
import { story } from './story';

/** The form of a file, as a browser makes it. */
export function formOf(path: string, field: string, more: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  form.append(field, new Blob([new Uint8Array(readFileSync(path))]), 'photo.jpg');
  return form;
}

export class World {
  /** The last answer to each operation. */
  readonly answers = new Map<string, unknown>();
  /** Operations that were refused, and by which code. */
  readonly refused = new Map<string, string>();
  private readonly people = new Map<string, Client>();

  private constructor(readonly server: DemoServer, readonly labels: readonly string[]) {}

  /** A server on which the whole story has been played. */
  static async open(): Promise<World> {
    const world = await World.bare();
    try {
      await story(world);
    } catch (thrown) {
      world.close();
      throw thrown;
    }
    return world;
  }

  static async bare(): Promise<World> {
    const server = await DemoServer.open();
    return new World(server, await server.get<string[]>('/demo/personas'));
  }

  close() { this.server.close(); }

  /** The first label that ends so. */
  label(end: string): string {
    const found = this.labels.find((label) => label.endsWith(end));
    assert.ok(found, `nobody is called …${end}`);
    return found;
  }

  /** One of the demo's people. */
  async as(label: string): Promise<Client> {
    const known = this.people.get(label);
    if (known) return known;
    const client = this.client();
    this.people.set(label, client);
    client.take(await this.server.post('/demo/login', { persona: label }));
    return client;
  }

  /** A client with nobody at it, or with a phone. */
  client(login?: () => Promise<string>): Client {
    const settings = { url: this.server.url, transport: this.recorded(), storage: memoryStorage() };
    return createClient(login ? { ...settings, login } : settings);
  }

  /** Moves the clock; everybody logs in again, since their tokens are over. */
  async pass(days: number): Promise<Date> {
    const now = await this.server.pass(days);
    for (const [label, client] of this.people) client.take(await this.server.post('/demo/login', { persona: label }));
    return now;
  }

  /** Waits for what happens a moment after its cause. */
  async soon<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      const value = await read();
      if (holds(value)) return value;
      assert.ok(tries < 200, `it did not come about: ${JSON.stringify(value).slice(0, 500)}`);
      await new Promise((done) => { setTimeout(done, 50); });
    }
  }

  /** Asserts that an operation was answered, and as its types say. */
  exercises(operation: AnyOperation) {
    const { name, text } = operation;
    if (this.refused.has(name) && !this.answers.has(name)) {
      // The rule that refuses it stands behind the document, which was accepted.
      assert.match(this.refused.get(name) as string, /^(?!DOCUMENT|REQUEST|INTERNAL)[A-Z_]+$/, name);
      return;
    }
    assert.ok(this.answers.has(name), `the story does not use ${name}`);
    assert.deepEqual(misfits(text, this.answers.get(name)), []);
  }

  /** Asserts that the story used so many operations. */
  told(count: number) {
    const refusedOnly = [...this.refused.keys()].filter((name) => !this.answers.has(name));
    console.log(`${this.answers.size} of ${count} operations were answered with data, ${refusedOnly.length} refused by a rule: ${refusedOnly.join(', ')}`);
    assert.equal(this.answers.size + refusedOnly.length, count);
  }

  private recorded(): Transport {
    const inner = fetchTransport({ fetch: (url, init) => fetch(url, init as RequestInit), WebSocket: WebSocket as never, form: formOf });
    return {
      request: (ask, done, failed) => inner.request(ask, (answer) => {
        const { operationName } = JSON.parse(ask.body ?? '{}') as { operationName: string };
        const { data, errors } = JSON.parse(answer.text) as { data?: unknown; errors?: Array<{ extensions: { code: string } }> };
        // What is written out in a test is none of the SDK's operations.
        if (!(operationName in operations)) { done(answer); return; }
        if (errors?.[0]) this.refused.set(operationName, errors[0].extensions.code);
        else this.answers.set(operationName, data);
        done(answer);
      }, failed),
      upload: (parcel, done, failed) => (inner.upload as NonNullable<Transport['upload']>)(parcel, done, failed),
      connect: (url, protocol, events) => {
        const names = new Map<string, string>();
        const wire = inner.connect?.(url, protocol, {
          ...events,
          message: (text) => {
            const { id, type, payload } = JSON.parse(text) as { id: string; type: string; payload?: { data: unknown } };
            if (type === 'next') this.answers.set(names.get(id) ?? '', payload?.data);
            events.message(text);
          },
        });
        assert.ok(wire);
        return {
          send: (text) => {
            const { id, payload } = JSON.parse(text) as { id: string; payload?: { operationName?: string } };
            if (payload?.operationName) names.set(id, payload.operationName);
            wire.send(text);
          },
          close: () => wire.close(),
        };
      },
    };
  }
}
