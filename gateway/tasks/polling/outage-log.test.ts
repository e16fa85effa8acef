import { expect, test } from '@jest/globals';

import { OutageLog } from './outage-log.ts';

function recordingLog() {
  const lines: string[] = [];
  const at = (level: string) => (facts: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(facts)}`);
  };
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { lines, outage: new OutageLog(log) };
}

test('an outage is logged once when polls begin to fail, and once when they succeed again', () => {
  const { lines, outage } = recordingLog();
  outage.succeeded();
  outage.failed(new Error('no connection'));
  outage.failed(new Error('timeout'));
  outage.succeeded();
  outage.succeeded();
  expect(lines).toEqual([
    'warn Polling failed. Retrying with backoff. {"reason":"no connection"}',
    'info Polling works again. {}',
  ]);
});

test('a second outage is logged like the first', () => {
  const { lines, outage } = recordingLog();
  for (let outages = 0; outages < 2; outages += 1) {
    outage.failed('down');
    outage.succeeded();
  }
  expect(lines).toHaveLength(4);
});
