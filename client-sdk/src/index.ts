// The client for mini-programs, browsers and Node. Texts stand in `labels` and `texts`, the offline
// verifier in `verify`: both are loaded only where they are needed.
export { createClient, type Client } from './client';
export { cancellation, type Cancel } from './runtime/cancel';
export type { CallOptions, Settings } from './runtime/client';
export type { Input, Listener } from './runtime/doer';
export { inEnglish, isYitingError, type Language, type LocalCode, type YitingError } from './runtime/error';
export type { Operation } from './runtime/operation';
export type { Entry, Outbox, OutboxListener } from './runtime/outbox';
export { pages, type Page } from './runtime/pages';
export type { Tokens } from './runtime/session';
export type { Answer, Ask, Parcel, Storage, Transport, Wire, WireEvents } from './runtime/transport';
export type { Uploaded } from './runtime/upload';
export { askForMessages, privacy, type Subscribed } from './transports/wx-helpers';
export { wxClient, wxTransport } from './transports/wx';
export type { ServerCode } from './generated/errors';
export type * from './generated/types';
export * as operations from './generated/operations';
