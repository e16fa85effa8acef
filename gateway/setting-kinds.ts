import { isIP } from 'node:net';

import { readSecret } from '@kling-elements/validation';
import * as z from 'zod';

import { logLevels } from './log.ts';

/** What a setting's text may be. */
export interface SettingKind<Value> {
  readonly schema: z.ZodType<Value>;
  /** Follows "must be" in the fault. */
  readonly mustBe: string;
  /** Its text is never shown. */
  readonly secret?: true;
}

export function wholeNumber(min: number, max: number): SettingKind<number> {
  return {
    schema: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .refine((number) => number >= min && number <= max),
    mustBe: `a whole number from ${min} to ${max}`,
  };
}

/** By itself up to what Node's timers hold. */
export const milliseconds = (min: number, max = 2_147_483_647) => wholeNumber(min, max);

export const flag: SettingKind<boolean> = {
  schema: z.enum(['0', '1']).transform((text) => text === '1'),
  mustBe: '0 or 1',
};

export const logLevel = { schema: z.enum(logLevels), mustBe: `one of ${logLevels.join(', ')}` };

/** An IP address, IPv6 with or without brackets, or a name. */
export const host: SettingKind<string> = {
  schema: z
    .string()
    .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
    .refine((text) => isIP(text) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text)),
  mustBe: 'an IP address or a host name',
};

export const folder: SettingKind<string> = {
  schema: z.string().refine((path) => !path.includes('\0')),
  mustBe: 'a folder',
};

/** Kept without slashes at its end, so that paths can be put behind it. */
export const baseAddress: SettingKind<string> = {
  schema: z
    .string()
    .refine((text) => {
      const url = webUrl(text);
      return url !== undefined && isWithoutUser(url) && url.search === '' && url.hash === '';
    })
    .transform((text) => new URL(text).href.replace(/\/+$/, '')),
  mustBe: 'a web address such as https://example.com, without user name, password, query and fragment',
};

export const address: SettingKind<string> = {
  schema: z.string().refine((text) => {
    const url = webUrl(text);
    return url !== undefined && isWithoutUser(url);
  }),
  mustBe: 'a web address such as https://example.com/keys, without user name and password',
};

export const databaseAddress: SettingKind<string> = {
  schema: z.string().refine((text) => /^postgres(ql)?:\/\/\S+$/i.test(text) && URL.canParse(text)),
  mustBe: 'a PostgreSQL address such as postgres://name:password@host:5432/database',
  secret: true,
};

/** Any text in one line. */
export const line: SettingKind<string> = {
  schema: z.string().regex(/^\P{Cc}+$/u),
  mustBe: 'a text in one line',
};

export const origins: SettingKind<readonly string[]> = {
  schema: words(z.string().refine((text) => webUrl(text)?.origin === text)),
  mustBe: 'origins such as https://app.example.com or http://localhost:5173, separated by spaces',
};

/** Stands in a header. */
const token = z.string().regex(/^[\x21-\x7e]+$/);

export const credential: SettingKind<string> = {
  schema: token,
  mustBe: 'one word of visible ASCII characters',
  secret: true,
};

export const tokens: SettingKind<readonly string[]> = {
  schema: words(token),
  mustBe: 'words of visible ASCII characters, separated by spaces',
  secret: true,
};

export const webhookSecrets: SettingKind<readonly Uint8Array[]> = {
  schema: words(
    z.string().transform((text, context) => {
      try {
        return readSecret(text);
      } catch {
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }
    }),
  ),
  mustBe: 'whsec_ followed by Base64, as the Kling console shows it; several are separated by spaces',
  secret: true,
};

function words<Value>(word: z.ZodType<Value, string>) {
  return z
    .string()
    .transform((text) => text.split(/\s+/))
    .pipe(z.array(word));
}

function webUrl(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function isWithoutUser({ username, password }: URL): boolean {
  return username === '' && password === '';
}
