import { readFile } from 'node:fs/promises';

import * as z from 'zod/mini';

import { withoutAlgorithm } from './document-reference.ts';

/** The texts of documents by their IDs. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const manifestSchema = z.record(z.string(), z.string().check(z.minLength(1)));

/**
 * Reads a manifest as GraphQL Code Generator and Relay write it: a JSON object of documents by their IDs.
 *
 * @throws Error in one line that names the setting
 */
export async function readTrustedDocuments(path: string): Promise<TrustedDocuments> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`TRUSTED_DOCUMENTS: the manifest can't be read (${reason}).`, { cause });
  }
  const documents = manifestSchema.safeParse(manifest);
  if (!documents.success) {
    throw new Error(`TRUSTED_DOCUMENTS: ${path} must be a JSON object with a document for each ID.`);
  }
  return new Map(Object.entries(documents.data).map(([id, text]) => [withoutAlgorithm(id), text]));
}
