// The entry point for Node: adds what servers do, who have the credential: calls, secrets and callbacks.
export * from './index.ts';

export { readCallback } from './callbacks/callback.ts';
export {
  type Headers,
  readSecret,
  readSecrets,
  type CheckedSignature,
  signCallback,
  type SignedCallback,
  verifySignature,
} from './callbacks/signature.ts';
export { type Backoff, backoffDelay } from './calls/backoff.ts';
export { type Created, createOnce } from './calls/create-once.ts';
export { deleteOnce } from './calls/delete-once.ts';
export { NoResponseError, getWithRetries, type Transport, type Runtime } from './calls/exchange.ts';
export { pageHolding } from './calls/lists.ts';
export {
  isTaskKey,
  type KlingPage,
  type KlingRequest,
  type KlingResponse,
  type RequestBody,
  requests,
  taskRequests,
  type TaskRequests,
} from './calls/request.ts';
export { defaultRetryPolicy, readRetryAfter, retryDelay, type RetryPolicy } from './calls/retry.ts';
export { endpointsOf, type TaskEndpoint, taskEndpoints } from './calls/task-endpoints.ts';
export { type KeyPair, signToken, type TokenSource, tokenSource } from './credentials/token.ts';
export { createElementBody, type CreateKeys, createVoiceBody } from './input/body.ts';
export { fingerprintOf } from './input/fingerprint.ts';
export { type ParsedResponse, type RawResponse, parseResponse } from './kling/envelope.ts';
export { readTask, type TaskList, taskListSchema, taskSchema } from './kling/task.ts';
export {
  type ByteRange,
  contentCodings,
  type MediaResponse,
  type RequestMedia,
  mediaRequestHeaders,
  unreadable,
} from './media/remote/media-response.ts';
export { followRedirects, type RequestUrl } from './media/remote/redirects.ts';
export { openRemoteFile } from './media/remote/remote-file.ts';
export { type SequentialReach } from './media/remote/sequential-source.ts';
export {
  makeProblem,
  ProblemError,
  problemFromEnvelope,
  problemFromNoResponse,
  problemFromStatus,
} from './problems.ts';
export { hasDetails, type Merged, mergeTask } from './tasks/order.ts';
