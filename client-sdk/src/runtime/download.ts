import type { CallOptions, Core } from './client';

/** Fetches a file of JSON by its path, such as `/export/me.json`, with the token of who is logged in; answers its text. */
export function downloads(core: Core) {
  return (path: string, options: CallOptions = {}): Promise<string> => core.tried('download', options, async (token) => {
    const { url, transport } = core.settings;
    const ask = { url: url + path, method: 'GET', headers: core.head(token), timeout: options.timeout || 60_000 } as const;
    const answer = await core.exchange((done, failed) => transport.request(ask, done, failed), options.cancel);
    // Read, so that a refusal or half a file is an error here.
    core.read(answer);
    return answer.text;
  });
}
