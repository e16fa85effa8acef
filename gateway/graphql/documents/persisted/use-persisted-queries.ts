import { createHash } from 'node:crypto';

import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { OperationPlugin } from '../../operation-plugin.ts';
import { badRequest, documentReference, type ReferringParams } from './document-reference.ts';

/** UTF-16 units of all registered queries together. */
const maxLength = 2_000_000;
/** Of one query: longer ones are executed, but not registered. */
const maxQueryLength = 100_000;

/**
 * Automatic persisted queries: clients send the hash of a query, and its text only if the gateway doesn't know it yet.
 * The least recently used ones are forgotten first.
 */
export function usePersistedQueries(): OperationPlugin {
  const queries = new LRUCache<string, string>({
    maxSize: maxLength,
    maxEntrySize: maxQueryLength,
    sizeCalculation: (query) => query.length,
  });
  return {
    parse: (next) => (text, context) => {
      const reference = documentReference((context as { params: ReferringParams }).params);
      if (reference === undefined) return next(text, context);
      const { id, isHash } = reference;
      if (text === '') {
        const known = queries.get(id);
        if (known === undefined) throw notFound();
        return next(known, context);
      }
      if (!isHash || createHash('sha256').update(text).digest('hex') !== id) {
        throw badRequest(
          'The ID of the persisted query is not the SHA-256 hash of its text, in hexadecimal.',
        );
      }
      const document = next(text, context);
      queries.set(id, text);
      return document;
    },
  };
}

/** Clients recognize it by its exact message or its code, and send the text. */
function notFound(): GraphQLError {
  return new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
}
