import { countCharacters } from '@kling-elements/validation';

import { Refusal } from './reply.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** "Bad parameters": every fault of a field is told in these words. */
export function bad(field: string, fault: string): Refusal {
  return new Refusal(1201, `${field} ${fault}`);
}

export function objectAt(value: unknown, field: string): Fields {
  if (value === undefined) throw bad(field, 'is required');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(field, 'must be an object');
  return value as Fields;
}

export function listAt(value: unknown, field: string): readonly unknown[] {
  if (value === undefined) throw bad(field, 'is required');
  if (!Array.isArray(value)) throw bad(field, 'must be an array');
  return value;
}

/** A text that is there, is not blank, and has at most `maxLength` characters. */
export function textAt(value: unknown, field: string, maxLength = Infinity): string {
  if (value === undefined) throw bad(field, 'is required');
  if (typeof value !== 'string') throw bad(field, 'must be a string');
  if (value.trim() === '') throw bad(field, 'must not be empty');
  // A character has at least one code unit: long texts are counted only when it matters.
  if (value.length > maxLength && countCharacters(value) > maxLength) {
    throw bad(field, `must have at most ${maxLength} characters`);
  }
  return value;
}

/** Absent, or a text: an empty one and null are refused. */
export function optionalTextAt(value: unknown, field: string): string | undefined {
  return value === undefined ? undefined : textAt(value, field);
}

export function urlAt(value: unknown, field: string): string {
  const url = textAt(value, field);
  if (!/^https?:\/\/\S+$/i.test(url) || !URL.canParse(url)) throw bad(field, 'must be an http or https URL');
  return url;
}

export function optionalUrlAt(value: unknown, field: string): string | undefined {
  return value === undefined ? undefined : urlAt(value, field);
}
