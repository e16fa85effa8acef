import type { IncomingMessage } from 'node:http';

import { type Json, parseJson } from '@kling-elements/validation';

import type { UploadedFile } from '../schema/uploaded-file.ts';
import { BodyBrokenOff, BodyTooLarge, refuseTooLarge } from './body.ts';

/** The request is not what the GraphQL multipart request specification describes. */
export class BadMultipart extends Error {
  override readonly name = 'BadMultipart';
}

interface FormRequest {
  formData(options: { formDataLimits: { fieldSize: number; parts: number } }): Promise<FormData>;
}

/** More than any operation of this schema has use for. */
const maxParts = 100;

/**
 * Reads a multipart request: `operations`, with the files of `map` in their places.
 *
 * A file's pieces are joined as soon as the form is there, and let go: so there is one copy of it, and a second one of
 * one file at a time only.
 *
 * @throws BodyTooLarge
 * @throws BodyBrokenOff
 * @throws BadMultipart
 */
export async function readMultipart(
  request: FormRequest,
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<Json> {
  const form = await readForm(request, incoming, maxBytes);
  const operations = jsonField(form, 'operations');
  for (const [key, places] of Object.entries(mapField(form))) {
    const file = form.get(key);
    if (file === null || typeof file === 'string') {
      throw new BadMultipart(`The map names a file "${key}" that was not sent.`);
    }
    const bytes = await file.bytes();
    form.delete(key);
    const uploaded: UploadedFile = { name: file.name, bytes: () => Promise.resolve(bytes) };
    for (const place of places) put(operations, place, uploaded);
  }
  return operations;
}

async function readForm(
  request: FormRequest,
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<FormData> {
  refuseTooLarge(incoming, maxBytes);
  const tooLarge = Promise.withResolvers<never>();
  let length = 0;
  const count = (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) return;
    incoming.off('data', count);
    incoming.unpipe();
    incoming.resume();
    tooLarge.reject(new BodyTooLarge());
  };
  try {
    const form = request.formData({ formDataLimits: { fieldSize: maxBytes, parts: maxParts } });
    incoming.on('data', count);
    return await Promise.race([form, tooLarge.promise]);
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error;
    if (incoming.destroyed && !incoming.complete) {
      throw new BodyBrokenOff('The request was broken off.', { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadMultipart(`The multipart body cannot be read: ${reason}.`, { cause: error });
  } finally {
    incoming.off('data', count);
  }
}

function jsonField(form: FormData, name: string): Json {
  const text = form.get(name);
  if (typeof text !== 'string') throw new BadMultipart(`The multipart field "${name}" is missing.`);
  try {
    return parseJson(text);
  } catch (cause) {
    throw new BadMultipart(`The multipart field "${name}" is not JSON.`, { cause });
  }
}

function mapField(form: FormData): Record<string, string[]> {
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
