import * as z from 'zod';

import { optionsSchema, type SandboxOptions } from './options.ts';

const { shape } = optionsSchema;
const number = z
  .string()
  .regex(/^\d{1,12}$/, 'must be a whole number')
  .transform(Number);
const words = z.string().transform((text) => text.trim().split(/\s+/));
const yesOrNo = z.enum(['0', '1'], 'must be 0 or 1').transform((text) => text === '1');

const jsonText = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});

/** The command's settings in the environment; see README.md. Empty ones count as not set. */
const environmentSchema = z.object({
  SANDBOX_HOST: shape.host.unwrap().optional(),
  SANDBOX_PORT: number.pipe(shape.port.unwrap()).default(4010),
  SANDBOX_TASK_MS: number.pipe(shape.taskMs.unwrap()).optional(),
  SANDBOX_API_KEYS: words.pipe(shape.apiKeys.unwrap()).optional(),
  SANDBOX_WEBHOOK_SECRET: shape.webhookSecret,
  SANDBOX_CALLBACK_SHAPE: shape.callbackShape.unwrap().optional(),
  SANDBOX_REMOTE_CALLBACKS: yesOrNo.optional(),
  SANDBOX_SEED: number.pipe(shape.seed.unwrap()).optional(),
  SANDBOX_ELEMENTS: number.pipe(shape.ownElements.unwrap()).optional(),
  SANDBOX_CONCURRENCY: number.pipe(shape.concurrency.unwrap()).optional(),
  SANDBOX_GENERATION_CONCURRENCY: number.pipe(shape.generationConcurrency.unwrap()).optional(),
  SANDBOX_CHECK_MEDIA: yesOrNo.optional(),
  SANDBOX_FAULTS: jsonText.pipe(shape.faults.unwrap()).optional(),
});

/** What is wrong with the environment: one line for each setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsFault';
}

/** @throws SettingsFault that names all bad settings together */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SandboxOptions {
  const filledIn = Object.entries(environment).filter(([, value]) => value?.trim() !== '');
  const read = environmentSchema.safeParse(Object.fromEntries(filledIn));
  if (!read.success) {
    const lines = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new SettingsError(lines.join('\n'));
  }
  const settings = read.data;
  return {
    host: settings.SANDBOX_HOST,
    port: settings.SANDBOX_PORT,
    taskMs: settings.SANDBOX_TASK_MS,
    apiKeys: settings.SANDBOX_API_KEYS,
    webhookSecret: settings.SANDBOX_WEBHOOK_SECRET,
    callbackShape: settings.SANDBOX_CALLBACK_SHAPE,
    remoteCallbacks: settings.SANDBOX_REMOTE_CALLBACKS,
    seed: settings.SANDBOX_SEED,
    ownElements: settings.SANDBOX_ELEMENTS,
    concurrency: settings.SANDBOX_CONCURRENCY,
    generationConcurrency: settings.SANDBOX_GENERATION_CONCURRENCY,
    checkMedia: settings.SANDBOX_CHECK_MEDIA,
    faults: settings.SANDBOX_FAULTS,
  };
}
