// The entry point for browsers; node.ts adds what only servers need.
import { config } from 'zod/mini';

// Compiling schemas needs `new Function`, which n8n's scanner and strict content security policies forbid.
config({ jitless: true });

export { type Backoff, backoffDelay } from './calls/backoff.ts';
export { type Created, createOnce, type TaskKind } from './calls/create-once.ts';
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
} from './calls/request.ts';
export { defaultRetryPolicy, readRetryAfter, retryDelay, type RetryPolicy } from './calls/retry.ts';
export { countCharacters } from './characters.ts';
export { createElementBody, type CreateKeys, createVoiceBody } from './input/body.ts';
export { checkCreateElement, type CheckOptions, type VerifiedMedia, type Checked } from './input/check.ts';
export { type CreateElementInput, type ImageInput, parseCreateElement } from './input/create-element.ts';
export { type CreateVoiceInput, parseCreateVoice } from './input/create-voice.ts';
export { type InputOptions, type Parsed } from './input/fields.ts';
export { isPublicAddress } from './input/public-address.ts';
export { parseUrl, type ParsedUrl } from './input/url.ts';
export {
  type Issue,
  formatPath,
  type InputIssue,
  type IssueCode,
  issueCodes,
  type Path,
  UrlIssueError,
} from './issues.ts';
export { type Json, parseJson, quoteLongIntegers, stringifyJson } from './json.ts';
export { type Element, type ReferenceType, referenceTypes } from './kling/element.ts';
export { type ParsedResponse, type RawResponse, parseResponse } from './kling/envelope.ts';
export { type ElementTag, elementTags, tagIds } from './kling/tag.ts';
export {
  isFinal,
  readTask,
  type Task,
  type TaskList,
  taskListSchema,
  taskSchema,
  type TaskStatus,
  taskStatuses,
} from './kling/task.ts';
export { type Voice } from './kling/voice.ts';
export { limits } from './limits.ts';
export { type ParsedBase64, base64Source, readBase64 } from './media/base64.ts';
export { type ByteSource, bytesSource } from './media/byte-source.ts';
export { checkImage, type ImageMeasure, measureImage } from './media/image.ts';
export { checkVideo, measureVideo, type VideoMeasure } from './media/video.ts';
export {
  makeProblem,
  type Outcome,
  outcomes,
  type Problem,
  type ProblemDetails,
  ProblemError,
  type ProblemKind,
  problemKinds,
  problemFromEnvelope,
  problemFromNoResponse,
  problemFromStatus,
} from './problems.ts';
export { hasDetails, type Merged, mergeTask } from './tasks/order.ts';
