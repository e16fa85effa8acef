import { GraphQLError } from 'graphql';

import type { OperationPlugin } from '../../operation-plugin.ts';
import { documentReference, type ReferringParams } from './document-reference.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** Executes the documents of a manifest, which clients name by their IDs or send as they are there, and nothing else. */
export function useTrustedDocuments(documents: TrustedDocuments): OperationPlugin {
  const texts = new Set(documents.values());
  return {
    parse: (next) => (text, context) => {
      const reference = documentReference((context as { params: ReferringParams }).params);
      const trusted = reference === undefined ? undefined : documents.get(reference.id);
      if (trusted !== undefined) return next(trusted, context);
      if (texts.has(text)) return next(text, context);
      throw reference === undefined ? notTrusted() : notFound();
    },
  };
}

function notTrusted(): GraphQLError {
  return new GraphQLError(
    'This gateway executes only the documents of its manifest. Send the ID of one in place of the query.',
    { extensions: { code: 'FORBIDDEN' } },
  );
}

function notFound(): GraphQLError {
  return new GraphQLError(
    'The manifest of this gateway has no document with this ID. Deploy the manifest of this client first.',
    { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
  );
}
