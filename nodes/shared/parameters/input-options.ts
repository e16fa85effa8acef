import { type InputOptions, parseUrl } from '@kling-elements/validation';

import type { KlingContext } from '../kling/context.ts';
import { baseUrlOf } from '../kling/credential.ts';

/** Allows media and callback URLs on a private network where the API is on one itself, such as the sandbox. */
export async function inputOptionsOf(context: KlingContext): Promise<InputOptions> {
  return { allowPrivateUrls: !parseUrl(await baseUrlOf(context), { allowPrivate: false }).ok };
}
