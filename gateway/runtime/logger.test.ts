import { Writable } from 'node:stream';

import { expect, test } from '@jest/globals';

import { createLog, type LogLevel } from './logger.ts';

function linesOf(level: LogLevel, terminal: boolean, write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = [];
  const to = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
  write(createLog(level, { terminal, to }));
  return lines;
}

test('the log is one line of JSON per event, from its level upwards', () => {
  const lines = linesOf('info', false, (log) => {
    log.info({ task: '1' }, 'created');
    log.debug('polled');
  });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 30, time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), task: '1', msg: 'created' },
  ]);
});

test('on a terminal the log is readable text, written synchronously', () => {
  const lines = linesOf('info', true, (log) => {
    log.info({ task: '1' }, 'created');
  });
  expect(lines.join('')).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: created\n\s+task: "1"\n$/);
});

test('a silent log writes nothing', () => {
  const lines = linesOf('silent', false, (log) => {
    log.fatal('gone');
  });
  expect(lines).toEqual([]);
});

test.each([false, true])(
  'the log hides credentials in every property that could contain one (terminal: %s)',
  (terminal) => {
    const lines = linesOf('info', terminal, (log) => {
      log.info({
        authorization: 'Bearer s3cret',
        headers: { authorization: 'Bearer s3cret', Authorization: 's3cret', cookie: 's3cret', host: 'seen' },
        request: { headers: { authorization: 's3cret' } },
        kling: { credential: { apiKey: 's3cret', accessKey: 's3cret', secretKey: 's3cret' } },
        connectionParams: { authorization: 's3cret' },
        token: 's3cret',
      });
    });
    expect(lines.join('')).toContain('seen');
    expect(lines.join('')).not.toContain('s3cret');
  },
);
