import * as z from 'zod';

import { operations } from '../http/operations.ts';
import { type ServiceCode, serviceCodes } from '../http/reply.ts';
import { wireStatuses } from '../account/store.ts';

/** How often a fault applies. */
const often = {
  /** How many of the calls it fits it lets pass first. */
  skip: z.int().min(0).default(0),
  /** How many times it applies. Default: once, or without limit when it has a probability. */
  times: z.int().min(1).optional(),
  /** 0 to 1. The probabilities of faults that match the same call add up: at most one of them applies. */
  probability: z.number().min(0).max(1).optional(),
};

const operation = z.enum(operations);
/** Which calls it fits; all when not given. */
const on = z.union([operation.transform((one) => [one]), z.array(operation).min(1)]).optional();
/** Before the call has had its effect, or after. */
const when = z.enum(['before', 'after']).default('before');

const serviceCode = z.custom<ServiceCode>(
  (code) => (serviceCodes as readonly unknown[]).includes(code),
  `must be one of ${serviceCodes.join(', ')}`,
);

/** The faults that can be requested. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** The connection is cut instead of an answer. */
  z.strictObject({ kind: z.literal('lost-answer'), on, when, ...often }),
  /** No response ever comes: the caller has to time out. */
  z.strictObject({ kind: z.literal('no-answer'), on, when, ...often }),
  /** The response is delayed by this many milliseconds; other faults can apply as well. */
  z.strictObject({ kind: z.literal('delay'), on, when, ms: z.int().min(0).max(600_000), ...often }),
  /** An error response of Kling; `retryAfter` becomes the header, in seconds or as an HTTP date. */
  z.strictObject({
    kind: z.literal('error'),
    on,
    when,
    code: serviceCode,
    message: z.string().optional(),
    retryAfter: z.union([z.number().transform(String), z.string()]).optional(),
    ...often,
  }),
  /** A page of a CDN's instead of JSON. */
  z.strictObject({
    kind: z.literal('html'),
    on,
    when,
    status: z.int().min(200).max(599).default(502),
    ...often,
  }),
  /** A create is accepted, and its task fails in the end. */
  z.strictObject({
    kind: z.literal('failed-task'),
    on,
    message: z.string().default('Failed to extract the element from the given media'),
    ...often,
  }),
  /**
   * Callbacks: `lost`, `late` by `ms`, `doubled`, or `reordered`: sent after the next one of the same task (a final
   * one has none after it, so this fits the others only).
   */
  z.strictObject({
    kind: z.literal('callback'),
    how: z.enum(['lost', 'late', 'doubled', 'reordered']),
    status: z.enum(wireStatuses).optional(),
    ms: z.int().min(0).max(600_000).default(1000),
    ...often,
  }),
]);

export type FaultInput = z.input<typeof faultSchema>;
export type SandboxFault = z.output<typeof faultSchema>;
export type FaultOf<Kind extends SandboxFault['kind']> = Extract<SandboxFault, { kind: Kind }>;
/** Faults of a response; at most one applies to each. */
export type AnswerFault = FaultOf<'lost-answer' | 'no-answer' | 'error' | 'html'>;
