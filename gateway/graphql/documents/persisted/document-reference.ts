import { GraphQLError } from 'graphql';

/** What may name a document, among the parameters of an operation. */
export interface ReferringParams {
  /** As GraphQL over HTTP proposes for persisted documents: an ID of any form, such as `sha256:…`. */
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** A document's ID in place of its text, or along with it. */
export interface DocumentReference {
  readonly id: string;
  /** The ID is the SHA-256 of the text, in hexadecimal, so that documents can be registered under it. */
  readonly isHash: boolean;
}

/**
 * How the parameters name a document: by `documentId`, or by `extensions.persistedQuery` as Apollo's protocol has it.
 *
 * @returns undefined if they don't
 * @throws GraphQLError `BAD_REQUEST`
 */
export function documentReference({
  documentId,
  extensions,
}: ReferringParams): DocumentReference | undefined {
  if (documentId !== undefined && documentId !== null) {
    if (typeof documentId !== 'string') throw badRequest('documentId must be a string.');
    const id = withoutAlgorithm(documentId);
    return { id, isHash: id !== documentId };
  }
  const persistedQuery = field(extensions, 'persistedQuery');
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  const id = field(persistedQuery, 'sha256Hash');
  if (field(persistedQuery, 'version') !== 1 || typeof id !== 'string') {
    throw badRequest('extensions.persistedQuery must have the version 1 and a sha256Hash.');
  }
  return { id: withoutAlgorithm(id), isHash: true };
}

/** An ID as all clients and manifests have it in common: some put the name of the hash function before it. */
export function withoutAlgorithm(id: string): string {
  return id.replace(/^sha256:/, '');
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
