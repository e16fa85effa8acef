/**
 * Whether an IP address can be reached from the internet: not loopback, private, link-local, shared, reserved or the
 * like, in IPv4, IPv6 or IPv4-mapped IPv6. Text that is not an IP address is not public.
 *
 * Uses the platform's URL parser, as connections do, so that the two cannot differ.
 */
export function isPublicAddress(address: string): boolean {
  // No other characters: they could turn only a part of the text into the host.
  if (!/^[\da-fx.:]+$/i.test(address)) return false;
  const url = address.includes(':') ? `http://[${address}]` : `http://${address}`;
  return URL.canParse(url) && isPublicHost(new URL(url).hostname) === true;
}

/**
 * The same for the host of a parsed URL, which has IPv4 in decimal and IPv6 in brackets.
 *
 * @returns undefined if the host is a name
 */
export function isPublicHost(host: string): boolean | undefined {
  if (/^\d+(\.\d+){3}$/.test(host)) return !liesIn(specialIPv4, bitsOfIPv4(host));
  if (!host.startsWith('[')) return undefined;
  const bits = bitsOfIPv6(host.slice(1, -1));
  if (bits.startsWith(mappedIPv4)) return !liesIn(specialIPv4, bits.slice(mappedIPv4.length));
  return bits.startsWith(globalUnicast) && !liesIn(specialIPv6, bits);
}

function liesIn(prefixes: readonly string[], bits: string): boolean {
  return prefixes.some((prefix) => bits.startsWith(prefix));
}

/** IANA's registry of special-purpose IPv4 addresses, multicast and what is reserved above it. */
const specialIPv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
].map((range) => prefixOf(range, bitsOfIPv4));

/** 2000::/3, all that IANA has allocated. What lies outside is never public. */
const globalUnicast = '001';

/** IANA's registry of special-purpose IPv6 addresses, as far as they lie within 2000::/3. */
const specialIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(
  (range) => prefixOf(range, bitsOfIPv6),
);

const mappedIPv4 = prefixOf('::ffff:0:0/96', bitsOfIPv6);

function prefixOf(range: string, bitsOf: (address: string) => string): string {
  const [first = '', length] = range.split('/');
  return bitsOf(first).slice(0, Number(length));
}

function bitsOfIPv4(address: string): string {
  return bitsOfParts(address.split('.').map(Number), 8);
}

function bitsOfIPv6(address: string): string {
  const [head = '', tail = ''] = address.split('::').map((part) => {
    const groups = part === '' ? [] : part.split(':');
    return bitsOfParts(
      groups.map((group) => parseInt(group, 16)),
      16,
    );
  });
  return head + tail.padStart(128 - head.length, '0');
}

function bitsOfParts(parts: readonly number[], length: number): string {
  return parts.map((part) => part.toString(2).padStart(length, '0')).join('');
}
