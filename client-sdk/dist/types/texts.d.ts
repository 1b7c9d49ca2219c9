export { labels } from './generated/labels';
export { texts, type ServerCode } from './generated/errors';
export { english } from './runtime/english';
