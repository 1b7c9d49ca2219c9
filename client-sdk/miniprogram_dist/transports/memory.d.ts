import { type Transport } from '../runtime/transport';
/** A network that is a function, for tests of screens. */
export declare function memoryTransport(answer: (name: string, variables: unknown) => unknown): Transport;
