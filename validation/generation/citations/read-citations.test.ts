import { describe, expect, test } from '@jest/globals';

import type { Citable } from './citable.ts';
import { readCitations } from './read-citations.ts';

const element = (position: number, name: string | null, alias?: string): Citable => ({
  kind: 'element',
  position,
  name,
  alias,
});
const image = (position: number, name: string | null): Citable => ({ kind: 'image', position, name });
const video: Citable = { kind: 'video', position: 1, name: null };

const maja = element(1, 'Maja');
const cast = [maja, element(2, 'Tom_2'), image(1, 'cafe'), video];

describe('a citation is written in Kling’s form', () => {
  test.each([
    ['@Maja walks into @cafe.', '<<<element_1>>> walks into <<<image_1>>>.'],
    [
      '<<<element_1>>> meets @Tom_2 as in <<<video_1>>>',
      '<<<element_1>>> meets <<<element_2>>> as in <<<video_1>>>',
    ],
    ['(@Maja)', '(<<<element_1>>>)'],
    [
      '@Maja’s hat, @Maja, @Maja- and @Maja!',
      '<<<element_1>>>’s hat, <<<element_1>>>, <<<element_1>>>- and <<<element_1>>>!',
    ],
    ['＠Maja走进@cafe里', '<<<element_1>>>走进<<<image_1>>>里'],
    ['see you@Maja', 'see you<<<element_1>>>'],
  ])('in %s', (prompt, text) => {
    expect(readCitations(prompt, cast)).toMatchObject({ text, issues: [], warnings: [] });
  });

  test('of the longest of several names that fit', () => {
    const both = [element(1, '小明'), element(2, '小明明')];
    expect(readCitations('@小明明走了,@小明也走了', both).text).toBe(
      '<<<element_2>>>走了,<<<element_1>>>也走了',
    );
  });

  test('with names in any Unicode normal form', () => {
    expect(readCitations('@Zoe\u0308 sings', [element(1, 'Zoë')]).text).toBe('<<<element_1>>> sings');
  });
});

describe('what is no citation stays text without an issue', () => {
  test.each([
    'write to info@Maja.com or maja@example.org',
    'a sign with <b>bold</b> letters, 3 < 4 > 2',
    'meet at 5 @ noon',
    'a <<quoted>> word',
    'like https://example.com/image_1.png and image_1.png',
    'the element of surprise, image 1 of life',
  ])('%s', (text) => {
    expect(readCitations(text, cast)).toMatchObject({ text, issues: [], warnings: [] });
  });

  test('but a name after @ that nothing resembles is a warning', () => {
    const read = readCitations('@instagram shows @Maja', cast);
    expect(read).toMatchObject({ text: '@instagram shows <<<element_1>>>', issues: [] });
    expect(read.warnings).toEqual([
      {
        code: 'CITES_NOTHING',
        message: '@instagram is sent as plain text, because nothing is named instagram.',
      },
    ]);
  });
});

describe('what Kling would ignore and charge for is an issue that says what to write', () => {
  test.each([
    ['@Maia walks', 'Did you mean @Maja?'],
    ['@maja walks', 'Did you mean @Maja?'],
    ['@Majas hat', 'To cite Maja, put a space or a punctuation mark after @Maja.'],
    ['@Tom2 walks', 'Did you mean @Tom_2?'],
    ['@Element1 walks', 'Write @Maja or <<<element_1>>>.'],
    ['@element_2 walks', 'Write @Tom_2 or <<<element_2>>>.'],
    ['<<element_1>> walks', 'Write @Maja or <<<element_1>>>.'],
    ['<element_1> walks', 'Write @Maja or <<<element_1>>>.'],
    ['<<< element_1 >>> walks', 'Write @Maja or <<<element_1>>>.'],
    ['<<<element_01>>> walks', 'Write @Maja or <<<element_1>>>.'],
    ['<<<Element 1>>> walks', 'Write @Maja or <<<element_1>>>.'],
    ['《《《element_1》》》 walks', 'Write @Maja or <<<element_1>>>.'],
    ['[element_1] walks', 'Write @Maja or <<<element_1>>>.'],
    ['<<<Maja>>> walks', 'Write @Maja.'],
    ['<@Maja> walks', 'Write @Maja.'],
    ['<<video_1>>', 'Write <<<video_1>>>.'],
    [
      '<<<element_3>>> walks',
      'Listed are 2 elements, 1 image, 1 video; the first is cited by @Maja or <<<element_1>>>.',
    ],
    [
      '<<<object_1>>> walks',
      'Listed are 2 elements, 1 image, 1 video; the first is cited by @Maja or <<<element_1>>>.',
    ],
    [
      '<<<hero>>> walks',
      'Listed are 2 elements, 1 image, 1 video; the first is cited by @Maja or <<<element_1>>>.',
    ],
    ['@小红走进', 'Did you mean @小明?'],
  ])('%s', (prompt, way) => {
    const { text, issues } = readCitations(
      prompt,
      [...cast, element(3, '小明')].slice(0, prompt.includes('小红') ? 5 : 4),
    );
    expect(issues).toHaveLength(1);
    expect(issues[0]?.code).toBe('CITES_NOTHING');
    expect(issues[0]?.message).toContain(`: Kling would ignore it and charge for the result. ${way}`);
    expect(text).toBe(prompt);
  });

  test('when an element is cited by its own name, but has another one here', () => {
    const [issue] = readCitations('@Maja walks', [element(1, 'hero', 'Maja')]).issues;
    expect(issue?.message).toContain('Here it is cited as @hero.');
  });

  test('when two things have the name', () => {
    const [issue] = readCitations('@Maja walks', [maja, element(2, 'Maja')]).issues;
    expect(issue?.message).toContain('2 of what is listed have this name; give each one its own.');
  });

  test('once, however often it is written', () => {
    expect(readCitations('@Maia and @Maia', cast).issues).toHaveLength(1);
  });
});

test('what a prompt cites is collected', () => {
  expect([...readCitations('@Maja and <<<video_1>>> and @Maja', cast).cited]).toEqual([maja, video]);
});
