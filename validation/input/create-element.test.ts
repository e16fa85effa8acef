import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { formatPath } from '../issues.ts';
import { parseCreateElement } from './create-element.ts';

const image = { url: 'https://cdn.example.org/a.png' };
const good = {
  name: 'Maja',
  description: 'A girl with a red hat',
  reference: { images: { frontal: image, others: [image] } },
};
const judge = (raw: unknown, allowPrivateUrls = false) => {
  const parsed = parseCreateElement(raw, { allowPrivateUrls });
  return parsed.ok ? 'fine' : parsed.issues.map(({ path, code }) => `${formatPath(path)} ${code}`);
};

test('fields that were not filled in become null, and loosely written ones are normalised', () => {
  const raw = {
    ...good,
    reference: {
      images: {
        frontal: { base64: 'data:image/png;base64,QUJD\nREVG' },
        others: [{ url: ' https://a.org/x ' }],
      },
    },
    voiceId: '',
    callbackUrl: null,
  };
  expect(parseCreateElement(raw, { allowPrivateUrls: false })).toEqual({
    ok: true,
    input: {
      name: 'Maja',
      description: 'A girl with a red hat',
      reference: { images: { frontal: { base64: 'QUJDREVG' }, others: [{ url: 'https://a.org/x' }] } },
      voiceId: null,
      tags: [],
      externalId: null,
      callbackUrl: null,
    },
  });
});

test('all issues of an element are reported at once, in the order of the fields', () => {
  const raw = {
    name: '',
    description: 'x'.repeat(101),
    reference: { images: { frontal: { url: 'nonsense' }, others: [] } },
    tags: ['CHARACTER', 'HERO'],
    externalId: '..',
    callbackUrl: 'http://localhost/x',
  };
  expect(judge(raw)).toEqual([
    'name REQUIRED',
    'description TOO_LONG',
    'reference.images.frontal.url NOT_A_URL',
    'reference.images.others TOO_FEW',
    'tags[1] NOT_A_CHOICE',
    'externalId NOT_ALLOWED_HERE',
    'callbackUrl URL_NOT_PUBLIC',
  ]);
});

describe('exactly one form of each', () => {
  test.each([
    [{ ...good, reference: {} }, ['reference REQUIRED']],
    [{ ...good, reference: null }, ['reference REQUIRED']],
    [{ ...good, reference: { ...good.reference, video: image } }, ['reference.video NOT_ALLOWED_HERE']],
    [
      { ...good, reference: { images: { frontal: {}, others: [image] } } },
      ['reference.images.frontal REQUIRED'],
    ],
    [
      { ...good, reference: { images: { frontal: { ...image, base64: 'QUJD' }, others: [image] } } },
      ['reference.images.frontal.base64 NOT_ALLOWED_HERE'],
    ],
    [
      { ...good, reference: { images: { frontal: image, others: 'x' } } },
      ['reference.images.others REQUIRED'],
    ],
    [{ ...good, reference: { video: {} } }, ['reference.video.url REQUIRED']],
    [
      { ...good, reference: { images: { frontal: { url: ' ' }, others: [image] } } },
      ['reference.images.frontal.url REQUIRED'],
    ],
  ])('exactly one form of each reference is allowed: %j', (raw, issues) => {
    expect(judge(raw)).toEqual(issues);
  });
});

test('the messages of missing fields say what to enter', () => {
  const parsed = parseCreateElement({ reference: { images: {} } }, { allowPrivateUrls: false });
  expect(parsed.ok ? [] : parsed.issues.map(({ message }) => message)).toEqual([
    'Enter the name: 1 to 20 characters.',
    'Enter the description: 1 to 100 characters.',
    'Provide the image: its URL, its Base64 text or the file itself.',
    'Provide 1 to 3 other images in addition to the frontal one; the same image may be used for both.',
  ]);
});

test('any input is parsed or has issues, and never throws', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (raw, part) => {
      judge(raw);
      judge({ ...good, reference: { images: part } });
      judge({ ...good, reference: part, tags: part, name: part, callbackUrl: part });
    }),
  );
});
