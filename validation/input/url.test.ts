import { describe, expect, test } from '@jest/globals';

import { parseUrl } from './url.ts';

describe('public addresses', () => {
  test.each([
    'https://cdn.kling.ai/a.png',
    'http://8.8.8.8/a',
    'https://[2606:4700::1111]/a',
    'https://a.de/100%25?x=%zz',
  ])('%s is accepted as a public URL', (url) => {
    expect(parseUrl(url, { allowPrivate: false })).toEqual({ ok: true, url });
  });

  test.each([
    ['  https://a.de/b \n', 'https://a.de/b'],
    ['https://a.de', 'https://a.de/'],
    ['HTTPS://Example.COM/A.jpg?x=1', 'https://example.com/A.jpg?x=1'],
    ['https://a.de/Ä b/小.png?ü=ö c', 'https://a.de/%C3%84%20b/%E5%B0%8F.png?%C3%BC=%C3%B6%20c'],
    ['https://a.de/a%20b%2fc%', 'https://a.de/a%20b%2fc%'],
    ['https://bücher.de:443/x', 'https://xn--bcher-kva.de/x'],
    ['https://a.de/x/../y\\z', 'https://a.de/y/z'],
    ['https://a.de/b#c', 'https://a.de/b'],
    ['https://a.de/b#', 'https://a.de/b'],
  ])('%j becomes the URL that browsers request', (text, url) => {
    expect(parseUrl(text, { allowPrivate: false })).toEqual({ ok: true, url });
  });
});

test.each([
  '',
  'nonsense',
  'ftp://a.de/x',
  'data:image/png;base64,AAAA',
  'https:///x',
  '//a.de/x',
  'javascript:alert(1)',
  'https://',
])('%j is not an HTTP URL', (url) => {
  expect(parseUrl(url, { allowPrivate: true })).toMatchObject({ ok: false, issue: { code: 'NOT_A_URL' } });
});

describe('private addresses', () => {
  test.each([
    'http://localhost/a',
    'http://localhost./a',
    'http://x.localhost/a',
    'http://printer/a',
    'http://nas.local/a',
    'http://db.internal/a',
    'http://127.0.0.1/a',
    'http://127.1/a',
    'http://2130706433/a',
    'http://0x7f.1/a',
    'http://10.1.2.3/a',
    'http://172.16.0.1/a',
    'http://192.168.1.1/a',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/a',
    'http://0.0.0.0/a',
    'http://[::1]/a',
    'http://[fd00::1]/a',
    'http://[fe80::1]/a',
    'http://[::ffff:127.0.0.1]/a',
    'http://[::ffff:10.0.0.1]/a',
  ])('the private URL %s is refused unless private URLs are allowed', (url) => {
    expect(parseUrl(url, { allowPrivate: false })).toMatchObject({
      ok: false,
      issue: { code: 'URL_NOT_PUBLIC' },
    });
    expect(parseUrl(url, { allowPrivate: true })).toMatchObject({ ok: true });
  });
});
