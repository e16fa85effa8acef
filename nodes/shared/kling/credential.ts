import { readSecrets } from '@kling-elements/validation';
import { NodeOperationError } from 'n8n-workflow';

import type { KlingContext } from './context.ts';

/** The name of the credential type. */
export const klingApi = 'klingApi';

/** The URL of Kling's API without a trailing slash. @throws NodeOperationError when it is not a web URL */
export async function baseUrlOf(context: KlingContext): Promise<string> {
  const { baseUrl } = await context.getCredentials<{ baseUrl: string }>(klingApi);
  if (!/^https?:\/\//i.test(baseUrl.trim()) || !URL.canParse(baseUrl)) {
    throw new NodeOperationError(context.getNode(), 'The "Base URL" of the credential is not a valid URL', {
      description: 'Enter a URL that starts with https://, for example https://api-singapore.klingai.com.',
    });
  }
  return baseUrl.trim().replace(/\/+$/, '');
}

/** The keys that callbacks may be signed with; empty when the credential has no webhook secret. */
export async function webhookSecretsOf(context: KlingContext): Promise<Uint8Array[]> {
  const { webhookSecret } = await context.getCredentials<{ webhookSecret?: string }>(klingApi);
  return readSecrets(webhookSecret ?? '');
}
