// Files that ask who is there: fetched with the token and handed to the browser, or opened to be printed.
import { token } from './client';

export async function download(path: string, name: string): Promise<void> {
  const answer = await fetch(path, { headers: { authorization: `Bearer ${await token()}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
