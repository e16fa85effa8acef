import { randomInt } from 'node:crypto';

import { readSecret } from '@kling-elements/validation';
import * as z from 'zod';

import { apiKeyPattern } from './http/authentication.ts';
import { callbackShapes } from './callbacks/callback-record.ts';
import { faultSchema } from './faults/fault-schema.ts';

/** The credentials that the sandbox accepts by default. */
export const defaultCredentials = {
  apiKey: 'sandbox-key',
  accessKey: 'sandbox-access',
  secretKey: 'sandbox-secret',
} as const;

const apiKey = z.string().regex(apiKeyPattern, 'must be 8 to 256 letters, digits, - and _');

export const optionsSchema = z.strictObject({
  /** 0: any free one, which is the default. */
  port: z.int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  /** From submitted to final, in milliseconds; processing begins at a third of it. Default 3000. */
  taskMs: z.int().min(0).max(86_400_000).default(3000),
  /** Tasks do not progress until `advance()` or `release()` is called. */
  hold: z.boolean().default(false),
  /** The accepted API keys. Default: every well-formed key, such as `sandbox-key`. */
  apiKeys: z.array(apiKey).optional(),
  /** Default: `sandbox-access` with `sandbox-secret`. */
  keyPairs: z
    .array(z.strictObject({ accessKey: z.string().min(1), secretKey: z.string().min(1) }))
    .default([{ accessKey: defaultCredentials.accessKey, secretKey: defaultCredentials.secretKey }]),
  /** `whsec_…` to sign callbacks with; several, separated by spaces, as during a rotation. */
  webhookSecret: z
    .string()
    .refine((secrets) => secrets.split(/\s+/).every(isSecret), 'must be whsec_ followed by Base64')
    .optional(),
  callbackShape: z.enum(callbackShapes).default('legacy'),
  /** Whether callbacks may leave this machine. */
  remoteCallbacks: z.boolean().default(false),
  /** Makes IDs and faults with a probability repeatable. */
  seed: z.int().default(() => randomInt(2 ** 31)),
  /** How many finished elements the account starts with. */
  ownElements: z.int().min(0).max(100_000).default(0),
  /** How many tasks may be unfinished at once; by default there is no limit. */
  concurrency: z.int().min(1).optional(),
  /** The same of videos, images and views, which Kling limits per resource pack. */
  generationConcurrency: z.int().min(1).default(5),
  /** Whether images and videos are checked; those given as URLs only when they are on this machine. */
  checkMedia: z.boolean().default(true),
  /** Limit of one request; above it, the CDN's 413. Default 128 MiB. */
  maxBodyBytes: z
    .int()
    .min(1)
    .default(128 * 1024 * 1024),
  faults: z.array(faultSchema).default([]),
  /** The clock, Unix milliseconds. */
  now: z.custom<() => number>((now) => typeof now === 'function').default(() => Date.now),
});

export type SandboxOptions = z.input<typeof optionsSchema>;
export type SandboxSettings = z.output<typeof optionsSchema>;

function isSecret(secret: string): boolean {
  try {
    return readSecret(secret).length > 0;
  } catch {
    return false;
  }
}
