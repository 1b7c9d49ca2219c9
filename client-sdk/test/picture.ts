// A small picture, as a phone's camera would leave it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
  ends[0].writeUInt32BE(data.length);
  ends[1].writeUInt32BE(crc32(body));
  return Buffer.concat([ends[0], body, ends[1]]);
}

/** Writes a PNG of three steps before a door into a folder of its own; answers its path. */
export function picture(width = 480, height = 360): string {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const step = y > height * 0.55 ? Math.floor((y - height * 0.55) / (height * 0.15)) : -1;
      const door = step < 0 && x > width * 0.35 && x < width * 0.65 && y > height * 0.12;
      const shade = door ? [96, 72, 56] : step < 0 ? [214, 204, 188] : [150 - step * 18, 152 - step * 18, 156 - step * 18];
      rows.set(shade, y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const file = join(mkdtempSync(join(tmpdir(), 'yiting-camera-')), 'photo.png');
  writeFileSync(file, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]));
  return file;
}
