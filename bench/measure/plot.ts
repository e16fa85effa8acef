import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatNumber } from './format.ts';

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}

const [width, height] = [720, 360];
const frame = { left: 70, top: 46, right: 190, bottom: 52 };
/** Distinguishable with any colour vision (Okabe and Ito), on a white and on a black background. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 15px }
  .grid { stroke: #8c959f; stroke-opacity: .35 }
  polyline { fill: none; stroke-width: 2.5 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The next round number above: 1, 2, 2.5 or 5 times a power of ten. */
function nextRoundNumber(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 5].find((step) => step * power >= value) ?? 10);
}

/** A growth curve: the x axis is logarithmic, the y axis starts at zero. */
export function drawPlot({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const counts = [...new Set(points.map(([count]) => count))].sort((a, b) => a - b);
  const [min, max] = [Math.log(counts.at(0) ?? 1), Math.log(counts.at(-1) ?? 1)];
  const step = nextRoundNumber(Math.max(...points.map(([, value]) => value), Number.EPSILON) / 5);
  const steps = Math.max(1, Math.ceil(Math.max(...points.map(([, value]) => value)) / step));
  const right = width - frame.right;
  const floor = height - frame.bottom;
  const atX = (count: number) =>
    (frame.left + ((Math.log(count) - min) / (max - min || 1)) * (right - frame.left)).toFixed(1);
  const atY = (value: number) => (floor - (value / (steps * step)) * (floor - frame.top)).toFixed(1);

  const rows = Array.from({ length: steps + 1 }, (_, index) => index * step).map(
    (value) =>
      `<line class="grid" x1="${frame.left}" x2="${right}" y1="${atY(value)}" y2="${atY(value)}"/>` +
      `<text x="${frame.left - 8}" y="${atY(value)}" dy="4" text-anchor="end">${formatNumber(value, step < 1 ? 2 : step % 1 === 0 ? 0 : 1)}</text>`,
  );
  const columns = counts.map(
    (count) => `<text x="${atX(count)}" y="${floor + 20}" text-anchor="middle">${formatNumber(count)}</text>`,
  );
  const drawnLines = lines.map((line, index) => {
    const colour = colours[index % colours.length] ?? '';
    const legend = frame.top + 8 + index * 22;
    return (
      `<polyline stroke="${colour}" points="${line.points.map(([count, value]) => `${atX(count)},${atY(value)}`).join(' ')}"/>` +
      line.points
        .map(([count, value]) => `<circle fill="${colour}" cx="${atX(count)}" cy="${atY(value)}" r="4"/>`)
        .join('') +
      `<circle fill="${colour}" cx="${right + 20}" cy="${legend - 4}" r="5"/>` +
      `<text x="${right + 32}" y="${legend}">${escaped(line.name)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title><style>${style}</style>`,
    `<text class="title" x="${frame.left}" y="24">${escaped(title)}: ${escaped(y)}</text>`,
    ...rows,
    ...columns,
    `<text x="${(frame.left + right) / 2}" y="${height - 10}" text-anchor="middle">${escaped(x)}</text>`,
    ...drawnLines,
    '</svg>\n',
  ].join('\n');
}

/** Writes `bench/results/<name>.svg`. @returns the image in Markdown, for RESULTS.md */
export function writePlot(name: string, plot: Plot): string {
  const folder = join(import.meta.dirname, '../results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), drawPlot(plot));
  return `![${plot.title}: ${plot.y} by ${plot.x}](results/${name}.svg)`;
}
