import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import {
  sampleElement,
  sampleProblem,
  sampleTask,
  sampleVoice,
  succeededTask,
  succeededTasks,
} from '../../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(() => gateway.close());

const id = '856528387816046601';
const one = `{ element(id: "${id}") { id deleted task { id } } }`;

describe('element', () => {
  test('an element is found through the ledger, and its task is fetched: it may have been deleted by another client', async () => {
    gateway.tasks.known.set('1001', succeededTask());
    const deleted = succeededTask({ elements: [sampleElement({ deleted: true })] });
    gateway.kling.addAll([deleted]);
    expect(await gateway.ask(one)).toMatchObject({
      data: { element: { id, deleted: true, task: { id: '1001' } } },
    });
    expect(gateway.kling.calls).toEqual(['task 1001']);
    expect(gateway.tasks.recorded).toEqual([deleted]);
  });

  test('an element that the ledger knows to be deleted needs no call to Kling', async () => {
    gateway.tasks.known.set('1001', succeededTask({ elements: [sampleElement({ deleted: true })] }));
    expect(await gateway.ask(one)).toMatchObject({ data: { element: { deleted: true } } });
    expect(gateway.kling.calls).toEqual([]);
  });

  test('an element that the ledger does not know is searched among the own elements, then among the presets', async () => {
    gateway.kling.addAll(succeededTasks(501));
    gateway.kling.presets = [succeededTask()];
    expect(await gateway.ask(one)).toMatchObject({ data: { element: { id } } });
    expect(gateway.kling.calls).toEqual(['tasks 1 of 500', 'tasks 2 of 500', 'presetTasks 1 of 500']);
  });

  test('an element that no list has is null', async () => {
    expect(await gateway.ask(one)).toMatchObject({ data: { element: null } });
  });
});

describe('elements', () => {
  beforeEach(() => {
    gateway.kling.addAll([
      sampleTask({ id: '5', status: 'FAILED' }),
      succeededTask({ id: '4', elements: [sampleElement({ id: 'd', deleted: true })] }),
      sampleTask({ id: '3', status: 'PROCESSING' }),
      succeededTask({ id: '2', elements: [sampleElement({ id: 'b' })] }),
      succeededTask({ id: '1', elements: [sampleElement({ id: 'a' })] }),
    ]);
  });

  test('elements are those of succeeded tasks, without the deleted ones', async () => {
    const { data } = await gateway.ask('{ elements { nodes { id task { id } } } }');
    expect(data).toEqual({
      elements: {
        nodes: [
          { id: 'b', task: { id: '2' } },
          { id: 'a', task: { id: '1' } },
        ],
      },
    });
  });

  test('elements include the deleted ones on request', async () => {
    const { data } = await gateway.ask('{ elements(includeDeleted: true) { nodes { id deleted } } }');
    expect(data).toMatchObject({
      elements: { nodes: [{ id: 'd', deleted: true }, { id: 'b' }, { id: 'a' }] },
    });
  });

  test('a page of elements is filled in spite of tasks that have none', async () => {
    const { data } = await gateway.ask('{ elements(first: 1) { nodes { id } pageInfo { hasNextPage } } }');
    expect(data).toEqual({ elements: { nodes: [{ id: 'b' }], pageInfo: { hasNextPage: true } } });
  });

  test('a cursor of another list is refused for elements', async () => {
    const { data } = await gateway.ask('{ tasks(first: 1) { pageInfo { endCursor } } }');
    const after = (data as { tasks: { pageInfo: { endCursor: string } } }).tasks.pageInfo.endCursor;
    const { errors } = await gateway.ask(`{ elements(after: "${after}") { nodes { id } } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test.each<[string, string[]]>([
    ['tags: [ANIMAL]', ['4', '2']],
    ['tags: [ANIMAL, ITEM]', ['4', '3', '2']],
    ['tags: []', ['4', '3', '2', '1']],
    ['name: "fox"', ['4', '1']],
    ['name: " RED"', ['4', '1']],
    ['name: "élan"', ['2']],
    ['name: ""', ['4', '3', '2', '1']],
    ['name: "fox", tags: [ANIMAL]', ['4']],
    ['name: "fox", tags: [SCENE]', []],
    ['name: null, tags: null', ['4', '3', '2', '1']],
    ['name: "fox", first: 1', ['4']],
  ])('elements and presetElements are filtered by %s', async (filter, ids) => {
    const tasks = [
      sampleElement({ id: '4', name: 'Red Fox', tags: ['ANIMAL'] }),
      sampleElement({ id: '3', name: 'Lamp', tags: ['ITEM', 'OTHERS'] }),
      sampleElement({ id: '2', name: 'Élan', tags: ['ANIMAL'] }),
      sampleElement({ id: '1', name: 'redfox', tags: [] }),
    ].map((one) => succeededTask({ id: one.id, elements: [one] }));
    gateway.kling.addAll(tasks);
    gateway.kling.presets = tasks;
    const { data } = await gateway.ask(
      `{ elements(${filter}) { nodes { id } } presetElements(${filter}) { nodes { id } } }`,
    );
    const nodes = ids.map((one) => ({ id: one }));
    expect(data).toEqual({ elements: { nodes }, presetElements: { nodes } });
  });

  test('a filtered page goes on behind its cursor', async () => {
    gateway.kling.addAll(
      succeededTasks(9).map((task, index) => ({
        ...task,
        elements: [sampleElement({ id: task.id, name: index % 3 === 0 ? 'Fox' : 'Lamp' })],
      })),
    );
    const page = async (after: string | null) => {
      const { data } = await gateway.ask(
        'query ($after: String) { elements(first: 2, after: $after, name: "fox") { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      return data?.elements as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].map(({ nodes }) => nodes.map((node) => node.id))).toEqual([['9', '6'], ['3']]);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });

  test('presetElements are a separate list, which is not recorded in the ledger', async () => {
    gateway.kling.presets = [succeededTask({ elements: [sampleElement({ preset: true, owner: 'kling' })] })];
    const { data } = await gateway.ask('{ presetElements(first: 500) { nodes { id preset owner } } }');
    expect(data).toEqual({ presetElements: { nodes: [{ id, preset: true, owner: 'kling' }] } });
    expect(gateway.tasks.recorded).toEqual([]);
  });
});

test('a list that fails is null, and the others keep their data', async () => {
  gateway.kling.fault = (call) =>
    call === 'voices' || call === 'tasks' ? { error: sampleProblem('UNAVAILABLE') } : undefined;
  const { data, errors } = await gateway.ask(
    '{ tasks { nodes { id } } elements { nodes { id } } voices { nodes { id } } presetVoices { nodes { id } } presetElements { nodes { id } } }',
  );
  expect(data).toEqual({
    tasks: null,
    elements: null,
    voices: null,
    presetVoices: { nodes: [] },
    presetElements: { nodes: [] },
  });
  expect(errors?.map(({ path }) => String(path)).sort()).toEqual(['elements', 'tasks', 'voices']);
});

describe('voices', () => {
  test('voices and presetVoices are separate lists, without deleted voices', async () => {
    gateway.kling.ownVoices = [
      succeededTask({ elements: [], voices: [sampleVoice({ id: 'gone', deleted: true })] }),
      succeededTask({ id: '2', elements: [], voices: [sampleVoice({ id: 'mine' })] }),
      sampleTask({ id: '3', status: 'FAILED', voices: [] }),
    ];
    const sampleUrl = 'https://cdn.example.com/ann.mp3';
    gateway.kling.presetVoiceTasks = [
      succeededTask({ voices: [sampleVoice({ id: 'preset', preset: true, owner: 'kling', sampleUrl })] }),
    ];
    const { data } = await gateway.ask(`{
      voices { nodes { id name preset } pageInfo { hasNextPage } }
      presetVoices { nodes { id sampleUrl owner } }
    }`);
    expect(data).toEqual({
      voices: { nodes: [{ id: 'mine', name: 'Ann', preset: false }], pageInfo: { hasNextPage: false } },
      presetVoices: { nodes: [{ id: 'preset', sampleUrl, owner: 'kling' }] },
    });
  });
});

test('elementRules are the limits that validation checks', async () => {
  const { data } = await gateway.ask(`{
    elementRules {
      nameMaxLength descriptionMaxLength imageFormats imageMaxBytes imageMinSide imageMaxRatio
      otherImagesMin otherImagesMax videoFormats videoMaxBytes videoMinSeconds videoMaxSeconds tags
    }
  }`);
  expect(data).toEqual({
    elementRules: {
      nameMaxLength: 20,
      descriptionMaxLength: 100,
      imageFormats: ['jpg', 'jpeg', 'png'],
      imageMaxBytes: 10 * 1024 * 1024,
      imageMinSide: 300,
      imageMaxRatio: 2.5,
      otherImagesMin: 1,
      otherImagesMax: 3,
      videoFormats: ['mp4', 'mov'],
      videoMaxBytes: 200 * 1024 * 1024,
      videoMinSeconds: 3,
      videoMaxSeconds: 8,
      tags: ['HOTTEST', 'CHARACTER', 'ANIMAL', 'ITEM', 'COSTUME', 'SCENE', 'EFFECT', 'OTHERS'],
    },
  });
});
