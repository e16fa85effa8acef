import { expect, test } from '@jest/globals';

import type { CreateElementInput } from './create-element.ts';
import { fingerprintOf } from './fingerprint.ts';

const bytes = new TextEncoder().encode('an image');
const input: CreateElementInput = {
  name: 'Maja',
  description: 'A girl',
  reference: { images: { frontal: { bytes }, others: [{ url: 'https://a.org/a.png' }] } },
  voiceId: null,
  tags: ['CHARACTER', 'ITEM'],
  externalId: null,
  callbackUrl: null,
};
const base64 = Buffer.from(bytes).toString('base64');

test.each<[string, Partial<CreateElementInput>]>([
  [
    'an image as Base64',
    { reference: { images: { frontal: { base64 }, others: [{ url: 'https://a.org/a.png' }] } } },
  ],
  ['another order of tags', { tags: ['ITEM', 'CHARACTER'] }],
  ['another external id', { externalId: 'x' }],
  ['another callback', { callbackUrl: 'https://a.org' }],
])('%s keeps the fingerprint of a create', (_, change) => {
  expect(fingerprintOf({ ...input, ...change })).toBe(fingerprintOf(input));
});

test.each<[string, Partial<CreateElementInput>]>([
  ['another name', { name: 'Mia' }],
  ['another description', { description: 'A boy' }],
  ['another voice', { voiceId: 'v' }],
  ['other tags', { tags: ['ITEM'] }],
  [
    'another image',
    {
      reference: {
        images: { frontal: { bytes: bytes.subarray(1) }, others: [{ url: 'https://a.org/a.png' }] },
      },
    },
  ],
  [
    'another URL',
    { reference: { images: { frontal: { bytes }, others: [{ url: 'https://a.org/b.png' }] } } },
  ],
  ['a video', { reference: { video: { url: 'https://a.org/a.png' } } }],
])('%s changes the fingerprint of a create', (_, change) => {
  expect(fingerprintOf({ ...input, ...change })).not.toBe(fingerprintOf(input));
});
