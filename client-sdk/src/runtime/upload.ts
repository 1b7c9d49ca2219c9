import type { PhotoState } from '../generated/types';
import type { CallOptions, Core } from './client';
import { localFault } from './error';
import type { Parcel } from './transport';

/** An uploaded picture, to be attached by its id. */
export interface Uploaded {
  readonly id: string;
  /** Where it is: `client.file` makes the whole address. While it waits for its check this holds for ten minutes. */
  readonly url: string;
  readonly thumbnailUrl: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly state: PhotoState;
}

/** Sends one picture as wx.uploadFile does; a repetition under the same key is the same picture. */
export function uploads(core: Core) {
  return (path: string, options: CallOptions & { progress?: (percent: number) => void } = {}): Promise<Uploaded> => {
    const key = options.key || core.key();
    return core.tried('upload', options, async (token) => {
      const { url, transport } = core.settings;
      const send = transport.upload;
      if (!send) throw localFault('NOT_CONFIGURED', core.say());
      const { progress, timeout } = options;
      const parcel: Parcel = { url: `${url}/uploads`, path, field: 'file', form: { clientMutationId: key }, headers: core.head(token), timeout: timeout || 60_000, progress };
      const body = core.read(await core.exchange((done, failed) => send(parcel, done, failed), options.cancel)) as unknown as Uploaded;
      if (typeof body.id !== 'string') throw localFault('BAD_ANSWER', core.say());
      return body;
    });
  };
}

export type Upload = ReturnType<typeof uploads>;
