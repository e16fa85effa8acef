import { type InputOptions, parseUrl } from '@kling-elements/validation';

import type { KlingContext } from '../kling/context.ts';
import { baseUrlOf } from '../kling/credential.ts';

/** Media and callbacks may be on a private network where the API itself is, as a stand-in for Kling is. */
export async function inputOptionsOf(context: KlingContext): Promise<InputOptions> {
  return { allowPrivateUrls: !parseUrl(await baseUrlOf(context), { allowPrivate: false }).ok };
}
