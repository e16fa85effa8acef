import type { Task } from '@kling-elements/validation';

import { type Position, readCursor, writeCursor } from './cursor.ts';
import type { PageInfo } from '../generated/resolver-types.ts';
import { invalidArgument } from '../problems/invalid-argument.ts';
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

const defaultPageSize = 30;
const maxPageSize = 500;
/** How many entries are searched for that of a cursor, which moves back as new ones are added. */
const searchDepth = 10_000;

/**
 * A Relay page of nodes from the tasks of one of Kling's lists.
 *
 * @param nodesOf the nodes of a task, with null in place of each that is filtered out, so that the others keep their index
 * @throws GraphQLError `BAD_USER_INPUT` if an argument is invalid
 */
export async function readConnection<Node>(
  list: KlingList,
  { first, after }: PageArguments,
  nodesOf: (task: Task) => readonly (Node | null)[],
): Promise<Connection<Node>> {
  const size = first ?? defaultPageSize;
  if (size < 1 || size > maxPageSize) throw invalidArgument(`first is ${size}; give 1 to ${maxPageSize}.`);
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
  anchor: Position | undefined,
  list: KlingList,
  size: number,
  nodesOf: (task: Task) => readonly (Node | null)[],
): AsyncGenerator<Edge<Node>> {
  // The anchor is read again, and one more entry shows whether there is a next page.
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
    throw invalidArgument('The entry of this cursor is no longer in the list. Start again without a cursor.');
  }
}

export const paging = { sdl };
