import { Buffer } from 'node:buffer';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { base64Source, readBase64 } from './base64.ts';

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('readBase64', () => {
  test('readBase64 takes what an encoder writes and returns the decoded length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        const base64 = encode(bytes);
        expect(readBase64(base64)).toEqual({ ok: true, base64, byteLength: bytes.length });
      }),
    );
  });

  test.each([
    'data:image/png;base64,',
    'data:;base64,',
    'DATA:IMAGE/JPEG;BASE64,',
    'data:image/svg+xml;charset=utf-8;base64,',
    ' \n data:image/png;base64,\r\n',
  ])('readBase64 removes the prefix %j', (prefix) => {
    expect(readBase64(`${prefix}AQID`)).toEqual({ ok: true, base64: 'AQID', byteLength: 3 });
  });

  test.each([
    ['line breaks anywhere', ' AQ\r\nID\t\nBA=\n=  ', 'AQIDBA=='],
    ['lines that are indented', '\n    AQIDBAUG\n    BwgJCgsM\n    DQ==\n', 'AQIDBAUGBwgJCgsMDQ=='],
    ['lines with a space at their end', 'AQIDBAUG \r\nBwgJCgsM \r\nDQ==', 'AQIDBAUGBwgJCgsMDQ=='],
    ['spaces in place of line breaks', 'AQIDBAUG BwgJCgsM DQ==', 'AQIDBAUGBwgJCgsMDQ=='],
  ])('readBase64 removes the white space of %s', (_what, text, base64) => {
    expect(readBase64(text)).toMatchObject({ ok: true, base64 });
  });

  test('readBase64 refuses Base64 whose plus signs became spaces, whatever its length', () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_byte, index) => (index * index * 7919) >> 3);
    const whole = encode(bytes);
    const spaced = whole.replaceAll('+', ' ');
    expect(spaced).toContain(' ');
    for (const text of [spaced, `AAA${spaced}`, `AA${spaced}`, `A${spaced}`, 'AQ D', 'AB C D E F']) {
      const parsed = readBase64(text);
      expect(parsed).toMatchObject({ ok: false, issue: { code: 'NOT_BASE64' } });
      expect(parsed.ok ? '' : parsed.issue.message).toMatch(/plus signs became spaces/);
    }
  });

  test.each([
    ['', /empty/],
    [' \n', /empty/],
    ['data:image/png;base64,', /empty/],
    ['data:image/png,AQID', /is not Base64/],
    ['data:image/png;base64', /empty/],
    ['AQI', /3 characters.*cut off or its = padding is missing/],
    ['AQIDB', /5 characters/],
    ['AQID=', /5 characters/],
    ['AQIDBA=', /7 characters/],
    ['AQIDB===', /= at character 6/],
    ['AQ==AQID', /= at character 3/],
    ['====', /= at character 1/],
    ['A_-D', /URL-safe/],
    ['AQI!', /character 4/],
    ['https://example.com/a.png', /is a URL/],
    ['AQIÄ', /character 4/],
    ['AQ%2BD', /percent-encoded/],
  ])('readBase64 refuses %j', (text, message) => {
    const parsed = readBase64(text);
    expect(parsed).toMatchObject({ ok: false, issue: { code: 'NOT_BASE64' } });
    expect(parsed.ok ? '' : parsed.issue.message).toMatch(message);
  });

  test('readBase64 supposes lost plus signs where there are none, but many of all other characters', () => {
    const others = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/'.repeat(20);
    const messageOf = (text: string) => {
      const parsed = readBase64(text);
      return parsed.ok ? '' : parsed.issue.message;
    };
    expect(messageOf(`${others}A`)).toMatch(/1261 characters.*plus signs were lost/);
    expect(messageOf(`${others}+`)).toMatch(/cut off or its = padding/);
    expect(messageOf(`${others.replaceAll('x', 'y')}A`)).toMatch(/cut off or its = padding/);
  });

  test('readBase64 accepts exactly what the grammar of RFC 4648 does', () => {
    const grammar = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('A', 'z', '9', '+', '/', '=', '-'), minLength: 1 }),
        (text) => {
          expect(readBase64(text).ok).toBe(grammar.test(text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('readBase64 reads text of 14 MB, valid or not', () => {
    const long = 'QUJD'.repeat(3_500_000);
    expect(readBase64(long)).toMatchObject({ ok: true, byteLength: 10_500_000 });
    expect(readBase64(`data:image/png;base64,${long.slice(4)}QQ==`)).toMatchObject({
      ok: true,
      byteLength: 10_499_998,
    });
    expect(readBase64(`${long}?`)).toMatchObject({ ok: false });
    expect(readBase64('='.repeat(14_000_000))).toMatchObject({ ok: false });
    expect(readBase64('data:'.repeat(2_800_000))).toMatchObject({ ok: false });
    const lines = `${'QUJD'.repeat(19)}\r\n`.repeat(184_000);
    expect(readBase64(lines)).toMatchObject({ ok: true, byteLength: 57 * 184_000 });
  });
});

describe('base64Source', () => {
  test('base64Source gives the same bytes as decoding the whole text, for any range', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 100 }),
        fc.nat(110),
        fc.nat(110),
        async (bytes, offset, length) => {
          const source = base64Source(encode(bytes));
          expect(source.size).toBe(bytes.length);
          const range = await source.read(offset, length);
          expect([...range]).toEqual([...bytes.subarray(offset, offset + length)]);
        },
      ),
    );
  });

  test('base64Source rejects a read where the text is not Base64', async () => {
    await expect(base64Source('AQID!!!!').read(3, 3)).rejects.toThrow();
  });
});
