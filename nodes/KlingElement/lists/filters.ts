import type { ElementTag, Task } from '@kling-elements/validation';
import { type IExecuteFunctions, NodeOperationError, tryToParseDateTime } from 'n8n-workflow';

import { statusWords } from '../../shared/items/simplify.ts';
import { textOf } from '../../shared/parameters/text-of.ts';

/** An element or a voice. */
interface Resource {
  readonly name: string;
  readonly deleted: boolean;
  readonly tags?: readonly ElementTag[];
}

/** What the field "Filters" lets through. */
export interface Filters {
  /** Whether anything is filtered: then more tasks have to be fetched than are returned. */
  readonly active: boolean;
  readonly passTask: (task: Task) => boolean;
  readonly passResource: (resource: Resource) => boolean;
}

/** Reads the filters of an item. @throws NodeOperationError for what is no date or no text */
export function filtersOf(context: IExecuteFunctions, itemIndex: number): Filters {
  const given = context.getNodeParameter('filters', itemIndex, {});
  const after = timeOf(context, itemIndex, 'Created After', given.createdAfter) ?? -Infinity;
  const before = timeOf(context, itemIndex, 'Created Before', given.createdBefore) ?? Infinity;
  const name = nameOf(context, itemIndex, given.name);
  const tags = wordsOf(given.tags);
  const statuses = wordsOf(given.statuses);
  const availability = wordsOf(given.availability);
  return {
    active: Object.keys(given).length > 0,
    passTask: ({ createdAt, status }) =>
      createdAt >= after &&
      createdAt < before &&
      (statuses.length === 0 || statuses.includes(statusWords[status])),
    passResource: (resource) =>
      resource.name.toLowerCase().includes(name) &&
      (availability.length === 0 ? !resource.deleted : availability.includes(statusOf(resource))) &&
      (tags.length === 0 || resource.tags?.some((tag) => tags.includes(tag.toLowerCase())) === true),
  };
}

function statusOf({ deleted }: Resource): string {
  return deleted ? 'deleted' : 'available';
}

/** A time in milliseconds. What has no time zone is in that of the workflow, as the editor shows it. */
function timeOf(
  context: IExecuteFunctions,
  itemIndex: number,
  label: string,
  value: unknown,
): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  try {
    // Of luxon, whose types n8n-workflow does not bring.
    const date = tryToParseDateTime(value, context.getTimezone()) as { toMillis(): number };
    return date.toMillis();
  } catch {
    throw new NodeOperationError(context.getNode(), `"${label}" is not a date`, {
      itemIndex,
      description: 'Enter a date such as 2026-11-25 or 2026-11-25T09:30.',
    });
  }
}

function nameOf(context: IExecuteFunctions, itemIndex: number, value: unknown): string {
  const name = textOf(context, itemIndex, 'Name', value) ?? '';
  if (typeof name === 'string') return name.trim().toLowerCase();
  throw new NodeOperationError(context.getNode(), '"Name" must be a text', { itemIndex });
}

/** The choices of a list, as the editor or an expression gives them. */
function wordsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((entry) => typeof entry === 'string')
    .map((entry) => entry.toLowerCase());
}
