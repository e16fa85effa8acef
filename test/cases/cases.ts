import { limits } from '@kling-elements/validation';

import { media, type MediaName, mediaFiles, noisyPng, pngOfSize } from '../../harness/media/index.ts';

/** An input and what the gateway, the nodes and the validation package must all find in it. */
export interface Case {
  readonly name: string;
  /**
   * The canonical input, with media in three forms: `{ file }` holds bytes, `{ base64 }` text, `{ url }` a URL
   * that is served during the test.
   */
  readonly input: unknown;
  /** `path CODE` for each issue, in order; empty if the input is valid. */
  readonly issues: readonly string[];
  readonly warnings?: readonly string[];
  /** `false` for the cases about private addresses. */
  readonly allowPrivateUrls?: false;
  /** GraphQL's type system refuses this before the gateway's checks run. */
  readonly refusedByTypes?: true;
  /** Why Kling, or the sandbox, cannot find what is wrong here. */
  readonly klingCannotTell?: string;
}

const text = (length: number, character = 'x') => character.repeat(length);

/** All cases. @param served where `harness/media/files` are served, without a trailing slash */
export function casesWith(served: string): Case[] {
  const url = (name: MediaName) => ({ url: `${served}/${name}` });
  const file = (name: MediaName) => ({ file: media(name) });
  const base64 = (name: MediaName) => ({ base64: Buffer.from(media(name)).toString('base64') });
  const front = file('front-640x640.jpg');
  const side = file('side-480x640.png');
  const images = (frontal: unknown, others: unknown = [side]) => ({ images: { frontal, others } });
  const good = { name: 'Maja', description: 'A girl with a red hat', reference: images(front) };
  const video = (reference: unknown) => ({ ...good, reference: { video: reference } });

  const valid = (name: string, input: unknown): Case => ({ name, input, issues: [] });
  const invalid = (name: string, input: unknown, ...issues: string[]): Case => ({ name, input, issues });
  const notTyped = (name: string, input: unknown, ...issues: string[]): Case => ({
    ...invalid(name, input, ...issues),
    refusedByTypes: true,
  });

  const texts = [
    valid('a name of one character', { ...good, name: 'M' }),
    valid('a name of 20 letters', { ...good, name: text(20) }),
    valid('a name of 20 Chinese characters', { ...good, name: text(20, '龙') }),
    valid('a name of 20 emoji', { ...good, name: text(20, '😀') }),
    valid('a name of 20 families, seven code points each', { ...good, name: text(20, '👩‍👩‍👧‍👦') }),
    valid('a name of 20 flags', { ...good, name: text(20, '🇫🇷') }),
    valid('a name of 20 letters with accents apart', { ...good, name: text(20, 'e\u0301') }),
    valid('a name in Arabic', { ...good, name: 'سندباد البحري' }),
    valid('a name with quotes, a backslash and a line break', { ...good, name: '"a\\b"\n\'c\'' }),
    valid('a name with spaces around it', { ...good, name: ' Maja ' }),
    invalid('a name of 21 letters', { ...good, name: text(21) }, 'name TOO_LONG'),
    invalid('a name of 21 Chinese characters', { ...good, name: text(21, '龙') }, 'name TOO_LONG'),
    invalid('a name of 21 emoji', { ...good, name: text(21, '😀') }, 'name TOO_LONG'),
    invalid('a name of 10,000 letters', { ...good, name: text(10_000) }, 'name TOO_LONG'),
    invalid('an empty name', { ...good, name: '' }, 'name REQUIRED'),
    invalid('a name of spaces', { ...good, name: '   ' }, 'name REQUIRED'),
    invalid('a name of line breaks', { ...good, name: '\n\t\r\n' }, 'name REQUIRED'),
    ...Object.entries({
      'zero-width characters': '\u200b\u200d\ufeff',
      'Hangul fillers': '\u3164\u115f\uffa0',
      'empty Braille patterns': '\u2800\u2800',
      'soft hyphens': '\u00ad',
      'combining marks': '\u0301\u0308',
      'variation selectors': '\ufe0f',
      'control characters': '\u0000\u007f',
    }).flatMap(([what, invisible]) => [
      {
        ...invalid(`a name of ${what}`, { ...good, name: invisible }, 'name REQUIRED'),
        klingCannotTell: 'whether it looks at what can be seen, nobody knows',
      },
      {
        ...invalid(
          `a description of spaces and ${what}`,
          { ...good, description: ` ${invisible} ` },
          'description REQUIRED',
        ),
        klingCannotTell: 'whether it looks at what can be seen, nobody knows',
      },
    ]),
    valid('a name with a zero-width space in it', { ...good, name: 'Ma\u200bja' }),
    valid('a name of 20 kisses with skin tones, ten code points each', {
      ...good,
      name: text(20, '👩🏻‍❤️‍💋‍👨🏿'),
    }),
    {
      ...invalid(
        'a name of one letter with 300 accents',
        { ...good, name: `e${text(300, '\u0301')}` },
        'name TOO_LONG',
      ),
      klingCannotTell: 'in characters it is short, and nobody knows what Kling counts',
    },
    notTyped('no name', { description: 'x', reference: images(front) }, 'name REQUIRED'),
    notTyped('a null name', { ...good, name: null }, 'name REQUIRED'),
    notTyped('a name that is a number', { ...good, name: 7 }, 'name REQUIRED'),
    notTyped('a name that is a list', { ...good, name: ['Maja'] }, 'name REQUIRED'),
    valid('a description of one character', { ...good, description: 'M' }),
    valid('a description of 100 letters', { ...good, description: text(100) }),
    valid('a description of 100 Chinese characters', { ...good, description: text(100, '龙') }),
    valid('a description of 100 emoji with a skin tone', { ...good, description: text(100, '👍🏽') }),
    invalid('a description of 101 letters', { ...good, description: text(101) }, 'description TOO_LONG'),
    invalid('a description of 101 emoji', { ...good, description: text(101, '👍🏽') }, 'description TOO_LONG'),
    invalid('an empty description', { ...good, description: '' }, 'description REQUIRED'),
    invalid('a description of spaces', { ...good, description: '  ' }, 'description REQUIRED'),
    notTyped('no description', { name: 'x', reference: images(front) }, 'description REQUIRED'),
    notTyped('a null description', { ...good, description: null }, 'description REQUIRED'),
    invalid(
      'a name and a description that are both too long',
      { ...good, name: text(21), description: text(101) },
      'name TOO_LONG',
      'description TOO_LONG',
    ),
  ];

  const references = [
    valid('two other images', { ...good, reference: images(front, [side, front]) }),
    valid('three other images', { ...good, reference: images(front, [side, side, front]) }),
    valid('the same image as frontal and other', { ...good, reference: images(front, [front]) }),
    valid('a file, Base64 and a URL together', {
      ...good,
      reference: images(front, [base64('side-480x640.png'), url('least-300x300.png')]),
    }),
    invalid('no other image', { ...good, reference: images(front, []) }, 'reference.images.others TOO_FEW'),
    invalid(
      'four other images',
      { ...good, reference: images(front, [side, side, side, side]) },
      'reference.images.others TOO_MANY',
    ),
    notTyped('no reference', { name: 'x', description: 'x' }, 'reference REQUIRED'),
    notTyped('a null reference', { ...good, reference: null }, 'reference REQUIRED'),
    notTyped('an empty reference', { ...good, reference: {} }, 'reference REQUIRED'),
    notTyped(
      'images and a video',
      { ...good, reference: { ...images(front), video: url('wide-5s.mp4') } },
      'reference.video NOT_ALLOWED_HERE',
    ),
    notTyped('no frontal image', { ...good, reference: images(null) }, 'reference.images.frontal REQUIRED'),
    notTyped(
      'an empty frontal image',
      { ...good, reference: images({}) },
      'reference.images.frontal REQUIRED',
    ),
    notTyped(
      'an empty other image',
      { ...good, reference: images(front, [{}]) },
      'reference.images.others[0] REQUIRED',
    ),
    notTyped(
      'a frontal image in two forms',
      { ...good, reference: images({ ...front, ...url('front-640x640.jpg') }) },
      'reference.images.frontal.file NOT_ALLOWED_HERE',
    ),
    notTyped('a video without a URL', video({}), 'reference.video.url REQUIRED'),
    invalid('a video with an empty URL', video({ url: '' }), 'reference.video.url REQUIRED'),
  ];

  const badImages: Readonly<Record<(typeof mediaFiles.badImages)[number], readonly string[]>> = {
    'small-299x300.jpg': ['IMAGE_TOO_SMALL'],
    'small-200x150.png': ['IMAGE_TOO_SMALL'],
    'wide-751x300.jpg': ['IMAGE_RATIO'],
    'tall-300x751.png': ['IMAGE_RATIO'],
    'small-and-wide-600x200.jpg': ['IMAGE_TOO_SMALL', 'IMAGE_RATIO'],
    'image.gif': ['IMAGE_FORMAT'],
    'image.webp': ['IMAGE_FORMAT'],
    'truncated.jpg': ['IMAGE_UNREADABLE'],
    'truncated.png': ['IMAGE_UNREADABLE'],
    'truncated-in-header.jpg': ['IMAGE_UNREADABLE'],
    'webp-named.jpg': ['IMAGE_FORMAT'],
    'page-named.jpg': ['IMAGE_FORMAT'],
    'empty.png': ['IMAGE_UNREADABLE'],
  };
  const forms = { file, base64, url };
  const imageFiles = Object.entries(forms).flatMap(([form, as]) => [
    ...mediaFiles.goodImages.map((name) =>
      valid(`${name} as ${form}`, { ...good, reference: images(as(name)) }),
    ),
    ...mediaFiles.badImages
      .filter((name) => !(form === 'base64' && name === 'empty.png'))
      .map((name) =>
        invalid(
          `${name} as ${form}`,
          { ...good, reference: images(as(name)) },
          ...badImages[name].map((code) => `reference.images.frontal.${form} ${code}`),
        ),
      ),
  ]);
  const placed = [
    invalid(
      'an invalid image as the third of the others',
      { ...good, reference: images(front, [side, front, file('small-200x150.png')]) },
      'reference.images.others[2].file IMAGE_TOO_SMALL',
    ),
    invalid(
      'invalid images everywhere',
      {
        ...good,
        reference: images(file('image.gif'), [base64('wide-751x300.jpg'), url('small-200x150.png')]),
      },
      'reference.images.frontal.file IMAGE_FORMAT',
      'reference.images.others[0].base64 IMAGE_RATIO',
      'reference.images.others[1].url IMAGE_TOO_SMALL',
    ),
    invalid(
      'an invalid name and an invalid image',
      { ...good, name: '', reference: images(file('small-200x150.png')) },
      'name REQUIRED',
      'reference.images.frontal.file IMAGE_TOO_SMALL',
    ),
    valid('an image of exactly 10 MB', {
      ...good,
      reference: images({ file: pngOfSize(limits.image.maxBytes) }),
    }),
    invalid(
      'an image of one byte more than 10 MB',
      { ...good, reference: images({ file: pngOfSize(limits.image.maxBytes + 1) }) },
      'reference.images.frontal.file IMAGE_TOO_LARGE',
    ),
  ];

  const encoded = base64('front-640x640.jpg').base64;
  const photo = Buffer.from(noisyPng()).toString('base64');
  const withoutPlus = photo.replaceAll('+', '').replace(/=+$/, '');
  const texts64 = [
    valid('Base64 with a data: prefix', {
      ...good,
      reference: images({ base64: `data:image/jpeg;base64,${encoded}` }),
    }),
    valid('Base64 in lines of 76', {
      ...good,
      reference: images({ base64: encoded.replace(/.{76}/g, '$&\r\n') }),
    }),
    ...[
      ['that is none', 'not base64!'],
      ['of the URL-safe kind', `${encoded.slice(0, 100)}-_${encoded.slice(102)}`],
      ['without its padding', encoded.slice(0, encoded.length - 1)],
      ['that is a data: URL of text', 'data:text/plain,hello'],
      ['that is percent-encoded', encodeURIComponent(photo)],
      ['whose plus signs became spaces', photo.replaceAll('+', ' ')],
      // Whatever became of the length: one of these is a multiple of 4.
      ...[0, 1, 2, 3].map((more) => [
        `whose plus signs became spaces, and that lost ${more} more characters`,
        photo.replaceAll('+', ' ').slice(0, -more || undefined),
      ]),
      ['that is a prefix only', 'data:image/png;base64,'],
    ].map(([name = '', text64]) =>
      invalid(
        `Base64 ${name}`,
        { ...good, reference: images({ base64: text64 }) },
        'reference.images.frontal.base64 NOT_BASE64',
      ),
    ),
    invalid(
      'Base64 that lost its plus signs, and whose length is a multiple of 4 by chance',
      {
        ...good,
        reference: images({ base64: withoutPlus.slice(0, withoutPlus.length - (withoutPlus.length % 4)) }),
      },
      'reference.images.frontal.base64 NOT_BASE64',
    ),
    {
      ...invalid(
        'Base64 that is a URL',
        { ...good, reference: images({ base64: 'https://cdn.example.org/a.png' }) },
        'reference.images.frontal.base64 NOT_BASE64',
      ),
      klingCannotTell: 'on the wire both stand in one field',
    },
    invalid(
      'empty Base64',
      { ...good, reference: images({ base64: '' }) },
      'reference.images.frontal.base64 REQUIRED',
    ),
  ];

  const badVideos: Readonly<Record<(typeof mediaFiles.badVideos)[number], readonly string[]>> = {
    'short-2s.mp4': ['VIDEO_DURATION'],
    'long-10s.mp4': ['VIDEO_DURATION'],
    'fragmented-10s.mp4': ['VIDEO_DURATION'],
    '720p-5s.mp4': ['VIDEO_RESOLUTION'],
    '2160p-5s.mp4': ['VIDEO_RESOLUTION'],
    'four-thirds-5s.mp4': ['VIDEO_RATIO'],
    'video.webm': ['VIDEO_FORMAT'],
    'video.avi': ['VIDEO_FORMAT'],
    'only-sound.mp4': ['VIDEO_UNREADABLE'],
    'truncated.mp4': ['VIDEO_UNREADABLE'],
    'truncated-without-index.mov': ['VIDEO_UNREADABLE'],
    'webm-named.mp4': ['VIDEO_FORMAT'],
  };
  const videos = [
    ...mediaFiles.goodVideos.map((name) => valid(`the video ${name}`, video(url(name)))),
    ...mediaFiles.badVideos.map((name) =>
      invalid(
        `the video ${name}`,
        video(url(name)),
        ...badVideos[name].map((code) => `reference.video.url ${code}`),
      ),
    ),
    invalid('an image for a video', video(url('front-640x640.jpg')), 'reference.video.url VIDEO_FORMAT'),
    invalid(
      'a video for an image',
      { ...good, reference: images(url('wide-5s.mp4')) },
      'reference.images.frontal.url IMAGE_FORMAT',
    ),
  ];

  const notUrls = [
    'nonsense',
    'cdn.example.org/a.png',
    'ftp://cdn.example.org/a.png',
    'file:///etc/passwd',
    '//cdn.example.org/a.png',
    'https://',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
  ].flatMap((address) => [
    invalid(
      `an image at ${address}`,
      { ...good, reference: images({ url: address }) },
      'reference.images.frontal.url NOT_A_URL',
    ),
    invalid(`a callback to ${address}`, { ...good, callbackUrl: address }, 'callbackUrl NOT_A_URL'),
  ]);
  const privateUrls = [
    'http://localhost:8080/a.png',
    'http://127.0.0.1/a.png',
    'http://2130706433/a.png',
    'http://10.0.0.8/a.png',
    'http://192.168.0.1/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/a.png',
    'http://[::ffff:10.0.0.1]/a.png',
    'http://nas.local/a.png',
    'http://printer/a.png',
  ].flatMap((address): Case[] => [
    {
      ...invalid(
        `an image at the private URL ${address}`,
        { ...good, reference: images({ url: address }) },
        'reference.images.frontal.url URL_NOT_PUBLIC',
      ),
      allowPrivateUrls: false,
      klingCannotTell: 'it only finds that it cannot reach the address',
    },
    {
      ...invalid(
        `a callback to the private URL ${address}`,
        { ...good, callbackUrl: address },
        'callbackUrl URL_NOT_PUBLIC',
      ),
      allowPrivateUrls: false,
      klingCannotTell: 'it only finds that it cannot reach the address',
    },
  ]);
  const urls = [
    valid('a URL with white space around it', {
      ...good,
      reference: images({ url: ` ${url('front-640x640.jpg').url}\n` }),
    }),
    ...['a b', 'Ä小龙', 'a%20b', '100%', '%zz', '"a"'].map((query) =>
      valid(`a URL with ${query} in its query`, {
        ...good,
        reference: images({ url: `${url('front-640x640.jpg').url}?${query}` }),
      }),
    ),
    ...[
      'https://drive.google.com/drive/folders/1a2B3c4D?usp=sharing',
      'https://1drv.ms/i/s!Abc',
      'https://photos.app.goo.gl/abc',
      'https://we.tl/t-abc',
    ].map((link) => ({
      ...invalid(
        `the share link ${link}`,
        { ...good, reference: images({ url: link }) },
        'reference.images.frontal.url URL_NOT_PUBLIC',
      ),
      klingCannotTell: 'it only finds that there is no image',
    })),
    {
      ...valid('an image that does not exist', {
        ...good,
        reference: images({ url: `${served}/nothing.png` }),
      }),
      warnings: ['reference.images.frontal.url URL_UNREADABLE'],
      klingCannotTell: 'what cannot be read from here, Kling may yet reach',
    },
  ];

  const others = [
    valid('all tags', {
      ...good,
      tags: ['HOTTEST', 'CHARACTER', 'ANIMAL', 'ITEM', 'COSTUME', 'SCENE', 'EFFECT', 'OTHERS'],
    }),
    valid('one tag twice', { ...good, tags: ['ITEM', 'ITEM'] }),
    valid('no tag', { ...good, tags: [] }),
    valid('tags that are null', { ...good, tags: null }),
    notTyped('a tag that does not exist', { ...good, tags: ['HERO'] }, 'tags[0] NOT_A_CHOICE'),
    {
      ...notTyped(
        'a tag by its id on the wire',
        { ...good, tags: ['ITEM', 'o_105'] },
        'tags[1] NOT_A_CHOICE',
      ),
      klingCannotTell: 'on the wire it is a tag like any other',
    },
    notTyped('a tag in small letters', { ...good, tags: ['character'] }, 'tags[0] NOT_A_CHOICE'),
    valid('no voice', { ...good, voiceId: null }),
    valid('an empty voice', { ...good, voiceId: '' }),
    valid('an external id', { ...good, externalId: 'order 7/8 ü?' }),
    valid('an external id above 2^53', { ...good, externalId: '856528387816046601' }),
    valid('an empty external id', { ...good, externalId: '' }),
    {
      ...invalid('the external id ..', { ...good, externalId: '..' }, 'externalId NOT_ALLOWED_HERE'),
      klingCannotTell: 'it takes the id, but can never be asked for it',
    },
    valid('a callback', { ...good, callbackUrl: 'https://hooks.example.org/kling?a=1&b=2' }),
    valid('an empty callback', { ...good, callbackUrl: '' }),
    valid('null in everything optional', {
      ...good,
      voiceId: null,
      tags: null,
      externalId: null,
      callbackUrl: null,
    }),
  ];

  return [
    valid('an element from two images', good),
    ...texts,
    ...references,
    ...imageFiles,
    ...placed,
    ...texts64,
    ...videos,
    ...notUrls,
    ...privateUrls,
    ...urls,
    ...others,
  ];
}
