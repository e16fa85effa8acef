import type { Callbacks } from './callbacks.ts';
import type { Cdn } from './cdn.ts';
import type { Faults } from './faults.ts';
import type { Ids } from './ids.ts';
import type { Progress } from './progress.ts';
import type { RequestLog } from './request-log.ts';
import type { Store } from './store.ts';

/** What the routes work with. */
export interface Runtime {
  /** What the account made. */
  readonly store: Store;
  /** What Kling made for everybody. */
  readonly presets: Store;
  readonly ids: Ids;
  readonly cdn: Cdn;
  readonly faults: Faults;
  readonly callbacks: Callbacks;
  readonly progress: Progress;
  readonly log: RequestLog;
  readonly checkMedia: boolean;
  /** Aborts when the sandbox is closed. */
  readonly closed: AbortSignal;
}
