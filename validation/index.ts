// The entry point for browsers; node.ts adds what only servers need.
import { config } from 'zod/mini';

// Compiling schemas needs `new Function`, which n8n's scanner and strict content security policies forbid.
config({ jitless: true });

export { countCharacters } from './characters.ts';
export { checkCreateElement, type CheckOptions, type Checked } from './input/check.ts';
export { type CreateElementInput, parseCreateElement } from './input/create-element.ts';
export { type CreateVoiceInput, parseCreateVoice } from './input/create-voice.ts';
export { type InputOptions, type Parsed } from './input/fields.ts';
export { type ImageInput } from './input/image-input.ts';
export { type MediaOptions, type VerifiedMedia } from './input/media-inspector.ts';
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
export { type ElementTag, elementTags, tagIds } from './kling/tag.ts';
export { isFinal, type Task, type TaskStatus, taskStatuses } from './kling/task.ts';
export { type Image } from './kling/image.ts';
export { type TaskKind, taskKinds } from './kling/task-kind.ts';
export { type Video } from './kling/video.ts';
export { type Voice } from './kling/voice.ts';
export { limits } from './limits.ts';
export { type ParsedBase64, base64Source, readBase64 } from './media/base64.ts';
export { type ByteSource, bytesSource } from './media/byte-source.ts';
export { checkImage, type ImageMeasure, measureImage } from './media/image.ts';
export { checkSourceVideo } from './media/source-video.ts';
export { checkVideo, measureVideo, type VideoMeasure } from './media/video.ts';
export {
  type Outcome,
  outcomes,
  type Problem,
  type ProblemDetails,
  type ProblemKind,
  problemKinds,
} from './problems.ts';
