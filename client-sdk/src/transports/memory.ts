import { headerOf, type Transport } from '../runtime/transport';

/** A network that is a function, for tests of screens. */
export function memoryTransport(answer: (name: string, variables: unknown) => unknown): Transport {
  return {
    request({ body = '{}' }, done, failed) {
      let given = false;
      const { operationName, variables } = JSON.parse(body) as { operationName: string; variables: unknown };
      Promise.resolve().then(() => answer(operationName, variables)).then(
        (data) => { if (!given) done({ status: 200, text: JSON.stringify({ data }), header: headerOf({}) }); },
        (thrown: unknown) => { if (!given) failed('NETWORK', String(thrown)); },
      );
      return () => { given = true; };
    },
  };
}
