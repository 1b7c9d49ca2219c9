const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What an access token says of itself. It is not checked here; the server does that. */
export function claims(token: string): { sub?: string; iat?: number; exp?: number } {
  let bits = 0;
  let count = 0;
  let text = '';
  const body = token.split('.')[1] || '';
  for (let i = 0; i < body.length; i += 1) {
    bits = (bits << 6 | LETTERS.indexOf(body[i] as string)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      text += String.fromCharCode(bits >> count & 0xff);
    }
  }
  try {
    // Times and ids are ASCII, so that bytes are letters.
    return JSON.parse(text) as { sub?: string };
  } catch {
    return {};
  }
}
