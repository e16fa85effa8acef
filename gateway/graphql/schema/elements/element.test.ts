import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import {
  sampleElement,
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
  test('is found through the ledger, and looked at once more: it may be deleted elsewhere', async () => {
    gateway.tasks.known.set('1001', succeededTask());
    const deleted = succeededTask({ elements: [sampleElement({ deleted: true })] });
    gateway.kling.addAll([deleted]);
    expect(await gateway.ask(one)).toMatchObject({
      data: { element: { id, deleted: true, task: { id: '1001' } } },
    });
    expect(gateway.kling.calls).toEqual(['task 1001']);
    expect(gateway.tasks.learned).toEqual([deleted]);
  });

  test('that the ledger has as deleted costs no call', async () => {
    gateway.tasks.known.set('1001', succeededTask({ elements: [sampleElement({ deleted: true })] }));
    expect(await gateway.ask(one)).toMatchObject({ data: { element: { deleted: true } } });
    expect(gateway.kling.calls).toEqual([]);
  });

  test('that the ledger does not know is searched in the own list, then among the presets', async () => {
    gateway.kling.addAll(succeededTasks(501));
    gateway.kling.presets = [succeededTask()];
    expect(await gateway.ask(one)).toMatchObject({ data: { element: { id } } });
    expect(gateway.kling.calls).toEqual(['tasks 1 of 500', 'tasks 2 of 500', 'presetTasks 1 of 500']);
  });

  test('that no list has is null', async () => {
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

  test('are those of succeeded tasks, without the deleted ones', async () => {
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

  test('with the deleted ones when asked for', async () => {
    const { data } = await gateway.ask('{ elements(includeDeleted: true) { nodes { id deleted } } }');
    expect(data).toMatchObject({
      elements: { nodes: [{ id: 'd', deleted: true }, { id: 'b' }, { id: 'a' }] },
    });
  });

  test('fill a page across what is left out', async () => {
    const { data } = await gateway.ask('{ elements(first: 1) { nodes { id } pageInfo { hasNextPage } } }');
    expect(data).toEqual({ elements: { nodes: [{ id: 'b' }], pageInfo: { hasNextPage: true } } });
  });

  test('a cursor of another list is refused', async () => {
    const { data } = await gateway.ask('{ tasks(first: 1) { pageInfo { endCursor } } }');
    const after = (data as { tasks: { pageInfo: { endCursor: string } } }).tasks.pageInfo.endCursor;
    const { errors } = await gateway.ask(`{ elements(after: "${after}") { nodes { id } } }`);
    expect(errors).toMatchObject([{ extensions: { kind: 'INVALID' } }]);
  });

  test('presets are a list of their own, of which the ledger is told nothing', async () => {
    gateway.kling.presets = [succeededTask({ elements: [sampleElement({ preset: true, owner: 'kling' })] })];
    const { data } = await gateway.ask('{ presetElements(first: 500) { nodes { id preset owner } } }');
    expect(data).toEqual({ presetElements: { nodes: [{ id, preset: true, owner: 'kling' }] } });
    expect(gateway.tasks.learned).toEqual([]);
  });
});

describe('voices', () => {
  test('own and preset ones, without the deleted', async () => {
    gateway.kling.ownVoices = [
      succeededTask({ elements: [], voices: [sampleVoice({ id: 'gone', deleted: true })] }),
      succeededTask({ id: '2', elements: [], voices: [sampleVoice({ id: 'mine' })] }),
      sampleTask({ id: '3', status: 'FAILED', voices: [] }),
    ];
    const sampleUrl = 'https://cdn.example.com/ann.mp3';
    gateway.kling.presetVoiceTasks = [
      succeededTask({ voices: [sampleVoice({ id: 'kind', preset: true, owner: 'kling', sampleUrl })] }),
    ];
    const { data } = await gateway.ask(`{
      voices { nodes { id name preset } pageInfo { hasNextPage } }
      presetVoices { nodes { id sampleUrl owner } }
    }`);
    expect(data).toEqual({
      voices: { nodes: [{ id: 'mine', name: 'Ann', preset: false }], pageInfo: { hasNextPage: false } },
      presetVoices: { nodes: [{ id: 'kind', sampleUrl, owner: 'kling' }] },
    });
  });
});

test('elementRules are the limits that validation checks by', async () => {
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
