import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { Engine, type NodeName } from './engine.ts';
import { createVoice, waitFor } from './tasks.ts';

interface Page {
  readonly results: readonly { name: string; value: string; url?: string }[];
  readonly paginationToken?: string;
}

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  sandbox = await startSandbox({ ownElements: 620, taskMs: 0 });
  engine = new Engine({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

const search = async (node: NodeName, method: string, filter?: string, token?: string) =>
  (await engine.search(node, method, filter, token)) as Page;

/** As the editor does when users scroll to the end. */
async function searchAll(node: NodeName, method: string, filter?: string) {
  const results: Page['results'][number][] = [];
  let token: string | undefined;
  do {
    const page = await search(node, method, filter, token);
    results.push(...page.results);
    token = page.paginationToken;
  } while (token !== undefined);
  return results;
}

const date = /^\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d$/;

test('the element picker shows the date and the tags of own elements, then presets', async () => {
  const all = await searchAll('KlingElement', 'searchElements');
  expect(all).toHaveLength(620 + 54);
  const [name, created, tags, ...more] = all[0]?.name.split(' · ') ?? [];
  expect([name, tags, more]).toEqual([expect.stringMatching(/^Element \d+$/), 'others', []]);
  expect(created).toMatch(date);
  expect(new Set(all.map((entry) => entry.name)).size).toBe(all.length);
  for (const { name: preset } of all.slice(620)) expect(preset).toMatch(/ · Kling preset · \w+/);
  for (const { url } of all) expect(url).toMatch(/^http/);
});

test('the element picker of Delete has no presets', async () => {
  expect(await searchAll('KlingElement', 'searchOwnElements')).toHaveLength(620);
});

test('the picker finds an element on a late page at once, by its name, ID or tag', async () => {
  const { name, madeId = '' } = sandbox.tasks()[0] ?? {};
  for (const filter of [madeId, `${name} ·`.toUpperCase()]) {
    const { results, paginationToken } = await search('KlingElement', 'searchElements', filter);
    expect(results).toMatchObject([{ value: madeId }]);
    expect(paginationToken).toBeUndefined();
  }
  const hottest = await searchAll('KlingElement', 'searchElements', 'hottest');
  expect(hottest.length).toBeGreaterThan(0);
});

test('the voice picker shows own voices with their date, then presets; that of Delete has no presets', async () => {
  await waitFor(engine, [await createVoice(engine, sandbox)]);
  const [own, ...presets] = await searchAll('KlingCreateElement', 'searchVoices');
  expect(own?.name.split(' · ')).toEqual(['Maja', expect.stringMatching(date)]);
  expect(presets).toHaveLength(8);
  for (const { name } of presets) expect(name).toMatch(/ · Kling preset$/);
  expect(await searchAll('KlingElement', 'searchOwnVoices')).toEqual([own]);
});

test.each(['KlingElement', 'KlingWaitForTask'] as const)(
  'the task picker of %s shows what a task creates, its status and its date',
  async (node) => {
    await waitFor(engine, [await createVoice(engine, sandbox, 'Ada')]);
    const [task] = sandbox.tasks();
    const found = await search(node, 'searchTasks', `${task?.name} ·`);
    expect(found.results).toMatchObject([{ value: task?.id }]);
    const [name, status, created] = found.results[0]?.name.split(' · ') ?? [];
    expect([name, status]).toEqual([task?.name, 'succeed']);
    expect(created).toMatch(date);
    const voices = await search(node, 'searchTasks', 'Ada · voice');
    expect(voices.results).toHaveLength(1);
  },
);

test('the task picker names an unfinished task by its external ID', async () => {
  const held = await startSandbox({ hold: true });
  const { json } = await createVoice(new Engine({ baseUrl: held.url }), held, 'Eve');
  const found = await new Engine({ baseUrl: held.url }).search('KlingWaitForTask', 'searchTasks');
  await held.close();
  expect(found).toMatchObject({
    results: [{ name: expect.stringMatching(/^voice Eve · voice · submitted · /), value: json.task_id }],
  });
});
