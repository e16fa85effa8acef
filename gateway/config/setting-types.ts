import { isIP } from 'node:net';

import { readSecret } from '@kling-elements/validation';
import * as z from 'zod/mini';

import { logLevels } from '../runtime/logger.ts';

/** What a setting's value may be. */
export interface SettingKind<Value> {
  readonly schema: z.ZodMiniType<Value>;
  /** Follows "must be" in the issue. */
  readonly mustBe: string;
  /** Its value is never shown. */
  readonly secret?: true;
}

export function wholeNumber(min: number, max: number): SettingKind<number> {
  return {
    schema: z.pipe(
      z.string().check(z.regex(/^\d{1,15}$/)),
      z.transform(Number).check(z.refine((number) => number >= min && number <= max)),
    ),
    mustBe: `a whole number from ${min} to ${max}`,
  };
}

/** The default maximum is the longest delay of Node's timers. */
export const milliseconds = (min: number, max = 2_147_483_647) => wholeNumber(min, max);

export const flag: SettingKind<boolean> = {
  schema: z.pipe(
    z.enum(['0', '1']),
    z.transform((text) => text === '1'),
  ),
  mustBe: '0 or 1',
};

export const logLevel = { schema: z.enum(logLevels), mustBe: `one of ${logLevels.join(', ')}` };

/** An IP address, IPv6 with or without brackets, or a name. */
export const host: SettingKind<string> = {
  schema: z.pipe(
    z.string(),
    z
      .transform((text: string) => text.replace(/^\[(.*)\]$/, '$1'))
      .check(z.refine((text) => isIP(text) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text))),
  ),
  mustBe: 'an IP address or a host name',
};

export const path: SettingKind<string> = {
  schema: stringWhere((text) => !text.includes('\0')),
  mustBe: 'a path without NUL characters',
};

/** Without trailing slashes, so that paths can be appended. */
export const baseUrl: SettingKind<string> = {
  schema: z.pipe(
    stringWhere((text) => {
      const url = parseUrl(text);
      return url !== undefined && isWithoutUser(url) && url.search === '' && url.hash === '';
    }),
    z.transform((text) => new URL(text).href.replace(/\/+$/, '')),
  ),
  mustBe: 'a URL such as https://example.com, without user name, password, query or fragment',
};

export const webUrl: SettingKind<string> = {
  schema: stringWhere((text) => {
    const url = parseUrl(text);
    return url !== undefined && isWithoutUser(url);
  }),
  mustBe: 'a URL such as https://example.com/keys, without user name or password',
};

export const databaseUrl: SettingKind<string> = {
  schema: stringWhere((text) => /^postgres(ql)?:\/\/\S+$/i.test(text) && URL.canParse(text)),
  mustBe: 'a PostgreSQL URL such as postgres://name:password@host:5432/database',
  secret: true,
};

/** Any single line. */
export const line: SettingKind<string> = {
  schema: z.string().check(z.regex(/^\P{Cc}+$/u)),
  mustBe: 'a single line',
};

export const origins: SettingKind<readonly string[]> = {
  schema: words(stringWhere((text) => parseUrl(text)?.origin === text)),
  mustBe: 'origins such as https://app.example.com or http://localhost:5173, separated by spaces',
};

/** Sent in a header. */
const token = z.string().check(z.regex(/^[\x21-\x7e]+$/));

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
    z.pipe(
      z.string(),
      z.transform((text: string, { issues }) => {
        try {
          return readSecret(text);
        } catch {
          issues.push({ code: 'custom', input: text });
          return z.NEVER;
        }
      }),
    ),
  ),
  mustBe: 'whsec_ followed by Base64, as the Kling console shows it; separate several with spaces',
  secret: true,
};

function stringWhere(isValid: (text: string) => boolean) {
  return z.string().check(z.refine(isValid));
}

function words<Value>(word: z.ZodMiniType<Value, string>) {
  return z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.split(/\s+/)),
    ),
    z.array(word),
  );
}

function parseUrl(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function isWithoutUser({ username, password }: URL): boolean {
  return username === '' && password === '';
}
