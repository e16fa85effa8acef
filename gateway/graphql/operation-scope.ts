import type { Viewer } from '../auth/viewer.ts';
import type { RequestScope } from './schema/context.ts';

/** What the transport adds to an operation's context. */
export interface OperationScope extends RequestScope {
  readonly viewer: Viewer;
}
