import { readSecret } from '@kling-elements/validation';
import { NodeOperationError } from 'n8n-workflow';

import type { KlingContext } from './context.ts';

/** The name of the credential's type. */
export const klingApi = 'klingApi';

/** Where Kling's API is, without a slash at the end. @throws NodeOperationError when that is no web address */
export async function baseUrlOf(context: KlingContext): Promise<string> {
  const { baseUrl } = await context.getCredentials<{ baseUrl: string }>(klingApi);
  if (!/^https?:\/\//i.test(baseUrl.trim()) || !URL.canParse(baseUrl)) {
    throw new NodeOperationError(context.getNode(), 'The Base URL of the credential is not a web address', {
      description: 'Give one that begins with https://, such as that of the global site.',
    });
  }
  return baseUrl.trim().replace(/\/+$/, '');
}

/** The keys that callbacks may be signed with; none when the credential has no webhook secret. */
export async function webhookSecretsOf(context: KlingContext): Promise<Uint8Array[]> {
  const { webhookSecret } = await context.getCredentials<{ webhookSecret?: string }>(klingApi);
  return (webhookSecret ?? '').split(/\s+/).filter(Boolean).map(readSecret);
}
