// Draws the icons of the tab bar, which WeChat takes as pictures only: node scripts/icons.mjs
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Phone } from '../test/miniprogram/shots.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../miniprogram/icons');
const { tabBar } = JSON.parse(readFileSync(join(folder, '../app.json'), 'utf8'));
const phone = await Phone.open();
await phone.send('Emulation.setDeviceMetricsOverride', { width: 81, height: 81, deviceScaleFactor: 1, mobile: false });
await phone.send('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } });
for (const file of readdirSync(join(folder, 'source'))) {
  const name = file.replace('.svg', '');
  const drawn = readFileSync(join(folder, 'source', file), 'utf8');
  for (const [ending, colour] of [['', tabBar.color], ['-on', tabBar.selectedColor]]) {
    await phone.show(`<body style="margin:0">${drawn.replace('<svg ', '<svg width="81" height="81" ').replace('#000', colour)}</body>`);
    const { data } = await phone.send('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(folder, `${name}${ending}.png`), Buffer.from(data, 'base64'));
  }
}
await phone.close();
