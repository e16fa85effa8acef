import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { media, type MediaName } from '../../../harness/media/index.ts';
import { Engine } from './engine.ts';
import { inMemory } from './node-form.ts';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  sandbox = await startSandbox();
  engine = new Engine({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

async function errorFor(name: MediaName, more: object = {}) {
  const parameters = { name: 'Maja', description: 'A girl', frontalImageSource: 'binary', ...more };
  const item = { json: {}, binary: { data: inMemory(media(name)) as never } };
  return (await engine.run({ node: 'KlingCreateElement', parameters }, [item])).error;
}

const resize = '"Resize", "Width" 1024, "Height" 1024, "Option" "Minimum Area", and under "Options"';

test('an image that is too small is refused with what to enter in an Edit Image node', async () => {
  const error = await errorFor('small-200x150.png');
  expect(error?.message).toMatch(/^"Frontal Image Binary Field": The image is 200 × 150 pixels/);
  expect(error?.description).toContain(`Edit Image node before this one: "Operation" ${resize}`);
});

test('an image that is too long is refused with two operations of an Edit Image node', async () => {
  const { description } = (await errorFor('tall-300x751.png')) ?? {};
  expect(description).toContain('"Operation" "Multi Step": first "Resize" ("Width" 1024, "Height" 1024');
  expect(description).toContain('then "Crop" ("Width" 2560, "Height" 2560)');
});

test('the advice follows the other issues, and does not come where it would not help', async () => {
  const both = await errorFor('small-200x150.png', { name: '={{ "x".repeat(21) }}' });
  expect(both?.description?.split('\n')).toEqual([
    expect.stringMatching(/^"Frontal Image Binary Field": /),
    expect.stringMatching(/^To convert images/),
  ]);
  expect((await errorFor('truncated.jpg'))?.description ?? undefined).toBeUndefined();
});
