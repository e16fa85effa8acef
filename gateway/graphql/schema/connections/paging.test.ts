import { describe, expect, test } from '@jest/globals';
import type { KlingPage, Task } from '@kling-elements/validation';

import { collect } from '../../../testing/collect.ts';
import { pageOf, sampleElement, succeededTask, succeededTasks } from '../../../testing/samples.ts';
import { entriesFrom, type KlingList } from './kling-list.ts';
import { type Connection, readConnection } from './paging.ts';

class MemoryList implements KlingList {
  readonly name = 'tasks';
  readonly maxSize = 500;
  readonly pages: KlingPage[] = [];
  tasks: Task[];

  constructor(tasks: Task[]) {
    this.tasks = tasks;
  }

  readonly read = (page: KlingPage) => {
    this.pages.push(page);
    return Promise.resolve(pageOf(this.tasks, page));
  };
}

const itself = (task: Task) => [task];
const ids = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id);

async function walk<Node>(
  list: KlingList,
  first: number,
  nodesOf: (task: Task) => readonly (Node | null)[],
  between: () => void = () => undefined,
): Promise<Connection<Node>[]> {
  const pages: Connection<Node>[] = [];
  for (let after: string | null = null; ;) {
    const page: Connection<Node> = await readConnection(list, { first, after }, nodesOf);
    pages.push(page);
    if (!page.pageInfo.hasNextPage) return pages;
    after = page.pageInfo.endCursor;
    between();
  }
}

describe('pages of a list', () => {
  test.each([1, 2, 7, 24, 25, 30, 68, 100, 136, 137, 138, 499, 500])(
    '137 entries in pages of %i come once each and in order, and only the last page has no next one',
    async (first) => {
      const list = new MemoryList(succeededTasks(137));
      const pages = await walk(list, first, itself);
      expect(ids(pages.flatMap(({ nodes }) => nodes))).toEqual(ids(list.tasks));
      expect(pages.map(({ nodes }) => nodes.length)).toEqual([
        ...Array.from({ length: Math.ceil(137 / first) - 1 }, () => first),
        137 % first === 0 ? first : 137 % first,
      ]);
    },
  );

  test('a page with nothing filtered out needs one call', async () => {
    const list = new MemoryList(succeededTasks(137));
    const pages = await walk(list, 25, itself);
    expect(pages).toHaveLength(6);
    expect(list.pages).toHaveLength(6);
  });

  test('a list whose last page is full ends without a next page', async () => {
    const list = new MemoryList(succeededTasks(50));
    const pages = await walk(list, 25, itself);
    expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });

  test('an empty list has no cursors', async () => {
    const { edges, pageInfo } = await readConnection(new MemoryList([]), {}, itself);
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test('pageInfo has the cursors of the first and last edge, and a later page has a previous one', async () => {
    const list = new MemoryList(succeededTasks(5));
    const { edges, pageInfo } = await readConnection(list, { first: 2 }, itself);
    expect(pageInfo).toMatchObject({ startCursor: edges[0]?.cursor, endCursor: edges[1]?.cursor });
    const next = await readConnection(list, { first: 2, after: edges[0]?.cursor }, itself);
    expect(ids(next.nodes)).toEqual(['4', '3']);
    expect(next.pageInfo.hasPreviousPage).toBe(true);
  });

  test('the default page size is 30', async () => {
    const { nodes } = await readConnection(new MemoryList(succeededTasks(137)), { first: null }, itself);
    expect(nodes).toHaveLength(30);
  });

  test.each([1, 3, 10, 25])('entries that are filtered out do not shorten pages of %i', async (first) => {
    const list = new MemoryList(succeededTasks(137));
    const third = (task: Task) => [Number(task.id) % 3 === 0 ? task : null];
    const pages = await walk(list, first, third);
    const expected = list.tasks.filter(({ id }) => Number(id) % 3 === 0);
    expect(ids(pages.flatMap(({ nodes }) => nodes))).toEqual(ids(expected));
    expect(pages.slice(0, -1).every(({ nodes }) => nodes.length === first)).toBe(true);
    expect(pages.at(-1)?.nodes.length).toBeGreaterThan(0);
  });

  test('a list in which everything is filtered out is empty, without a next page', async () => {
    const { nodes, pageInfo } = await readConnection(
      new MemoryList(succeededTasks(137)),
      { first: 5 },
      () => [],
    );
    expect(nodes).toEqual([]);
    expect(pageInfo.hasNextPage).toBe(false);
  });

  test.each([1, 2, 3, 4, 5])('several elements of one task come once each in pages of %i', async (first) => {
    const tasks = [3, 1, 0, 2].map((count, index) =>
      succeededTask({
        id: String(index),
        elements: Array.from({ length: count }, (_, part) => sampleElement({ id: `${index}.${part}` })),
      }),
    );
    const all = (task: Task) => task.elements.map((element) => (element.id === '0.1' ? null : element));
    const pages = await walk(new MemoryList(tasks), first, all);
    expect(ids(pages.flatMap(({ nodes }) => nodes))).toEqual(['0.0', '0.2', '1.0', '3.0', '3.1']);
    expect(pages).toHaveLength(Math.ceil(5 / first));
  });

  test.each([1, 4, 25])(
    'tasks created between the reads of pages of %i make no other task come twice or be missing',
    async (first) => {
      const list = new MemoryList(succeededTasks(60));
      const before = ids(list.tasks);
      let created = 0;
      const pages = await walk(list, first, itself, () => {
        for (let count = 0; count < 7; count += 1) {
          created += 1;
          list.tasks = [succeededTask({ id: `new ${created}` }), ...list.tasks];
        }
      });
      expect(ids(pages.flatMap(({ nodes }) => nodes))).toEqual(before);
    },
  );

  test('a task created while one page is read in several calls makes no other task come twice', async () => {
    const list = new MemoryList(succeededTasks(137));
    const before = ids(list.tasks);
    const pages = { count: 0 };
    const growing: KlingList = {
      name: list.name,
      maxSize: list.maxSize,
      read: (page) => {
        pages.count += 1;
        if (pages.count === 2) list.tasks = [succeededTask({ id: 'new' }), ...list.tasks];
        return list.read(page);
      },
    };
    const odd = (task: Task) => [Number(task.id) % 2 === 1 ? task : null];
    const { nodes } = await readConnection(growing, { first: 20 }, odd);
    expect(ids(nodes)).toEqual(before.filter((id) => Number(id) % 2 === 1).slice(0, 20));
    expect(pages.count).toBeGreaterThan(1);
  });

  test.each([1, 3, 7, 20])(
    'unreadable entries make no other entry come twice or be missing in pages of %i',
    async (first) => {
      const tasks = succeededTasks(40);
      const isReadable = ({ id }: Task) => Number(id) % 5 !== 0;
      const list: KlingList = {
        name: 'tasks',
        maxSize: 500,
        read: (page) => {
          const { tasks: all, length } = pageOf(tasks, page);
          const readable = all.filter(isReadable);
          return Promise.resolve({ tasks: readable, length, unreadable: length - readable.length });
        },
      };
      const pages = await walk(list, first, itself);
      expect(ids(pages.flatMap(({ nodes }) => nodes))).toEqual(ids(tasks.filter(isReadable)));
    },
  );

  test.each([0, -1, 501])('a page size of %i is refused', async (first) => {
    await expect(readConnection(new MemoryList([]), { first }, itself)).rejects.toMatchObject({
      message: `first is ${first}; give 1 to 500.`,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test.each([
    '',
    'nonsense',
    Buffer.from('["voices",0,"1",0]').toString('base64url'),
    Buffer.from('["tasks",-1,"1",0]').toString('base64url'),
    Buffer.from('["tasks",0,1,0]').toString('base64url'),
    Buffer.from('["tasks", 0,"1",0]').toString('base64url'),
  ])('the cursor %j is refused', async (after) => {
    await expect(readConnection(new MemoryList(succeededTasks(3)), { after }, itself)).rejects.toMatchObject({
      message: expect.stringContaining('cursor'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('a cursor whose entry is no longer in the list is refused', async () => {
    const list = new MemoryList(succeededTasks(10));
    const { pageInfo } = await readConnection(list, { first: 3 }, itself);
    list.tasks = list.tasks.slice(5);
    await expect(readConnection(list, { after: pageInfo.endCursor }, itself)).rejects.toMatchObject({
      message: expect.stringContaining('Start again'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('no page number exceeds the maximum, however far into a list', async () => {
    const pages: KlingPage[] = [];
    const list: KlingList = {
      name: 'tasks',
      maxSize: 500,
      read: (page) => {
        pages.push(page);
        return Promise.resolve({ tasks: [], length: 0, unreadable: 0 });
      },
    };
    await collect(entriesFrom(list, 123_456, 2));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.pageNum).toBeLessThanOrEqual(1000);
  });
});
