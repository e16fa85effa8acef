import type { Task } from '@kling-elements/validation';

import { type Place, readCursor, writeCursor } from './cursor.ts';
import type { PageInfo } from '../generated/resolver-types.ts';
import { invalid } from '../problems/invalid-argument.ts';
import { entriesFrom, type KlingList } from './kling-list.ts';
import sdl from './paging.graphql';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: Edge<Node>[];
  readonly nodes: Node[];
  readonly pageInfo: PageInfo;
}

const defaultFirst = 30;
const maxFirst = 500;
/** How many entries may have been added since a cursor was given out, before it counts as lost. */
const searchDepth = 10_000;

/**
 * A Relay page of what the tasks of one of Kling's lists hold.
 *
 * @param nodesOf the nodes of a task; null holds the place of one that is not wanted here, so that the others keep theirs
 * @throws ProblemError, INVALID, when an argument cannot be used
 */
export async function readConnection<Node>(
  list: KlingList,
  { first, after }: PageArguments,
  nodesOf: (task: Task) => readonly (Node | null)[],
): Promise<Connection<Node>> {
  const size = first ?? defaultFirst;
  if (size < 1 || size > maxFirst) throw invalid(`first is ${size}; give 1 to ${maxFirst}.`);
  const anchor = after == null ? undefined : readCursor(list.name, after);

  const edges: Edge<Node>[] = [];
  let hasNextPage = false;
  for await (const edge of edgesAfter(anchor, list, size, nodesOf)) {
    hasNextPage = edges.length === size;
    if (hasNextPage) break;
    edges.push(edge);
  }
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: anchor !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

async function* edgesAfter<Node>(
  anchor: Place | undefined,
  list: KlingList,
  size: number,
  nodesOf: (task: Task) => readonly (Node | null)[],
): AsyncGenerator<Edge<Node>> {
  // The anchor is read once more, and one beyond the page tells whether there is a next one.
  const count = size + (anchor === undefined ? 1 : 2);
  let passed = anchor === undefined;
  for await (const { task, offset } of entriesFrom(list, anchor?.offset ?? 0, count)) {
    const isAnchor = task.id === anchor?.taskId;
    passed ||= isAnchor;
    if (!passed && offset > (anchor?.offset ?? 0) + searchDepth) break;
    for (const [index, node] of nodesOf(task).entries()) {
      if (!passed || node === null || (isAnchor && index <= anchor.index)) continue;
      yield { cursor: writeCursor(list.name, { offset, taskId: task.id, index }), node };
    }
  }
  if (!passed) {
    throw invalid('The entry of this cursor is no longer in the list; start again without a cursor.');
  }
}

export const paging = { sdl };
