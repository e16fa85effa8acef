import {
  citing,
  type ElementName,
  elements,
  file,
  type GenerationCase,
  ids,
  picture,
} from './generation-case.ts';

const text = (length: number, character = 'x') => character.repeat(length);

/** Cases of `GenerateVideoInput`. @param served where `harness/media/files` are served, without a trailing slash */
export function videoCases(served: string): GenerationCase[] {
  const url = (name: string) => ({ url: `${served}/${name}` });
  const valid = (
    name: string,
    input: object,
    more: Partial<Omit<GenerationCase, 'issues'>> = {},
  ): GenerationCase => ({ name, kind: 'video', input, issues: [], ...more });
  const invalid = (name: string, input: object, ...issues: string[]): GenerationCase => ({
    name,
    kind: 'video',
    input,
    issues,
  });
  const good = { prompt: 'A street at night', aspectRatio: 'LANDSCAPE_16_9' };
  const framed = { prompt: 'She smiles', firstFrame: picture };
  const filmed = { ...good, prompt: 'As in @video', video: { ...url('wide-5s.mp4'), use: 'REFERENCE' } };
  const edited = { prompt: 'Rain in <<<video_1>>>', video: { ...url('wide-5s.mp4'), use: 'EDIT' } };
  const withMaja = (prompt: string) => ({ ...good, prompt, elements: elements('maja') });
  const o1 = { model: 'KLING_VIDEO_O1' };
  const v3 = { model: 'KLING_V3' };
  const images = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ image: picture, name: `pic${index + 1}` }));
  const citingImages = (count: number) =>
    images(count)
      .map(({ name }) => `@${name}`)
      .join(' ');
  const shots = (...durations: readonly number[]) =>
    durations.map((durationSeconds) => ({ prompt: 'A street', durationSeconds }));

  const citations = [
    valid('an element cited by its own name', withMaja('@Maja walks'), {
      sent: '<<<element_1>>> walks',
    }),
    valid('an element cited in Kling’s form', withMaja('<<<element_1>>> walks'), {
      sent: '<<<element_1>>> walks',
    }),
    valid(
      'an element cited by the name given here',
      { ...good, prompt: '@hero walks', elements: [{ id: ids.maja, name: 'hero' }] },
      { sent: '<<<element_1>>> walks' },
    ),
    valid(
      'a name given with its @',
      { ...good, prompt: '@hero walks', elements: [{ id: ids.maja, name: '@hero' }] },
      { sent: '<<<element_1>>> walks' },
    ),
    valid(
      'two elements and an image in one prompt, by name and in Kling’s form',
      {
        ...good,
        prompt: '@Maja meets <<<element_2>>> in @kitchen',
        elements: elements('maja', 'tom'),
        images: [{ image: picture, name: 'kitchen' }],
      },
      { sent: '<<<element_1>>> meets <<<element_2>>> in <<<image_1>>>' },
    ),
    valid('an element cited twice', withMaja('@Maja and @Maja'), {
      sent: '<<<element_1>>> and <<<element_1>>>',
    }),
    valid(
      'a Chinese name without a space after it',
      { ...good, prompt: '@小明走进咖啡馆', elements: elements('xiaoming') },
      { sent: '<<<element_1>>>走进咖啡馆' },
    ),
    valid(
      'the longest of two names',
      {
        ...good,
        prompt: '@Majas cat sees @Maja',
        elements: [{ id: ids.cat, name: 'Majas' }, { id: ids.maja }],
      },
      { sent: '<<<element_1>>> cat sees <<<element_2>>>' },
    ),
    valid('an e-mail address with a name in it', withMaja('@Maja writes to info@Maja.com'), {
      sent: '<<<element_1>>> writes to info@Maja.com',
    }),
    valid('a name after @ that nothing resembles', withMaja('@Maja waves at @instagram'), {
      sent: '<<<element_1>>> waves at @instagram',
      warnings: ['prompt CITES_NOTHING'],
    }),
    valid('namesakes in Kling’s form', {
      ...good,
      prompt: '<<<element_1>>> and <<<element_2>>>',
      elements: elements('maja', 'namesake'),
    }),
    invalid(
      'a name with a typing error',
      withMaja('@Maia walks'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid('a name in other case', withMaja('@MAJA walks'), 'prompt CITES_NOTHING', 'elements[0] NOT_CITED'),
    invalid(
      'a name with an ending',
      withMaja('@Majas walk'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid('a third element of one', withMaja('@Maja and <<<element_3>>>'), 'prompt CITES_NOTHING'),
    invalid('element 0', withMaja('@Maja and <<<element_0>>>'), 'prompt CITES_NOTHING'),
    invalid('two brackets', withMaja('<<element_1>> walks'), 'prompt CITES_NOTHING', 'elements[0] NOT_CITED'),
    invalid(
      'four brackets',
      withMaja('<<<<element_1>>>> walks'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid(
      'square brackets',
      withMaja('[element_1] walks'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid(
      'Kling’s word without brackets',
      withMaja('element_1 walks'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid(
      'an object in place of an element',
      withMaja('<<<object_1>>>'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid(
      'a name in Kling’s brackets',
      withMaja('<<<Maja>>> walks'),
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid('@Element1', withMaja('@Element1 walks'), 'prompt CITES_NOTHING', 'elements[0] NOT_CITED'),
    invalid('@Image1 without an image', { ...good, prompt: 'as @Image1' }, 'prompt CITES_NOTHING'),
    invalid('a video where there is none', { ...good, prompt: 'as <<<video_1>>>' }, 'prompt CITES_NOTHING'),
    invalid('an image where there is none', { ...good, prompt: 'as <<<image_1>>>' }, 'prompt CITES_NOTHING'),
    invalid(
      'the own name of an element that has another one here',
      { ...good, prompt: '@Maja walks', elements: [{ id: ids.maja, name: 'hero' }] },
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid(
      'a name that two elements have',
      { ...good, prompt: '@Maja walks', elements: elements('maja', 'namesake') },
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
      'elements[1] NOT_CITED',
    ),
    invalid('an element that is never cited', withMaja('A girl walks'), 'elements[0] NOT_CITED'),
    invalid(
      'the second of two elements that is never cited',
      { ...good, prompt: '@Maja walks', elements: elements('maja', 'tom') },
      'elements[1] NOT_CITED',
    ),
    invalid(
      'an element whose own name has a space',
      { ...good, prompt: '@Maja Lind walks', elements: elements('spaced') },
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid(
      'an image that is never cited',
      { ...good, images: [{ image: picture, name: 'cafe' }] },
      'images[0] NOT_CITED',
    ),
    invalid('a video that is never cited', { ...filmed, prompt: 'A street' }, 'video NOT_CITED'),
    invalid(
      'a name given twice',
      {
        ...good,
        prompt: '<<<element_1>>> and <<<element_2>>>',
        elements: [
          { id: ids.maja, name: 'hero' },
          { id: ids.tom, name: 'hero' },
        ],
      },
      'elements[1].name NOT_ALLOWED_HERE',
    ),
    invalid(
      'a name given to an element and an image',
      {
        ...good,
        prompt: '<<<element_1>>> and <<<image_1>>>',
        elements: [{ id: ids.maja, name: 'hero' }],
        images: [{ image: picture, name: 'hero' }],
      },
      'images[0].name NOT_ALLOWED_HERE',
    ),
    invalid(
      'a name like Kling’s own words',
      { ...good, prompt: '<<<element_1>>>', elements: [{ id: ids.maja, name: 'element_2' }] },
      'elements[0].name NOT_ALLOWED_HERE',
    ),
    invalid(
      'a name with a space',
      { ...good, prompt: '<<<element_1>>>', elements: [{ id: ids.maja, name: 'Maja Lind' }] },
      'elements[0].name NOT_ALLOWED_HERE',
    ),
  ];

  const prompts = [
    valid('a prompt without elements', good, { sent: 'A street at night', units: 4 }),
    valid('a prompt of 2,500 characters', { ...good, prompt: text(2500) }),
    valid('a prompt of 2,500 Chinese characters', { ...good, prompt: text(2500, '龙') }),
    valid('a prompt of 2,500 characters as sent', withMaja(`@Maja${text(2485, '.')}`)),
    invalid('a prompt of 2,501 characters', { ...good, prompt: text(2501) }, 'prompt TOO_LONG'),
    invalid(
      'a prompt that a citation makes too long',
      withMaja(`@Maja${text(2486, '.')}`),
      'prompt TOO_LONG',
    ),
    invalid('a prompt of 100,000 characters', { ...good, prompt: text(100_000) }, 'prompt TOO_LONG'),
    invalid('no prompt', { aspectRatio: 'SQUARE_1_1' }, 'prompt REQUIRED'),
    invalid('an empty prompt', { ...good, prompt: '' }, 'prompt REQUIRED'),
    invalid('a prompt of spaces', { ...good, prompt: '  \n' }, 'prompt REQUIRED'),
    invalid('a prompt of zero-width characters', { ...good, prompt: '\u200b\u200b' }, 'prompt REQUIRED'),
    invalid(
      'no prompt with elements',
      { aspectRatio: 'SQUARE_1_1', elements: elements('maja') },
      'prompt REQUIRED',
    ),
  ];

  const several = [
    valid('one shot', { aspectRatio: 'SQUARE_1_1', shots: shots(5) }, { sent: ['A street'], units: 4 }),
    valid('six shots', { aspectRatio: 'SQUARE_1_1', shots: shots(1, 2, 3, 2, 1, 1) }, { units: 8 }),
    valid('shots with the duration that they add up to', {
      aspectRatio: 'SQUARE_1_1',
      shots: shots(3, 4),
      durationSeconds: 7,
    }),
    valid(
      'shots that cite an element each',
      {
        aspectRatio: 'SQUARE_1_1',
        elements: elements('maja', 'tom'),
        shots: [
          { prompt: '@Maja walks', durationSeconds: 3 },
          { prompt: '@Tom_2 waits', durationSeconds: 3 },
        ],
      },
      { sent: ['<<<element_1>>> walks', '<<<element_2>>> waits'] },
    ),
    valid('shots with a first frame', { firstFrame: picture, shots: shots(3, 3) }),
    invalid(
      'seven shots',
      { aspectRatio: 'SQUARE_1_1', shots: shots(1, 1, 1, 1, 1, 1, 1) },
      'shots TOO_MANY',
    ),
    invalid('shots of 2 s in all', { aspectRatio: 'SQUARE_1_1', shots: shots(1, 1) }, 'shots OUT_OF_RANGE'),
    invalid('shots of 16 s in all', { aspectRatio: 'SQUARE_1_1', shots: shots(8, 8) }, 'shots OUT_OF_RANGE'),
    invalid(
      'a shot of 0 s',
      { aspectRatio: 'SQUARE_1_1', shots: shots(5, 0) },
      'shots[1].durationSeconds OUT_OF_RANGE',
    ),
    invalid(
      'shots that add up to something else',
      { aspectRatio: 'SQUARE_1_1', shots: shots(3, 4), durationSeconds: 10 },
      'durationSeconds OUT_OF_RANGE',
    ),
    invalid(
      'a shot’s prompt of 513 characters',
      { aspectRatio: 'SQUARE_1_1', shots: [{ prompt: text(513), durationSeconds: 5 }] },
      'shots[0].prompt TOO_LONG',
    ),
    invalid(
      'a shot without words',
      { aspectRatio: 'SQUARE_1_1', shots: [...shots(3), { prompt: ' ', durationSeconds: 3 }] },
      'shots[1].prompt REQUIRED',
    ),
    invalid('a prompt and shots', { ...good, shots: shots(5) }, 'prompt NOT_ALLOWED_HERE'),
    invalid(
      'an element that no shot cites',
      { aspectRatio: 'SQUARE_1_1', elements: elements('maja'), shots: shots(3, 3) },
      'elements[0] NOT_CITED',
    ),
    invalid(
      'a wrong name in the second shot',
      {
        aspectRatio: 'SQUARE_1_1',
        elements: elements('maja'),
        shots: [
          { prompt: '@Maja walks', durationSeconds: 3 },
          { prompt: '@Maia waits', durationSeconds: 3 },
        ],
      },
      'shots[1].prompt CITES_NOTHING',
    ),
    invalid(
      'shots of a video to be edited',
      { ...edited, prompt: undefined, shots: [{ prompt: 'Rain in @video', durationSeconds: 5 }] },
      'shots NOT_ALLOWED_HERE',
    ),
  ];

  const many = (names: readonly ElementName[], more: object = good) => ({
    ...more,
    prompt: citing(...names),
    elements: elements(...names),
  });
  const seven = ['maja', 'tom', 'cafe', 'hat', 'cat', 'dog', 'car'] as const;
  const counts = [
    valid('seven elements made from images', many([...seven])),
    valid('three elements made from a video', many(['dancer', 'singer', 'actor'])),
    valid(
      'three made from a video and four from images',
      many(['dancer', 'singer', 'actor', 'maja', 'tom', 'cafe', 'hat']),
    ),
    valid('three elements with a first frame', many(['maja', 'tom', 'dancer'], framed)),
    valid('four images and three elements', {
      ...many(['maja', 'tom', 'cafe']),
      prompt: `${citing('maja', 'tom', 'cafe')} ${citingImages(4)}`,
      images: images(4),
    }),
    valid('seven images', { ...good, prompt: citingImages(7), images: images(7) }),
    valid('four elements with a video', {
      ...many(['maja', 'tom', 'cafe', 'hat'], filmed),
      prompt: `${citing('maja', 'tom', 'cafe', 'hat')} @video`,
    }),
    valid(
      'an element made from a video with a video',
      { ...many(['dancer'], filmed), prompt: '@dancer @video' },
      { warnings: ['elements ELEMENT_TYPE'] },
    ),
    invalid('eight elements made from images', many([...seven, 'tree']), 'elements TOO_MANY'),
    invalid(
      'four elements made from a video',
      many(['dancer', 'singer', 'actor', 'clown']),
      'elements TOO_MANY',
    ),
    invalid(
      'one made from a video and five from images',
      many(['dancer', 'maja', 'tom', 'cafe', 'hat', 'cat']),
      'elements TOO_MANY',
    ),
    invalid(
      'four elements with a first frame',
      many(['maja', 'tom', 'cafe', 'hat'], framed),
      'elements TOO_MANY',
    ),
    invalid(
      'four elements with a first and a last frame',
      many(['maja', 'tom', 'cafe', 'hat'], { ...framed, lastFrame: picture }),
      'elements TOO_MANY',
    ),
    invalid('eight images', { ...good, prompt: citingImages(8), images: images(8) }, 'images TOO_MANY'),
    invalid(
      'five images with a video',
      { ...filmed, prompt: `${citingImages(5)} @video`, images: images(5) },
      'images TOO_MANY',
    ),
    invalid(
      'two elements made from a video with a video',
      { ...many(['dancer', 'singer'], filmed), prompt: '@dancer @singer @video' },
      'elements TOO_MANY',
    ),
    invalid('an element listed twice', many(['maja', 'maja']), 'elements[1].id NOT_ALLOWED_HERE'),
    invalid('a deleted element', many(['gone']), 'elements[0].id ELEMENT_TYPE'),
    invalid(
      'an ID that is a name',
      { ...good, prompt: '<<<element_1>>>', elements: [{ id: 'Maja' }] },
      'elements[0].id NOT_ALLOWED_HERE',
    ),
    invalid(
      'an empty ID',
      { ...good, prompt: '<<<element_1>>>', elements: [{ id: '' }] },
      'elements[0].id REQUIRED',
    ),
    valid('an element that nobody knows', many(['foreign']), { warnings: ['elements[0].id ELEMENT_TYPE'] }),
    valid('an element of an unknown kind', many(['vague']), { warnings: ['elements[0].id ELEMENT_TYPE'] }),
    {
      ...invalid(
        'an element of an unknown kind with seven others',
        many(['vague', ...seven]),
        'elements TOO_MANY',
      ),
      warnings: ['elements[0].id ELEMENT_TYPE'],
    },
  ];

  const frames = [
    valid('a first frame', framed, { units: 4 }),
    valid('a first and a last frame', { ...framed, lastFrame: picture }),
    valid('a first frame and an aspect ratio', { ...framed, aspectRatio: 'PORTRAIT_9_16' }),
    valid('a first frame as a URL', { ...framed, firstFrame: url('least-300x300.png') }),
    invalid('a last frame alone', { ...good, lastFrame: picture }, 'firstFrame REQUIRED'),
    invalid(
      'a first frame that is too small',
      { ...framed, firstFrame: file('small-200x150.png') },
      'firstFrame.file IMAGE_TOO_SMALL',
    ),
    invalid(
      'a first frame that is a GIF',
      { ...framed, firstFrame: file('image.gif') },
      'firstFrame.file IMAGE_FORMAT',
    ),
    invalid(
      'a first frame that is not a URL',
      { ...framed, firstFrame: { url: 'maja.png' } },
      'firstFrame.url NOT_A_URL',
    ),
    invalid(
      'an invalid image',
      { ...good, prompt: '@cafe', images: [{ image: file('wide-751x300.jpg'), name: 'cafe' }] },
      'images[0].image.file IMAGE_RATIO',
    ),
    invalid('no aspect ratio', { prompt: 'A street' }, 'aspectRatio REQUIRED'),
    invalid(
      'no aspect ratio with a reference video',
      { ...filmed, aspectRatio: undefined },
      'aspectRatio REQUIRED',
    ),
    {
      ...invalid(
        'an aspect ratio of images',
        { ...good, aspectRatio: 'LANDSCAPE_4_3' },
        'aspectRatio NOT_A_CHOICE',
        'aspectRatio REQUIRED',
      ),
      refusedByTypes: true as const,
    },
  ];

  const models = [
    valid('3 s', { ...good, durationSeconds: 3 }, { units: 2.4 }),
    valid('15 s', { ...good, durationSeconds: 15 }, { units: 12 }),
    valid('4K', { ...good, resolution: 'UHD_4K' }, { units: 15 }),
    valid('720p', { ...good, resolution: 'P720' }, { units: 3 }),
    valid('sound', { ...good, sound: true }, { units: 5 }),
    valid('a watermark', { ...good, watermark: true }),
    valid('a reference video', filmed, { sent: 'As in <<<video_1>>>', units: 6 }),
    valid('a video to be edited, without an aspect ratio', edited),
    valid('a reference video that keeps its sound', {
      ...filmed,
      video: { ...filmed.video, keepSound: true },
    }),
    valid('O1 with 10 s', { ...good, ...o1, durationSeconds: 10 }, { units: 8 }),
    valid('O1 with an element made from images', many(['maja'], { ...good, ...o1 })),
    valid('O1 with nothing but a first frame', { ...framed, ...o1 }),
    valid('O1 with a first frame and an element, 7 s', {
      ...many(['maja'], { ...framed, ...o1 }),
      durationSeconds: 7,
    }),
    valid('O1 with a video', { ...filmed, ...o1 }, { units: 6 }),
    valid('V3 with a first frame and no prompt', { ...v3, firstFrame: picture }, { units: 4 }),
    valid('V3 with sound', { ...v3, ...framed, sound: true, resolution: 'P720' }, { units: 4.5 }),
    valid('V3 with an element that is cited', many(['maja'], { ...v3, firstFrame: picture })),
    valid(
      'V3 with an element that is not cited',
      { ...v3, ...framed, elements: elements('maja') },
      { warnings: ['elements[0] NOT_CITED'] },
    ),
    invalid('2 s', { ...good, durationSeconds: 2 }, 'durationSeconds OUT_OF_RANGE'),
    invalid('16 s', { ...good, durationSeconds: 16 }, 'durationSeconds OUT_OF_RANGE'),
    {
      ...invalid('5.5 s', { ...good, durationSeconds: 5.5 }, 'durationSeconds OUT_OF_RANGE'),
      refusedByTypes: true as const,
    },
    {
      ...invalid(
        'a duration that is a text',
        { ...good, durationSeconds: '5' },
        'durationSeconds OUT_OF_RANGE',
      ),
      refusedByTypes: true as const,
    },
    invalid('sound with a reference video', { ...filmed, sound: true }, 'sound NOT_ALLOWED_HERE'),
    invalid('O1 with sound', { ...good, ...o1, sound: true }, 'sound NOT_ALLOWED_HERE'),
    invalid('O1 with 4K', { ...good, ...o1, resolution: 'UHD_4K' }, 'resolution NOT_A_CHOICE'),
    invalid('O1 with 11 s', { ...good, ...o1, durationSeconds: 11 }, 'durationSeconds OUT_OF_RANGE'),
    invalid(
      'O1 with nothing but a first frame, 7 s',
      { ...framed, ...o1, durationSeconds: 7 },
      'durationSeconds OUT_OF_RANGE',
    ),
    invalid(
      'O1 with an element made from a video',
      many(['dancer'], { ...good, ...o1 }),
      'elements[0].id ELEMENT_TYPE',
    ),
    invalid(
      'O1 with two frames and an element',
      many(['maja'], { ...framed, ...o1, lastFrame: picture }),
      'elements TOO_MANY',
    ),
    invalid('V3 without a frame', { ...v3, prompt: 'A street' }, 'firstFrame REQUIRED'),
    invalid('V3 with 4K', { ...v3, ...framed, resolution: 'UHD_4K' }, 'resolution NOT_A_CHOICE'),
    invalid(
      'V3 with an aspect ratio',
      { ...v3, ...framed, aspectRatio: 'SQUARE_1_1' },
      'aspectRatio NOT_ALLOWED_HERE',
    ),
    invalid('V3 with a watermark', { ...v3, ...framed, watermark: true }, 'watermark NOT_ALLOWED_HERE'),
    {
      ...invalid(
        'V3 with an image',
        { ...v3, ...framed, prompt: '@cafe', images: [{ image: picture, name: 'cafe' }] },
        'images NOT_ALLOWED_HERE',
      ),
    },
    invalid('V3 with shots', { ...v3, firstFrame: picture, shots: shots(5) }, 'shots NOT_ALLOWED_HERE'),
    invalid(
      'V3 with a video',
      { ...v3, ...framed, prompt: '@video', video: filmed.video },
      'video NOT_ALLOWED_HERE',
    ),
    invalid(
      'V3 with four elements',
      many(['maja', 'tom', 'cafe', 'hat'], { ...v3, firstFrame: picture }),
      'elements TOO_MANY',
    ),
    {
      ...invalid('a model that does not exist', { ...good, model: 'KLING_V2' }, 'model NOT_A_CHOICE'),
      refusedByTypes: true as const,
    },
    {
      ...invalid(
        'a resolution that does not exist',
        { ...good, resolution: 'standard' },
        'resolution NOT_A_CHOICE',
      ),
      refusedByTypes: true as const,
    },
  ];

  const videos = [
    invalid(
      'a reference video on a page',
      { ...filmed, video: { url: 'page.html', use: 'REFERENCE' } },
      'video.url NOT_A_URL',
    ),
    valid('a reference video that no element could be made from', {
      ...filmed,
      video: { ...url('four-thirds-5s.mp4'), use: 'REFERENCE' },
    }),
    valid('a reference video of 10 s', { ...filmed, video: { ...url('long-10s.mp4'), use: 'REFERENCE' } }),
    valid('a reference video in 2160p', { ...filmed, video: { ...url('2160p-5s.mp4'), use: 'REFERENCE' } }),
    invalid(
      'a reference video that is an image',
      { ...filmed, video: { ...url('front-640x640.jpg'), use: 'REFERENCE' } },
      'video.url VIDEO_FORMAT',
    ),
    invalid(
      'a reference video of 2 s',
      { ...filmed, video: { ...url('short-2s.mp4'), use: 'REFERENCE' } },
      'video.url VIDEO_DURATION',
    ),
  ];

  const prices = [
    valid('a price at the bound', { ...good, maxUnits: 4 }, { units: 4 }),
    invalid('a price above the bound', { ...good, maxUnits: 3.9 }, 'maxUnits TOO_EXPENSIVE'),
    invalid(
      'shots above the bound',
      { aspectRatio: 'SQUARE_1_1', shots: shots(5, 5), maxUnits: 7 },
      'maxUnits TOO_EXPENSIVE',
    ),
    invalid('a bound of 0', { ...good, maxUnits: 0 }, 'maxUnits TOO_EXPENSIVE'),
    invalid('a bound below 0', { ...good, maxUnits: -1 }, 'maxUnits OUT_OF_RANGE'),
  ];

  return [...citations, ...prompts, ...several, ...counts, ...frames, ...models, ...videos, ...prices];
}
