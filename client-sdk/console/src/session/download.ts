// Files that ask who is there: fetched with the token and handed to the browser, or opened to be printed.
import { token } from './client';

export async function download(path: string, name: string): Promise<void> {
  const answer = await fetch(path, { headers: { authorization: `Bearer ${await token()}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  hand(await answer.blob(), name);
}

/** Hands a text that was made here to the browser as a file. */
export function save(text: string, name: string, type = 'application/json'): void {
  hand(new Blob([text], { type }), name);
}

function hand(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
