import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { media } from '../../../harness/media/index.ts';
import { Engine, type NodeName } from './engine.ts';
import { bundledNode, core, ourFolder } from './n8n-core.ts';
import { inMemory } from './node-form.ts';

const names: readonly NodeName[] = [
  'KlingCreateElement',
  'KlingElement',
  'KlingElementTrigger',
  'KlingWaitForTask',
];
const read = (file: string) =>
  JSON.parse(readFileSync(join(ourFolder, file), 'utf8')) as Record<string, unknown>;

test('n8n’s own loader finds the nodes and the credential', async () => {
  const loader = new core.PackageDirectoryLoader(ourFolder);
  await loader.loadAll();
  expect(Object.keys(loader.known.nodes).sort()).toEqual(names.map((name) => name.replace('K', 'k')));
  expect(loader.known.credentials).toHaveProperty('klingApi');
  const types = loader.types.nodes.filter(({ name }) => !name.endsWith('Tool'));
  for (const { iconUrl, codex } of types) {
    expect(iconUrl).toEqual({
      light: expect.stringMatching(/\/icons\/[a-z-]+\.svg$/),
      dark: expect.stringMatching(/\/icons\/[a-z-]+\.dark\.svg$/),
    });
    expect(codex).toMatchObject({ alias: expect.arrayContaining(['Kling']) });
  }
});

test('each node has an icon of its own', () => {
  const icons = names.map((name) => (bundledNode(name).description.icon as { light: string }).light);
  expect(new Set(icons).size).toBe(names.length);
});

test('the files named in package.json exist and require no other package', () => {
  const { n8n, dependencies, peerDependencies } = read('package.json') as {
    n8n: { nodes: string[]; credentials: string[] };
    dependencies?: object;
    peerDependencies: object;
  };
  for (const file of [...n8n.nodes, ...n8n.credentials]) expect(existsSync(join(ourFolder, file))).toBe(true);
  expect(dependencies).toBeUndefined();
  expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
  for (const file of globSync('dist/**/*.js', { cwd: ourFolder })) {
    const needed = readFileSync(join(ourFolder, file), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g);
    for (const [, name] of needed) expect(['n8n-workflow', 'node:crypto']).toContain(name);
  }
});

test('all nodes together are smaller than 600 kB', () => {
  const sizes = names.map((name) => statSync(join(ourFolder, `dist/nodes/${name}/${name}.node.js`)).size);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(600_000);
});

describe('output schemas', () => {
  let sandbox: Sandbox;
  let engine: Engine;
  beforeAll(async () => {
    sandbox = await startSandbox({ ownElements: 2, taskMs: 0 });
    engine = new Engine({ baseUrl: sandbox.url });
  });
  afterAll(() => sandbox.close());

  const outputOf = async (node: NodeName, parameters: object, json: object = {}) => {
    const binary = { data: inMemory(media('front-640x640.jpg')) as never };
    const ended = await engine.run({ node, parameters: { ...parameters } }, [{ json: { ...json }, binary }]);
    return ended.outputs[0]?.[0]?.json ?? {};
  };
  const schemaKeys = (node: NodeName, file: string) =>
    Object.keys(read(`dist/nodes/${node}/__schema__/${file}.json`).properties as object);

  /** The fields of the output in the order of the schema, which leaves out those that have no value. */
  const expectMatch = (given: Readonly<Record<string, unknown>>, schema: readonly string[]) => {
    const fields = Object.keys(given);
    expect(fields.length).toBeGreaterThan(1);
    expect(fields.length).toBeLessThanOrEqual(10);
    expect(fields).toEqual(schema.filter((field) => field in given));
    expect(Object.values(given)).not.toContain(null);
  };

  test.each(['element/getAll', 'element/getAllPresets', 'task/getAll', 'voice/getAllPresets'])(
    'the output of %s has the fields of its schema, ten at most, and none without a value',
    async (place) => {
      const [resource = '', operation] = place.split('/');
      const given = await outputOf('KlingElement', { resource, operation, limit: 1 });
      expectMatch(given, schemaKeys('KlingElement', `v1.0.0/${place}`));
      expect(Object.keys(given)[0]).toBe(resource === 'voice' ? 'voice_id' : 'element_id');
    },
  );

  test('the outputs of Create Element and Wait for Task have the fields of their schemas', async () => {
    const create = { name: 'Maja', description: 'x', frontalImageSource: 'binary' };
    expectMatch(await outputOf('KlingCreateElement', create), schemaKeys('KlingCreateElement', 'v1.0.0'));
    const task_id = sandbox.tasks()[0]?.id;
    const wait = { taskId: '={{ $json.task_id }}' };
    const waited = await outputOf('KlingWaitForTask', wait, { task_id });
    expectMatch(waited, schemaKeys('KlingWaitForTask', 'v1.0.0'));
  });

  test('each operation has an output schema', () => {
    const { properties } = bundledNode('KlingElement').description;
    const fields = properties.filter(({ name }) => name === 'operation') as unknown as {
      displayOptions: { show: { resource: [string] } };
      options: { value: string }[];
    }[];
    const places = fields.flatMap(({ displayOptions, options }) =>
      options.map(({ value }) => `${displayOptions.show.resource[0]}/${value}`),
    );
    expect(places).toHaveLength(10);
    const folder = join(ourFolder, 'dist/nodes/KlingElement/__schema__/v1.0.0');
    const files = globSync('*/*.json', { cwd: folder }).map((file) =>
      join(dirname(file), file.split('/')[1] ?? ''),
    );
    expect(files.sort()).toEqual(places.map((place) => `${place}.json`).sort());
  });
});
