import { describe, expect, test } from '@jest/globals';

import { startFault } from './fault.ts';

function systemError(code: string, more: object = {}): Error {
  return Object.assign(new Error(`listen ${code}`), { code, ...more });
}

describe('why a start failed', () => {
  test.each([
    [
      'a port that is taken',
      systemError('EADDRINUSE', { address: '127.0.0.1', port: 4000 }),
      'Something else listens on 127.0.0.1:4000; stop it, or choose another PORT (the sandbox: SANDBOX_PORT).',
    ],
    [
      'a port for the system only',
      systemError('EACCES', { address: '127.0.0.1', port: 80 }),
      'This user may not listen on 127.0.0.1:80; choose a PORT above 1023.',
    ],
    [
      'an address of another machine',
      systemError('EADDRNOTAVAIL'),
      'This machine has no address like HOST (listen EADDRNOTAVAIL); choose another HOST.',
    ],
    [
      'several lines',
      new Error('The store is broken.\n  at x'),
      'The gateway could not start: The store is broken.',
    ],
    ['no error at all', 'odd', 'odd'],
  ])('%s', (_, error, line) => {
    expect(startFault(error)).toBe(line);
  });
});
