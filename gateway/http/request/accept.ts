import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

export type ResultType = 'application/json' | 'application/graphql-response+json';

/** In the order of the gateway's own preference. */
const resultTypes: ResultType[] = ['application/json', 'application/graphql-response+json'];

/**
 * The media type in which a client wants a single result: of the highest quality, and among equals the one that it names
 * first.
 *
 * @param accept the header; without one any type is accepted
 * @returns undefined if the client accepts neither
 */
export function acceptedResult(accept: string | undefined): ResultType | undefined {
  return accepted(accept).result;
}

/** Whether a client accepts a stream of Server-Sent Events. */
export function acceptsEvents(accept: string | undefined): boolean {
  return accepted(accept).events;
}

interface Accepted {
  readonly result: ResultType | undefined;
  readonly events: boolean;
}

/** A client sends the same header each time, and there are few different clients. */
const known = new LRUCache<string, Accepted>({ max: 100 });

function accepted(accept = '*/*'): Accepted {
  return known.get(accept) ?? negotiated(accept);
}

function negotiated(accept: string): Accepted {
  // UTF-8 is the only charset that the gateway writes.
  const headers = { accept: accept.replace(/;\s*charset="?utf-8"?(?=\s*(?:[;,]|$))/gi, '') };
  const negotiator = new Negotiator({ headers });
  const result = negotiator.mediaType(resultTypes) as ResultType | undefined;
  const choice = { result, events: negotiator.mediaType(['text/event-stream']) !== undefined };
  // Long ones are nobody's usual header.
  if (accept.length < 1000) known.set(accept, choice);
  return choice;
}
