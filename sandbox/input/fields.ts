import { countCharacters } from '@kling-elements/validation';

import { KlingError } from '../http/reply.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** "Bad parameters": the error for any invalid field. */
export function invalidField(field: string, fault: string): KlingError {
  return new KlingError(1201, `${field} ${fault}`);
}

export function objectAt(value: unknown, field: string): Fields {
  if (value === undefined) throw invalidField(field, 'is required');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidField(field, 'must be an object');
  return value as Fields;
}

export function listAt(value: unknown, field: string): readonly unknown[] {
  if (value === undefined) throw invalidField(field, 'is required');
  if (!Array.isArray(value)) throw invalidField(field, 'must be an array');
  return value;
}

/** A string that is present, not blank, and at most `maxLength` characters long. */
export function textAt(value: unknown, field: string, maxLength = Infinity): string {
  if (value === undefined) throw invalidField(field, 'is required');
  if (typeof value !== 'string') throw invalidField(field, 'must be a string');
  if (value.trim() === '') throw invalidField(field, 'must not be empty');
  // A character has at least one code unit: long texts are counted only when it matters.
  if (value.length > maxLength && countCharacters(value) > maxLength) {
    throw invalidField(field, `must have at most ${maxLength} characters`);
  }
  return value;
}

/** An optional string: an empty one and null are refused. */
export function optionalTextAt(value: unknown, field: string): string | undefined {
  return value === undefined ? undefined : textAt(value, field);
}

export function urlAt(value: unknown, field: string): string {
  const url = textAt(value, field);
  if (!/^https?:\/\/\S+$/i.test(url) || !URL.canParse(url))
    throw invalidField(field, 'must be an http or https URL');
  return url;
}

export function optionalUrlAt(value: unknown, field: string): string | undefined {
  return value === undefined ? undefined : urlAt(value, field);
}
