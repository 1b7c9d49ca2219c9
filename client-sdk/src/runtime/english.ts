import type { LocalCode } from './error';

/** What goes wrong before the server answers, in English: give it to `inEnglish`. */
export const english: Record<LocalCode, string> = {
  NETWORK: 'No network; check it and try again.',
  TIMEOUT: 'The server did not answer in time; try again shortly.',
  BAD_GATEWAY: 'The service is away for the moment; try again shortly.',
  BAD_ANSWER: 'The answer was incomplete; try again shortly.',
  TOO_OFTEN: 'Too many requests; try again shortly.',
  BACKGROUND: 'Interrupted in the background; it goes on when you come back.',
  CANCELLED: 'Cancelled.',
  STORAGE_FULL: 'Storage on this phone is full and nothing was kept; free some and try again.',
  NOT_CONFIGURED: 'The app is not set up for this server; tell whoever runs it.',
  SOCKET_CLOSED: 'The live connection was lost; it is being made again.',
  GONE: 'It does not exist or cannot be seen by you.',
  FILE_GONE: 'The picture is no longer on this phone and was not uploaded.',
  DEPENDS: 'An earlier step failed, so this was not sent.',
  PRIVACY_NEEDED: 'Agree to the privacy guide first.',
  PRIVACY_UNDECLARED: 'The privacy guide does not declare this.',
  SUBSCRIBE_INVALID: 'The message templates do not fit together.',
  SUBSCRIBE_OFF: 'Messages are switched off; they can be allowed in the settings.',
  WECHAT_FAILED: 'WeChat did not do this; try again shortly.',
};
