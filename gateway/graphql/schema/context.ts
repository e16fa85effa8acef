import type { ByteSource, VerifiedMedia } from '@kling-elements/validation';

import type { KlingClient } from '../../kling/client.ts';
import type { Tasks } from '../../tasks/tasks.ts';

/** What every resolver may use, the same for each request. */
export interface GatewayServices {
  readonly kling: KlingClient;
  readonly tasks: Tasks;
  /** URLs of media and callbacks may be on private networks. */
  readonly allowPrivateUrls: boolean;
  /** Returns what opens the URLs of one check, which share its time limit. */
  readonly createUrlOpener: () => (url: string) => Promise<ByteSource>;
  /** Media that have passed a check, so that they are not inspected again. */
  readonly verifiedMedia: VerifiedMedia;
  /** Whether Kling lists a voice; undefined if that can't be found out in time. */
  readonly hasVoice: (id: string) => Promise<boolean | undefined>;
}

/** What belongs to one request. */
export interface RequestScope {
  /** Sent as `x-request-id`, logged, and part of the message of an unexpected error. */
  readonly requestId: string;
  /** Who sent the request; the name is null without authentication. */
  readonly viewer: { readonly name: string | null };
  /** The last event that the client has received of the same subscription, if it says so. */
  readonly lastEventId?: string | undefined;
}

export type GatewayContext = GatewayServices & RequestScope;
