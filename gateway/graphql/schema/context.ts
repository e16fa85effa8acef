import type { ByteSource, VerifiedMedia } from '@kling-elements/validation';

import type { KlingClient } from '../../kling/client.ts';
import type { Tasks } from '../../tasks/tasks.ts';

/** What every resolver may use, the same for each request. */
export interface GatewayServices {
  readonly kling: KlingClient;
  readonly tasks: Tasks;
  /** Media and callback addresses may be on private networks. */
  readonly allowPrivateUrls: boolean;
  /** Makes what opens the addresses of one check, which share its time limit. */
  readonly createUrlOpener: () => (url: string) => Promise<ByteSource>;
  readonly verifiedMedia: VerifiedMedia;
}

/** What belongs to one request. */
export interface RequestScope {
  /** Stands in the answer's `x-request-id`, in the log, and in the message of an unexpected error. */
  readonly requestId: string;
  /** Who asks; without a name where nobody has to say. */
  readonly viewer: { readonly name: string | null };
}

export type GatewayContext = GatewayServices & RequestScope;
