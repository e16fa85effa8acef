import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';

import { isPublicAddress } from './public-address.ts';

test.each([
  ['8.8.8.8', true],
  ['::ffff:8.8.8.8', true],
  ['2606:4700::1111', true],
  ['10.0.0.1', false],
  ['::1', false],
  ['64:ff9b::7f00:1', false],
  ['224.0.0.1', false],
  ['127.1', false],
  ['0x7f000001', false],
  ['0177.0.0.1', false],
  ['::ffff:127.0.0.1', false],
  // IPv4 in its oldest IPv6 clothes, and what has not been given out.
  ['::127.0.0.1', false],
  ['4000::1', false],
  ['fe80::1%eth0', false],
  ['', false],
  ['not an address', false],
  ['abc.de', false],
  ['8.8.8.8@10.0.0.1', false],
  ['10.0.0.1@8.8.8.8', false],
  ['8.8.8.8/', false],
  ['8.8.8.8:80', false],
  ['[2606:4700::1111]', false],
  ['256.1.1.1', false],
  ['1.2.3.4.5', false],
])('%j is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

// ipaddr.js maintains lists of special addresses: when it adds one, these tests fail until the table has it too.
describe('compared with ipaddr.js', () => {
  type Bytes = readonly number[];

  /** Everything that IANA has allocated; the rest is on none of ipaddr.js's lists, and not public here. */
  const isGivenOut = ([first = 0, ...bytes]: Bytes) =>
    bytes.length === 3 ||
    first >> 5 === 1 ||
    (first === 0 && bytes.every((byte, at) => at > 10 || byte === (at > 8 ? 255 : 0)));

  function compare(bytes: Bytes): void {
    const text = ipaddr.fromByteArray([...bytes]).toString();
    const range = ipaddr.process(text).range();
    expect([text, range, isPublicAddress(text)]).toEqual([
      text,
      range,
      isGivenOut(bytes) && range === 'unicast',
    ]);
  }

  const any = { min: 0, max: 255 };
  const ipv4 = fc.array(fc.integer(any), { minLength: 4, maxLength: 4 });
  const ipv6 = fc.array(fc.integer(any), { minLength: 16, maxLength: 16 });
  const mapped = ipv4.map((bytes) => [...Array<number>(10).fill(0), 255, 255, ...bytes]);

  test.each([
    ['IPv4', ipaddr.IPv4, 4],
    ['IPv6', ipaddr.IPv6, 16],
  ])(
    'addresses at both ends of each %s range, inside and outside, are public where ipaddr.js says so',
    (_, { prototype }, length) => {
      const edges = edgesOf(prototype as unknown as HasRanges, length);
      expect(edges.length).toBeGreaterThan(40);
      for (const edge of edges) compare(edge);
    },
  );

  test('random addresses are public where ipaddr.js says so', () => {
    fc.assert(fc.property(fc.oneof(ipv4, ipv6, mapped), compare), { numRuns: 2000 });
  });

  test('IPv4 addresses written as IPv6 are public where ipaddr.js says so', () => {
    for (const edge of edgesOf(ipaddr.IPv4.prototype as unknown as HasRanges, 4)) {
      compare([...Array<number>(10).fill(0), 255, 255, ...edge]);
    }
  });
});

/** ipaddr.js's lists, which its types leave out. */
interface HasRanges {
  readonly SpecialRanges: Readonly<Record<string, Range | readonly Range[]>>;
}
type Range = readonly [first: { toByteArray(): number[] }, prefixLength: number];

/** The first and last address of each range, and their neighbours outside. */
function edgesOf({ SpecialRanges }: HasRanges, length: number): number[][] {
  const bits = BigInt(length * 8);
  return Object.values(SpecialRanges)
    .flatMap((ranges) => (isRange(ranges) ? [ranges] : ranges))
    .flatMap(([address, prefixLength]) => {
      const first = address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
      const last = first + (1n << (bits - BigInt(prefixLength))) - 1n;
      return [first - 1n, first, last, last + 1n];
    })
    .filter((number) => number >= 0n && number < 1n << bits)
    .map((number) =>
      Array.from({ length }, (_, at) => Number((number >> BigInt(8 * (length - 1 - at))) & 255n)),
    );
}

function isRange(ranges: Range | readonly Range[]): ranges is Range {
  return typeof ranges[1] === 'number';
}
