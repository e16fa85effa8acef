import { crc32, deflateSync } from 'node:zlib';

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** 0 to 360, of the colours. */
  readonly hue: number;
  /** Pixels stored as they are, for a large file. */
  readonly uncompressed?: boolean;
}

/** A PNG of a figure in front of a wall. */
export function pngImage({ width, height, hue, uncompressed = false }: PngOptions): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('PLTE', palette(hue)),
    chunk('IDAT', deflateSync(pixels(width, height), { level: uncompressed ? 0 : 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** 128 shades for the wall, from dark to light, and 128 for the figure. */
function palette(hue: number): Buffer {
  return Buffer.from(
    Array.from({ length: 256 }, (_, index) => {
      const shade = (index % 128) / 128;
      return index < 128 ? colour(hue, 0.35, 0.35 + shade * 0.4) : colour(hue + 150, 0.5, 0.75 - shade * 0.4);
    }).flat(),
  );
}

function colour(hue: number, saturation: number, lightness: number): number[] {
  const strength = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const step = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(step - 3, 9 - step, 1))));
  });
}

function pixels(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  const size = Math.min(width, height);
  for (let y = 0; y < height; y += 1) {
    const shade = Math.floor((y / height) * 127);
    for (let x = 0; x < width; x += 1) {
      const across = (x - width / 2) / size;
      const down = (y - height / 2) / size;
      const inHead = across ** 2 + (down + 0.12) ** 2 < 0.03;
      const inBody = (across / 0.32) ** 2 + ((down - 0.5) / 0.42) ** 2 < 1;
      rows[y * (width + 1) + 1 + x] = inHead || inBody ? 128 + shade : shade;
    }
  }
  return rows;
}
