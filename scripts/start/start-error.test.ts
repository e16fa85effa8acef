import { describe, expect, test } from '@jest/globals';

import { startErrorMessage } from './start-error.ts';

function systemError(code: string, more: object = {}): Error {
  return Object.assign(new Error(`listen ${code}`), { code, ...more });
}

describe('why a start failed', () => {
  test.each([
    [
      'a port in use',
      systemError('EADDRINUSE', { address: '127.0.0.1', port: 4000 }),
      'Another program is using 127.0.0.1:4000. Stop it, or set another PORT (for the sandbox: SANDBOX_PORT).',
    ],
    [
      'a privileged port',
      systemError('EACCES', { address: '127.0.0.1', port: 80 }),
      'This user may not listen on 127.0.0.1:80. Set a PORT above 1023.',
    ],
    [
      'an address of another machine',
      systemError('EADDRNOTAVAIL'),
      'This machine does not have the address in HOST (listen EADDRNOTAVAIL). Set another HOST.',
    ],
    [
      'an error of several lines',
      new Error('The store is broken.\n  at x'),
      'The gateway could not start: The store is broken.',
    ],
    ['a thrown string', 'odd', 'odd'],
  ])('a start that fails with %s is explained in one line', (_, error, line) => {
    expect(startErrorMessage(error)).toBe(line);
  });
});
