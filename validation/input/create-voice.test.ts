import { expect, test } from '@jest/globals';

import { formatPath } from '../issues.ts';
import { createVoiceBody } from './body.ts';
import { parseCreateVoice } from './create-voice.ts';

const good = { name: 'Maja', sample: { url: 'https://cdn.klingai.com/maja.mp3' } };

function issuesOf(raw: unknown) {
  const parsed = parseCreateVoice(raw, { allowPrivateUrls: false });
  return parsed.ok ? [] : parsed.issues.map(({ path, code }) => `${formatPath(path)} ${code}`);
}

test.each<[string, unknown, string[]]>([
  ['a sample at a URL', good, []],
  ['a sample from a video', { ...good, sample: { videoId: '856528333369769993' } }, []],
  ['a name of 20 characters', { ...good, name: 'x'.repeat(20) }, []],
  ['a name of 21 characters', { ...good, name: 'x'.repeat(21) }, ['name TOO_LONG']],
  ['no name', { sample: good.sample }, ['name REQUIRED']],
  ['no sample', { ...good, sample: {} }, ['sample REQUIRED']],
  [
    'both forms of a sample',
    { ...good, sample: { ...good.sample, videoId: '7' } },
    ['sample.videoId NOT_ALLOWED_HERE'],
  ],
  ['an empty video ID', { ...good, sample: { videoId: ' ' } }, ['sample.videoId REQUIRED']],
  ['text that is not a URL', { ...good, sample: { url: 'maja.mp3' } }, ['sample.url NOT_A_URL']],
  ['a private URL', { ...good, sample: { url: 'http://10.0.0.1/a.mp3' } }, ['sample.url URL_NOT_PUBLIC']],
  ['a bad external ID', { ...good, externalId: '..' }, ['externalId NOT_ALLOWED_HERE']],
])('a create of a voice with %s has the issues it should', (_what, raw, issues) => {
  expect(issuesOf(raw)).toEqual(issues);
});

test.each([
  [good.sample, { voice_url: good.sample.url }],
  [{ videoId: '7' }, { video_id: '7' }],
])('the voice sample %j becomes the body %j', (sample, expected) => {
  const parsed = parseCreateVoice({ ...good, sample }, { allowPrivateUrls: false });
  if (!parsed.ok) throw new Error('refused');
  const body = createVoiceBody(parsed.input, { externalId: 'x', callbackUrl: null });
  expect(JSON.parse(body.join(''))).toEqual({ voice_name: 'Maja', ...expected, external_task_id: 'x' });
});
