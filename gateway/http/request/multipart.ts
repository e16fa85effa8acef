import type { IncomingMessage } from 'node:http';

import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { type Json, limits, parseJson } from '@kling-elements/validation';

import type { UploadedFile } from '../../graphql/schema/uploaded-file.ts';
import { BodyTooLargeError, checkContentLength, RequestAbortedError } from './body.ts';
import { decodedRequest } from './decoded-request.ts';
import { GrowableBuffer } from './growable-buffer.ts';

/** The request does not follow the GraphQL multipart request specification. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}

/** More than any operation of this schema needs. */
const maxParts = 100;

/** The parts that are text; all others are files. */
const fieldNames: readonly (string | undefined)[] = ['operations', 'map'];

/** Bytes to reserve for a file, at most; only files that are too large for an image have to be moved. */
const maxReserved = limits.image.maxBytes;

interface Form {
  readonly fields: Map<string, string>;
  readonly files: Map<string, UploadedFile>;
  readonly contents: GrowableBuffer[];
}

/** The files of operations that may still use them. */
const uploads = new WeakMap<object, readonly GrowableBuffer[]>();

/**
 * Frees the memory of the files that were uploaded with operations; they must not be used afterwards. V8 would free it
 * only several uploads later.
 */
export function freeUploads(operations: object): void {
  for (const content of uploads.get(operations) ?? []) content.free();
  uploads.delete(operations);
}

/** Whether operations have uploaded files that have not been freed. */
export function hasUploads(operations: object): boolean {
  return uploads.has(operations);
}

/**
 * Reads a multipart request: `operations`, with the files where `map` places them. Each file is in memory once, until
 * {@link freeUploads}.
 *
 * @throws BodyTooLargeError
 * @throws RequestAbortedError
 * @throws UnknownEncodingError
 * @throws UndecodableBodyError
 * @throws MultipartError
 */
export async function readMultipart(incoming: IncomingMessage, maxBytes: number): Promise<Json> {
  const form = await readForm(incoming, maxBytes);
  const operations = jsonField(form, 'operations');
  for (const [key, paths] of Object.entries(mapField(form))) {
    const file = form.files.get(key);
    if (file === undefined) throw new MultipartError(`The map names a file "${key}" that was not sent.`);
    for (const path of paths) put(operations, path, file);
  }
  if (typeof operations === 'object' && operations !== null) uploads.set(operations, form.contents);
  return operations;
}

/** After an error the rest is read and discarded, so that the client gets to read the answer. */
function readForm(incoming: IncomingMessage, maxBytes: number): Promise<Form> {
  checkContentLength(incoming, maxBytes);
  const announced = Number(incoming.headers['content-length'] ?? 0);
  const form: Form = { fields: new Map(), files: new Map(), contents: [] };
  const parser = parserOf(incoming, maxBytes);
  const finished = Promise.withResolvers<Form>();
  let received = 0;

  const fail = (error: Error) => {
    bytes.unpipe(parser);
    bytes.off('data', count);
    discard();
    finished.reject(error);
  };
  const { bytes, discard } = decodedRequest(incoming, fail);
  const count = (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxBytes) fail(new BodyTooLargeError());
  };
  const abort = () => {
    if (!incoming.complete) fail(new RequestAbortedError('The request was aborted.'));
  };

  parser.on('field', (name, value) => form.fields.set(name, value));
  parser.on('file', (field, stream, name) => {
    const content = new GrowableBuffer(Math.min(maxReserved, Math.max(0, announced - received)));
    form.contents.push(content);
    stream.on('data', (chunk: Buffer) => {
      content.add(chunk);
    });
    stream.on('error', fail);
    stream.on('end', () => {
      const bytes = content.bytes();
      form.files.set(field, { name, bytes: () => Promise.resolve(bytes) });
    });
  });
  parser.on('partsLimit', () => {
    fail(new MultipartError(`The multipart body has more than ${maxParts} parts.`));
  });
  parser.on('error', (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    fail(new MultipartError(`The multipart body cannot be parsed: ${reason}.`, { cause }));
  });
  parser.on('finish', () => {
    finished.resolve(form);
  });
  incoming.once('close', abort);
  bytes.on('data', count);
  bytes.pipe(parser);
  return finished.promise.finally(() => {
    incoming.off('close', abort);
    bytes.off('data', count);
  });
}

function parserOf(incoming: IncomingMessage, maxBytes: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...incoming.headers, 'content-type': incoming.headers['content-type'] ?? '' },
      limits: { fieldSize: maxBytes, parts: maxParts },
      // Clients give fields a file name or a type, and leave them out of files; only the name is sure.
      isPartAFile: (name) => !fieldNames.includes(name),
    });
  } catch (cause) {
    throw new MultipartError(
      'The multipart body cannot be parsed: the Content-Type header has no boundary.',
      { cause },
    );
  }
}

function jsonField({ fields }: Form, name: string): Json {
  const text = fields.get(name);
  if (text === undefined) throw new MultipartError(`The multipart field "${name}" is missing.`);
  try {
    return parseJson(withoutByteOrderMark(text));
  } catch (cause) {
    throw new MultipartError(`The multipart field "${name}" is not JSON.`, { cause });
  }
}

/** Editors and .NET put one before UTF-8. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function mapField(form: Form): Record<string, string[]> {
  const map = jsonField(form, 'map');
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) {
    const entries = Object.entries(map);
    if (entries.every(([, paths]) => isStrings(paths))) return Object.fromEntries(entries) as never;
  }
  throw new MultipartError('The multipart field "map" must be an object of lists of paths.');
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

/** Puts a file at a path such as `variables.input.reference.images.frontal.file`, where the value must be null. */
function put(operations: Json, path: string, file: UploadedFile): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let parent: unknown = operations;
  for (const key of keys) parent = ownProperty(parent, key);
  if (ownProperty(parent, last) !== null) {
    throw new MultipartError(`The map names ${path}, but the value at this path in operations is not null.`);
  }
  (parent as Record<string, unknown>)[last] = file;
}

function ownProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
