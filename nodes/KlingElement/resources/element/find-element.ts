import {
  type Element,
  type KlingPage,
  type KlingRequest,
  limits,
  makeProblem,
  ProblemError,
  type Runtime,
} from '@kling-elements/validation';
import { type INode, NodeOperationError } from 'n8n-workflow';

import { type ListedTask, listTasks } from '../../lists/list-tasks.ts';
import type { ElementReference } from './element-parameter.ts';

type List = (page: KlingPage) => KlingRequest;

export interface FoundElement extends ListedTask {
  readonly element: Element;
}

/**
 * Finds an element in the first of the lists that has it, as Kling has no request for this. By name, deleted elements
 * only count where there is no other and `deleted` asks for them.
 *
 * @throws ProblemError of kind NOT_FOUND; NodeOperationError when several elements have the name
 */
export async function findElement(
  reference: ElementReference,
  { lists, node, deleted = false }: { lists: readonly List[]; node: INode; deleted?: boolean },
  runtime: Runtime,
): Promise<FoundElement> {
  if ('id' in reference) {
    for await (const found of elementsOf(lists, runtime)) {
      if (found.element.id === reference.id) return found;
    }
    throw notFound(reference.id, 'ID');
  }
  const name = comparable(reference.name);
  let gone: FoundElement | undefined;
  for (const list of lists) {
    const named: FoundElement[] = [];
    for await (const found of elementsOf([list], runtime)) {
      if (comparable(found.element.name) !== name) continue;
      if (found.element.deleted) gone ??= found;
      else named.push(found);
    }
    const [first] = named;
    if (first === undefined) continue;
    if (named.length > 1) throw notUnique(node, reference.name, named);
    return first;
  }
  if (gone !== undefined && deleted) return gone;
  throw notFound(`the name "${reference.name}"`, 'name');
}

async function* elementsOf(lists: readonly List[], runtime: Runtime): AsyncGenerator<FoundElement> {
  for (const list of lists) {
    const tasks = listTasks(list, { limit: Infinity, maxPageSize: limits.page.maxSize }, runtime);
    for await (const listed of tasks) {
      for (const element of listed.task.elements) yield { ...listed, element };
    }
  }
}

/** Letters with accents can be written in two ways that look the same. */
function comparable(name: string): string {
  return name.trim().normalize();
}

function notFound(sought: string, what: string): ProblemError {
  const message = `No element found for ${sought}. Check the ${what} and the account.`;
  return new ProblemError(makeProblem('NOT_FOUND', message));
}

function notUnique(node: INode, name: string, named: readonly FoundElement[]): NodeOperationError {
  const ids = named.map(({ element }) => element.id).join(', ');
  return new NodeOperationError(node, `${named.length} elements have the name "${name}"`, {
    description: `Choose one by its ID instead: ${ids}.`,
  });
}
