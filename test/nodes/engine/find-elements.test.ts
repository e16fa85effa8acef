import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { media } from '../../../harness/media/index.ts';
import { Engine } from './engine.ts';
import { inMemory } from './node-form.ts';
import { waitFor } from './tasks.ts';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  // One is created every minute, the last of them a minute ago.
  sandbox = await startSandbox({ ownElements: 620, taskMs: 0 });
  engine = new Engine({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

async function run(resource: string, operation: string, parameters: object) {
  const node = { node: 'KlingElement', parameters: { resource, operation, ...parameters } } as const;
  const { outputs, error } = await engine.run(node, [{ json: {} }]);
  return { error, items: (outputs[0] ?? []).map(({ json }) => json) };
}

let executions = 0;

/** Creates elements of these names, and waits for them. @returns their IDs */
async function create(...names: string[]) {
  const binary = { data: inMemory(media('front-640x640.jpg')) as never };
  const parameters = {
    name: '={{ $json.name }}',
    description: 'A girl with a red hat',
    frontalImageSource: 'binary',
    tags: ['CHARACTER'],
  };
  const items = names.map((name) => ({ json: { name }, binary }));
  executions += 1;
  const node = { node: 'KlingCreateElement', parameters } as const;
  const created = await engine.run(node, items, { executionId: String(executions) });
  const waited = await waitFor(engine, created.outputs[0] ?? []);
  return waited.map((item) => item.element_id);
}

describe('the filters of Get Many', () => {
  const idsBy = async (filters: object, resource = 'element', more: object = {}) => {
    const { items } = await run(resource, 'getAll', { returnAll: true, filters, ...more });
    return items.map((item) => item.element_id);
  };
  const ownAt = (index: number) => {
    const found = sandbox.tasks()[index];
    if (found === undefined) throw new Error(`There is no task ${index}.`);
    return found;
  };

  test('a range of dates returns what was created from its beginning and before its end', async () => {
    const [first, second, third] = [ownAt(10), ownAt(11), ownAt(12)];
    const filters = {
      createdAfter: new Date(first.createdAt).toISOString(),
      createdBefore: new Date(third.createdAt).toISOString(),
    };
    const expected = [first.madeId, second.madeId].sort();
    expect((await idsBy(filters)).sort()).toEqual(expected);
    expect((await idsBy(filters, 'task')).sort()).toEqual(expected);
  });

  test('a date without a time zone is in that of the workflow, and expressions may give dates', async () => {
    const { createdAt, madeId } = ownAt(619);
    const inZone = new Date(createdAt).toLocaleString('sv-SE', { timeZone: 'America/New_York' });
    expect(await idsBy({ createdAfter: inZone })).toEqual([madeId]);
    expect(await idsBy({ createdAfter: `={{ DateTime.fromMillis(${createdAt}) }}` })).toEqual([madeId]);
    expect(await idsBy({ createdAfter: `={{ new Date(${createdAt}) }}` })).toEqual([madeId]);
  });

  test('the limit counts what passes the filters, however late in the lists it is', async () => {
    const filters = { createdBefore: new Date(ownAt(3).createdAt).toISOString() };
    expect(await idsBy(filters, 'element', { returnAll: false, limit: 2 })).toHaveLength(2);
    expect(await idsBy(filters)).toHaveLength(3);
  });

  test('a name is a part of the element’s, in upper or lower case, or a number', async () => {
    const { items } = await run('element', 'getAll', { returnAll: true, filters: { name: 'ELEMENT 62' } });
    expect(items.map((item) => item.element_name).sort()).toEqual(['Element 62', 'Element 620']);
    expect(await idsBy({ name: '={{ 617 }}' })).toHaveLength(1);
  });

  test('tags return the elements with at least one of them, own ones and presets', async () => {
    const [id] = await create('Tagged');
    expect(await idsBy({ tags: ['CHARACTER', 'ANIMAL'] })).toEqual([id]);
    const presets = await run('element', 'getAllPresets', {
      returnAll: true,
      filters: { tags: ['HOTTEST'] },
    });
    expect(presets.items.length).toBeGreaterThan(0);
    for (const { tags } of presets.items) expect(tags).toContain('hottest');
  });

  test('the status "deleted" returns deleted elements, and without it they are left out', async () => {
    const [id = ''] = await create('Deleted');
    await run('element', 'delete', { elementId: { __rl: true, mode: 'id', value: id } });
    expect(await idsBy({ availability: ['deleted'] })).toEqual([id]);
    expect(await idsBy({ name: 'Deleted' })).toEqual([]);
    expect(await idsBy({ name: 'Deleted', availability: ['available', 'deleted'] })).toEqual([id]);
  });

  test('tasks are filtered by their status', async () => {
    expect(await idsBy({ statuses: ['failed', 'processing'] }, 'task')).toEqual([]);
    expect((await idsBy({ statuses: ['succeed'] }, 'task')).length).toBeGreaterThanOrEqual(620);
  });

  test('preset voices are filtered by their name', async () => {
    const [voice] = (await run('voice', 'getAllPresets', { limit: 1 })).items;
    const filters = { name: voice?.voice_name };
    expect((await run('voice', 'getAllPresets', { filters })).items).toContainEqual(voice);
    expect((await run('voice', 'getAllPresets', { filters: { name: 'nobody' } })).items).toEqual([]);
  });

  test('what is not a date is rejected', async () => {
    const { error } = await run('element', 'getAll', { filters: { createdAfter: 'yesterday' } });
    expect(error?.message).toBe('"Created After" is not a date');
  });
});

describe('an element by its name', () => {
  const byName = (value: unknown) => ({ elementId: { __rl: true, mode: 'name', value } });

  test('Get finds an element of the account, and a preset', async () => {
    const { items } = await run('element', 'get', byName(' Element 7 '));
    expect(items).toEqual([expect.objectContaining({ element_id: sandbox.tasks()[6]?.madeId })]);
    const [preset] = (await run('element', 'getAllPresets', { limit: 1 })).items;
    expect((await run('element', 'get', byName(preset?.element_name))).items).toEqual([preset]);
  });

  test('Get takes an accented name in either way of writing it', async () => {
    const [id] = await create('Zo\u00eb');
    expect((await run('element', 'get', byName('Zoe\u0308'))).items).toMatchObject([{ element_id: id }]);
  });

  test('Get fails for a name that nothing has, and for one of deleted elements', async () => {
    const [id] = await create('Gone');
    await run('element', 'delete', { elementId: { __rl: true, mode: 'id', value: id } });
    for (const name of ['Gone', 'element 7']) {
      const { error } = await run('element', 'get', byName(name));
      expect(error?.message).toBe(`No element found for the name "${name}". Check the name and the account.`);
    }
  });

  test('a name of several elements is rejected with their IDs', async () => {
    const ids = await create('Twin', 'Twin');
    for (const operation of ['get', 'delete']) {
      const { error } = await run('element', operation, byName('Twin'));
      expect(error?.message).toBe('2 elements have the name "Twin"');
      for (const id of ids) expect(error?.description).toContain(id);
    }
  });

  test('Delete deletes the element of the name, and does so once', async () => {
    const [id] = await create('Short-lived');
    const deleted = { element_id: id, deleted: true };
    expect((await run('element', 'delete', byName('Short-lived'))).items).toEqual([deleted]);
    const again = await run('element', 'delete', byName('Short-lived'));
    expect(again.items).toEqual([{ ...deleted, note: 'It had already been deleted' }]);
  });

  test('Delete does not find presets', async () => {
    const [preset] = (await run('element', 'getAllPresets', { limit: 1 })).items;
    const { error } = await run('element', 'delete', byName(preset?.element_name));
    expect(error?.message).toContain('No element found for the name');
  });
});
