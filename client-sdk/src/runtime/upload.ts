import type { CallOptions, Core } from './client';
import { localFault } from './error';
import type { Parcel } from './transport';

/** An uploaded file, to be attached by its id. */
export interface Uploaded {
  readonly id: string;
}

/** Sends one file as wx.uploadFile does; a repetition under the same key is the same file. */
export function uploads(core: Core) {
  return (path: string, options: CallOptions & { progress?: (percent: number) => void } = {}): Promise<Uploaded> => {
    const key = options.key || core.key();
    return core.tried('upload', options, async (token) => {
      const { url, transport } = core.settings;
      const send = transport.upload;
      if (!send) throw localFault('NOT_CONFIGURED', core.say());
      const headers: Record<string, string> = { 'accept-language': core.say() };
      if (token) headers['authorization'] = `Bearer ${token}`;
      const parcel: Parcel = Object.assign({
        url: `${url}/uploads`, path, field: 'file', form: { clientMutationId: key }, headers, timeout: options.timeout || 60_000,
      }, options.progress && { progress: options.progress });
      const body = core.read(await core.exchange((done, failed) => send(parcel, done, failed), options.cancel));
      if (typeof body['id'] !== 'string') throw localFault('BAD_ANSWER', core.say());
      return { id: body['id'] };
    });
  };
}

export type Upload = ReturnType<typeof uploads>;
