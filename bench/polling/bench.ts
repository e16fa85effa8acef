import { percentile, median } from '../../harness/statistics.ts';
import { judge } from '../measure/goal.ts';
import { formatNumber } from '../measure/format.ts';
import { writePlot } from '../measure/plot.ts';
import { row, table } from '../measure/table.ts';
import { clients, measuredMs, simulate, type Simulated, taskMs } from './simulation.ts';

const sizes = [10, 100, 1000, 10_000];

/** How often the gateway polls Kling, and how soon its clients receive updates. */
export async function bench(): Promise<{ versions: string; body: string }> {
  const simulated = new Map<number, Simulated>();
  for (const size of sizes) simulated.set(size, await simulate(size));
  const callsOf = (size: number) => simulated.get(size)?.callsPerMinute ?? NaN;
  const delaysOf = (size: number) => simulated.get(size)?.delays ?? [];
  const plot = writePlot('polling', {
    title: 'Polls of Kling',
    x: 'unfinished tasks',
    y: 'calls a minute',
    lines: [{ name: 'our gateway', points: sizes.map((size) => [size, callsOf(size)] as const) }],
  });
  const delayPlot = writePlot('polling-delay', {
    title: 'Delay of updates',
    x: 'unfinished tasks',
    y: 'seconds from a change at Kling until a client receives it',
    lines: [
      { name: 'median', points: sizes.map((size) => [size, median(delaysOf(size))] as const) },
      { name: '95 % within', points: sizes.map((size) => [size, percentile(delaysOf(size), 0.95)] as const) },
    ],
  });
  const seconds = (ms: number) => formatNumber(ms / 1000);
  return {
    versions: '',
    body: `
In simulated time, ${seconds(measuredMs)} s of it, with a Kling that answers at once and calls nobody back, so that polling is the only source of updates. The number of unfinished tasks is constant: when one ends, another is created. Each takes ${seconds(taskMs.min)} to ${seconds(taskMs.max)} s, evenly spread (what image elements were seen to take), is processing after a third of that, and has ${clients} subscribers from start to end. All settings have their defaults. Calls are reads: of single tasks and of pages of the list.

${table(
  [
    'unfinished tasks',
    'calls a minute',
    'updates published',
    'median delay, s',
    '95 % within, s',
    'longest, s',
    'ended over a minute ago, not published',
  ],
  ...sizes.map((size) => {
    const delays = delaysOf(size);
    return row(
      formatNumber(size),
      formatNumber(callsOf(size)),
      formatNumber(delays.length),
      median(delays).toFixed(1),
      percentile(delays, 0.95).toFixed(1),
      percentile(delays, 1).toFixed(1),
      formatNumber(simulated.get(size)?.undelivered ?? NaN),
    );
  }),
)}

${judge('1,000 tasks, calls a minute', callsOf(1000), { atMost: 60 }, { digits: 0 })}
${judge('1,000 tasks, median delay', median(delaysOf(1000)), { atMost: 5 }, { unit: ' s', digits: 1 })}
${judge('10,000 tasks, calls a minute', callsOf(10_000), { atMost: 600 }, { digits: 0 })}

${plot}

${delayPlot}
`,
  };
}
