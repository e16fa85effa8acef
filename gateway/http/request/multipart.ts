import type { IncomingMessage } from 'node:http';

import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { type Json, limits, parseJson } from '@kling-elements/validation';

import type { UploadedFile } from '../../graphql/schema/uploaded-file.ts';
import { BodyBrokenOff, BodyTooLarge, refuseTooLarge } from './body.ts';
import { GrowableBuffer } from './growable-buffer.ts';

/** The request is not what the GraphQL multipart request specification describes. */
export class BadMultipart extends Error {
  override readonly name = 'BadMultipart';
}

/** More than any operation of this schema has use for. */
const maxParts = 100;

/** Room is made for a file up to the size of the largest picture; only larger ones, to be refused, are moved. */
const mostRoom = limits.image.maxBytes;

interface Form {
  readonly fields: Map<string, string>;
  readonly files: Map<string, UploadedFile>;
  readonly contents: GrowableBuffer[];
}

/** Of operations that were read and may still use their files. */
const contentsOf = new WeakMap<object, readonly GrowableBuffer[]>();

/**
 * Gives the memory of the files back that came with operations, if any did; nobody may use them any more. V8 would get
 * round to it only when several uploads more have come.
 */
export function freeFiles(operations: object): void {
  for (const content of contentsOf.get(operations) ?? []) content.free();
  contentsOf.delete(operations);
}

/** Whether operations came with files that have not been freed. */
export function hasFiles(operations: object): boolean {
  return contentsOf.has(operations);
}

/**
 * Reads a multipart request: `operations`, with the files of `map` in their places. Each file is held once, from its
 * first byte on, until {@link freeFiles}.
 *
 * @throws BodyTooLarge
 * @throws BodyBrokenOff
 * @throws BadMultipart
 */
export async function readMultipart(incoming: IncomingMessage, maxBytes: number): Promise<Json> {
  const form = await readForm(incoming, maxBytes);
  const operations = jsonField(form, 'operations');
  for (const [key, places] of Object.entries(mapField(form))) {
    const file = form.files.get(key);
    if (file === undefined) throw new BadMultipart(`The map names a file "${key}" that was not sent.`);
    for (const place of places) put(operations, place, file);
  }
  if (typeof operations === 'object' && operations !== null) contentsOf.set(operations, form.contents);
  return operations;
}

/** On a refusal the rest is read from the wire and dropped, so that the client comes to read the answer. */
function readForm(incoming: IncomingMessage, maxBytes: number): Promise<Form> {
  refuseTooLarge(incoming, maxBytes);
  const announced = Number(incoming.headers['content-length'] ?? 0);
  const form: Form = { fields: new Map(), files: new Map(), contents: [] };
  const parser = parserOf(incoming, maxBytes);
  const read = Promise.withResolvers<Form>();
  let received = 0;

  const refuse = (error: Error) => {
    incoming.unpipe(parser);
    incoming.off('data', count);
    incoming.resume();
    read.reject(error);
  };
  const count = (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxBytes) refuse(new BodyTooLarge());
  };
  const brokenOff = () => {
    if (!incoming.complete) refuse(new BodyBrokenOff('The request was broken off.'));
  };

  parser.on('field', (name, value) => form.fields.set(name, value));
  parser.on('file', (field, stream, name) => {
    const content = new GrowableBuffer(Math.min(mostRoom, Math.max(0, announced - received)));
    form.contents.push(content);
    stream.on('data', (chunk: Buffer) => {
      content.add(chunk);
    });
    stream.on('error', refuse);
    stream.on('end', () => {
      const bytes = content.bytes();
      form.files.set(field, { name, bytes: () => Promise.resolve(bytes) });
    });
  });
  parser.on('partsLimit', () => {
    refuse(new BadMultipart(`The multipart body has more than ${maxParts} parts.`));
  });
  parser.on('error', (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    refuse(new BadMultipart(`The multipart body cannot be read: ${reason}.`, { cause }));
  });
  parser.on('finish', () => {
    read.resolve(form);
  });
  incoming.once('close', brokenOff);
  incoming.on('data', count);
  incoming.pipe(parser);
  return read.promise.finally(() => {
    incoming.off('close', brokenOff);
    incoming.off('data', count);
  });
}

function parserOf(incoming: IncomingMessage, maxBytes: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...incoming.headers, 'content-type': incoming.headers['content-type'] ?? '' },
      limits: { fieldSize: maxBytes, parts: maxParts },
    });
  } catch (cause) {
    throw new BadMultipart('The multipart body cannot be read: its header names no boundary.', { cause });
  }
}

function jsonField({ fields }: Form, name: string): Json {
  const text = fields.get(name);
  if (text === undefined) throw new BadMultipart(`The multipart field "${name}" is missing.`);
  try {
    return parseJson(text);
  } catch (cause) {
    throw new BadMultipart(`The multipart field "${name}" is not JSON.`, { cause });
  }
}

function mapField(form: Form): Record<string, string[]> {
  const map = jsonField(form, 'map');
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) {
    const entries = Object.entries(map);
    if (entries.every(([, places]) => isTexts(places))) return Object.fromEntries(entries) as never;
  }
  throw new BadMultipart('The multipart field "map" is not an object of lists of places.');
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

/** Puts a file at a place such as `variables.input.reference.images.frontal.file`, which must hold null. */
function put(operations: Json, place: string, file: UploadedFile): void {
  const steps = place.split('.');
  const last = steps.pop() ?? '';
  let at: unknown = operations;
  for (const step of steps) at = own(at, step);
  if (own(at, last) !== null) {
    throw new BadMultipart(`The map says ${place}, but there is no null in operations at that place.`);
  }
  (at as Record<string, unknown>)[last] = file;
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
