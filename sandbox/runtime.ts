import type { CallbackSender } from './callbacks/callback-sender.ts';
import type { Cdn } from './media/cdn.ts';
import type { Faults } from './faults/faults.ts';
import type { Ids } from './account/ids.ts';
import type { Progress } from './account/progress.ts';
import type { RequestLog } from './http/request-log.ts';
import type { Store } from './account/store.ts';

/** What the routes share. */
export interface Runtime {
  /** The account's own tasks. */
  readonly store: Store;
  /** Kling's presets, which every account can use. */
  readonly presets: Store;
  readonly ids: Ids;
  readonly cdn: Cdn;
  readonly faults: Faults;
  readonly callbacks: CallbackSender;
  readonly progress: Progress;
  readonly log: RequestLog;
  readonly checkMedia: boolean;
  /** Aborts when the sandbox is closed. */
  readonly closed: AbortSignal;
}
