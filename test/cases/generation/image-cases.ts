import { citing, elements, file, type GenerationCase, ids, picture } from './generation-case.ts';

/** Cases of `GenerateImageInput`. */
export function imageCases(): GenerationCase[] {
  const valid = (
    name: string,
    input: object,
    more: Partial<Omit<GenerationCase, 'issues'>> = {},
  ): GenerationCase => ({ name: `an image of ${name}`, kind: 'image', input, issues: [], ...more });
  const invalid = (name: string, input: object, ...issues: string[]): GenerationCase => ({
    name: `an image of ${name}`,
    kind: 'image',
    input,
    issues,
  });
  const good = { prompt: 'A street at night' };
  const images = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ image: picture, name: `pic${index + 1}` }));
  const citingImages = (count: number) =>
    images(count)
      .map(({ name }) => `@${name}`)
      .join(' ');

  return [
    valid('a prompt', good, { sent: 'A street at night', units: 8 }),
    valid(
      'an element',
      { prompt: '@Maja in a street', elements: elements('maja') },
      { sent: '<<<element_1>>> in a street' },
    ),
    valid('an element and an image', {
      prompt: '@Maja in @cafe',
      elements: elements('maja'),
      images: [{ image: picture, name: 'cafe' }],
    }),
    valid('nine images', { ...good, count: 9 }, { units: 72 }),
    valid('a series of four', { ...good, count: 4, series: true }, { units: 32 }),
    valid('4K', { ...good, resolution: 'K4' }, { units: 16 }),
    valid('any aspect ratio', { ...good, aspectRatio: 'ULTRAWIDE_21_9' }),
    valid('ten images as input', { prompt: citingImages(10), images: images(10) }),
    valid('O1', { ...good, model: 'KLING_IMAGE_O1', resolution: 'K2' }),
    valid(
      'an element that nobody knows',
      { prompt: citing('foreign'), elements: elements('foreign') },
      { warnings: ['elements[0].id ELEMENT_TYPE'] },
    ),
    { ...invalid('nothing', {}, 'prompt REQUIRED'), refusedByTypes: true as const },
    invalid('an empty prompt', { prompt: '' }, 'prompt REQUIRED'),
    invalid('2,501 characters', { prompt: 'x'.repeat(2501) }, 'prompt TOO_LONG'),
    invalid(
      'a name with a typing error',
      { prompt: '@Maia', elements: elements('maja') },
      'prompt CITES_NOTHING',
      'elements[0] NOT_CITED',
    ),
    invalid('an element that is not cited', { ...good, elements: elements('maja') }, 'elements[0] NOT_CITED'),
    invalid('an image that is not cited', { ...good, images: images(1) }, 'images[0] NOT_CITED'),
    invalid('a video, which no image cites', { prompt: '<<<video_1>>>' }, 'prompt CITES_NOTHING'),
    invalid(
      'an element made from a video',
      { prompt: '@dancer', elements: elements('dancer') },
      'elements[0].id ELEMENT_TYPE',
    ),
    invalid(
      'a deleted element',
      { prompt: '@gone', elements: elements('gone') },
      'elements[0].id ELEMENT_TYPE',
    ),
    invalid(
      'ten images and an element',
      { prompt: `@Maja ${citingImages(10)}`, images: images(10), elements: elements('maja') },
      'elements TOO_MANY',
    ),
    invalid('eleven images', { prompt: citingImages(11), images: images(11) }, 'images TOO_MANY'),
    invalid('ten results', { ...good, count: 10 }, 'count OUT_OF_RANGE'),
    invalid('no result', { ...good, count: 0 }, 'count OUT_OF_RANGE'),
    invalid('a series of one', { ...good, series: true }, 'count OUT_OF_RANGE'),
    invalid('O1 in 4K', { ...good, model: 'KLING_IMAGE_O1', resolution: 'K4' }, 'resolution NOT_A_CHOICE'),
    invalid(
      'a small image',
      { prompt: '@cafe', images: [{ image: file('small-200x150.png'), name: 'cafe' }] },
      'images[0].image.file IMAGE_TOO_SMALL',
    ),
    invalid(
      'two with one name',
      {
        prompt: '<<<element_1>>> <<<element_2>>>',
        elements: [
          { id: ids.maja, name: 'a' },
          { id: ids.tom, name: 'a' },
        ],
      },
      'elements[1].name NOT_ALLOWED_HERE',
    ),
    invalid('a price above the bound', { ...good, count: 2, maxUnits: 15 }, 'maxUnits TOO_EXPENSIVE'),
  ];
}
