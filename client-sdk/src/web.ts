// For browsers, Node and tests: the networks that mini-programs do not have.
export { headerOf, memoryStorage } from './runtime/transport';
export { fetchTransport, type Web } from './transports/fetch';
export { memoryTransport } from './transports/memory';
