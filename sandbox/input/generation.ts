import {
  estimateImages,
  estimateVideo,
  estimateViews,
  generationLimits,
  type ImageResolution,
  type VideoModel,
  type VideoResolution,
} from '@kling-elements/validation/generation';

import type { GenerationEndpoint, StoredGeneration } from '../account/generated.ts';
import { KlingError } from '../http/reply.ts';
import type { ImageReference } from './create-element.ts';
import {
  type Fields,
  invalidField,
  listAt,
  objectAt,
  optionalTextAt,
  optionalUrlAt,
  textAt,
  urlAt,
} from './fields.ts';
import { ignoredIn } from './ignored.ts';

/** A generation with valid fields; its elements and media are not checked yet. */
export interface GenerationRequest extends Pick<
  StoredGeneration,
  'kind' | 'endpoint' | 'name' | 'watermark' | 'seconds' | 'series' | 'units' | 'ignored' | 'hangs'
> {
  readonly elementIds: readonly string[];
  readonly images: readonly ImageReference[];
  readonly videoUrl: string | undefined;
  /** How many images to make. */
  readonly count: number;
  readonly callbackUrl: string | undefined;
  readonly externalId: string | undefined;
}

/**
 * Parses the body of a generation as Kling does: what it knows is checked, what it does not know is ignored and
 * charged for (docs/kling-generation.md, sections 2 and 4).
 *
 * @throws KlingError 1201 for the first invalid field
 */
export const parseGeneration: Readonly<Record<GenerationEndpoint, (body: Fields) => GenerationRequest>> = {
  'omni-video': omniVideo,
  image2video: imageToVideo,
  'omni-image': omniImage,
  'ai-multi-shot': views,
};

const keys = ['callback_url', 'external_task_id'];
const knownFields: Readonly<Record<GenerationEndpoint, readonly string[]>> = {
  'omni-video': [
    ...['model_name', 'prompt', 'multi_shot', 'shot_type', 'multi_prompt', 'image_list', 'element_list'],
    ...['video_list', 'sound', 'mode', 'aspect_ratio', 'duration', 'watermark_info', ...keys],
  ],
  image2video: [
    ...['model_name', 'image', 'image_tail', 'prompt', 'element_list', 'mode', 'duration', 'sound', ...keys],
  ],
  'omni-image': [
    ...['model_name', 'prompt', 'image_list', 'element_list', 'resolution', 'aspect_ratio', 'result_type'],
    ...['n', 'series_amount', 'watermark_info', ...keys],
  ],
  'ai-multi-shot': ['element_frontal_image', ...keys],
};

const modes: Readonly<Record<string, VideoResolution>> = { std: 'P720', pro: 'P1080', '4k': 'UHD_4K' };
const models: Readonly<Record<string, VideoModel>> = {
  'kling-v3-omni': 'KLING_V3_OMNI',
  'kling-video-o1': 'KLING_VIDEO_O1',
  'kling-v3': 'KLING_V3',
};
const imageSizes: Readonly<Record<string, ImageResolution>> = { '1k': 'K1', '2k': 'K2', '4k': 'K4' };

function omniVideo(body: Fields): GenerationRequest {
  const modelName = choiceAt(
    body.model_name,
    'model_name',
    ['kling-v3-omni', 'kling-video-o1'],
    'kling-video-o1',
  );
  const shots = body.multi_shot === true ? shotsIn(body) : undefined;
  if (shots !== undefined && body.prompt !== undefined)
    throw invalidField('prompt', 'is not supported with multi_shot');
  const prompts = shots?.prompts ?? [textAt(body.prompt, 'prompt', generationLimits.promptMaxLength)];
  const images = framesIn(body.image_list);
  const video = videoIn(body.video_list);
  if (video?.edit === true && shots !== undefined) {
    throw invalidField('multi_shot', 'is not supported with a video to be edited');
  }
  const sound = choiceAt(body.sound, 'sound', ['on', 'off'], 'off') === 'on';
  if (sound && video !== undefined) throw invalidField('sound', 'must be off with video_list');
  if (sound && modelName === 'kling-video-o1') throw invalidField('sound', 'is not supported by the model');
  const mode = modeIn(body, modelName);
  const seconds = secondsAt(
    body.duration,
    modelName === 'kling-video-o1' ? generationLimits.o1MaxSeconds : generationLimits.maxSeconds,
  );
  if (shots !== undefined && shots.seconds !== seconds)
    throw invalidField('duration', 'must be the sum of multi_prompt');
  const aspectRatio =
    body.aspect_ratio === undefined
      ? undefined
      : choiceAt(body.aspect_ratio, 'aspect_ratio', ['16:9', '9:16', '1:1']);
  if (
    aspectRatio === undefined &&
    !images.some(({ type }) => type === 'first_frame') &&
    video?.edit !== true
  ) {
    throw invalidField('aspect_ratio', 'is required');
  }
  const elementIds = elementsIn(body.element_list);
  const counts = { element: elementIds.length, image: images.length, video: video === undefined ? 0 : 1 };
  return {
    ...asked('omni-video', 'video', body),
    name: nameOf(prompts),
    watermark: watermarkIn(body),
    seconds,
    units: price(modelName, mode, { sound, video, seconds }),
    ignored: ignoredIn(body, knownFields['omni-video'], prompts, counts),
    hangs: body.multi_shot !== true && body.multi_prompt !== undefined,
    elementIds,
    images,
    videoUrl: video?.url,
  };
}

function imageToVideo(body: Fields): GenerationRequest {
  const modelName = choiceAt(body.model_name, 'model_name', ['kling-v3'], 'kling-v3');
  const images = [
    { field: 'image', text: textAt(body.image, 'image') },
    ...(body.image_tail === undefined
      ? []
      : [{ field: 'image_tail', text: textAt(body.image_tail, 'image_tail') }]),
  ];
  const elementIds = elementsIn(body.element_list);
  if (elementIds.length > 0 && body.voice_list !== undefined) {
    throw invalidField('voice_list', 'must not be given together with element_list');
  }
  const prompt =
    body.prompt === undefined ? '' : textAt(body.prompt, 'prompt', generationLimits.promptMaxLength);
  const sound = choiceAt(body.sound, 'sound', ['on', 'off'], 'off') === 'on';
  const seconds = secondsAt(body.duration, generationLimits.maxSeconds);
  const mode = modeIn(body, modelName);
  const ignored = ignoredIn(body, knownFields.image2video, [prompt], {
    element: elementIds.length,
    image: 0,
    video: 0,
  });
  return {
    ...asked('image2video', 'video', body),
    name: nameOf([prompt]),
    seconds,
    units: price(modelName, mode, { sound, video: undefined, seconds }),
    // The first frame may say it all (section 4, row 1b).
    ignored: ignored.filter((one) => !one.endsWith('is not cited')),
    elementIds,
    images,
  };
}

function omniImage(body: Fields): GenerationRequest {
  choiceAt(body.model_name, 'model_name', ['kling-v3-omni', 'kling-image-o1'], 'kling-image-o1');
  const prompt = textAt(body.prompt, 'prompt', generationLimits.promptMaxLength);
  const images = (body.image_list === undefined ? [] : listAt(body.image_list, 'image_list')).map(
    (entry, index): ImageReference => {
      const field = `image_list[${index}].image`;
      return { field, text: textAt(objectAt(entry, `image_list[${index}]`).image, field) };
    },
  );
  const elementIds = elementsIn(body.element_list);
  if (images.length + elementIds.length > generationLimits.imagePicturesMax) throw tooMany();
  const series = choiceAt(body.result_type, 'result_type', ['single', 'series'], 'single') === 'series';
  const size = choiceAt(body.resolution, 'resolution', ['1k', '2k', '4k'], '1k');
  const count = countAt(series ? body.series_amount : body.n, series);
  const counts = { element: elementIds.length, image: images.length, video: 0 };
  return {
    ...asked('omni-image', 'image', body),
    name: nameOf([prompt]),
    watermark: watermarkIn(body),
    series,
    units: estimateImages(imageSizes[size] ?? 'K1', count).units,
    ignored: ignoredIn(body, knownFields['omni-image'], [prompt], counts),
    elementIds,
    images,
    count,
  };
}

function views(body: Fields): GenerationRequest {
  const field = 'element_frontal_image';
  return {
    ...asked('ai-multi-shot', 'views', body),
    units: estimateViews().units,
    ignored: Object.keys(body).filter((one) => !knownFields['ai-multi-shot'].includes(one)),
    images: [{ field, text: textAt(body[field], field) }],
    count: 9,
  };
}

/** What is the same for all, where nothing else is said. */
function asked(endpoint: GenerationEndpoint, kind: StoredGeneration['kind'], body: Fields) {
  return {
    endpoint,
    kind,
    name: '',
    watermark: false,
    seconds: undefined,
    series: false,
    hangs: false,
    elementIds: [],
    videoUrl: undefined,
    count: 1,
    callbackUrl: optionalUrlAt(body.callback_url, 'callback_url'),
    externalId: optionalTextAt(body.external_task_id, 'external_task_id'),
  };
}

function shotsIn(body: Fields): { prompts: string[]; seconds: number } {
  choiceAt(body.shot_type, 'shot_type', ['customize', 'intelligence']);
  const shots = listAt(body.multi_prompt, 'multi_prompt');
  if (shots.length < 1 || shots.length > generationLimits.shotsMax) {
    throw invalidField('multi_prompt', `must have 1 to ${generationLimits.shotsMax} shots`);
  }
  let seconds = 0;
  const prompts = shots.map((entry, index) => {
    const field = `multi_prompt[${index}]`;
    const shot = objectAt(entry, field);
    if (shot.index !== index + 1) throw invalidField(`${field}.index`, 'must count from 1');
    const duration = textAt(shot.duration, `${field}.duration`);
    if (!/^[1-9]\d*$/.test(duration)) throw invalidField(`${field}.duration`, 'must be whole seconds');
    seconds += Number(duration);
    return textAt(shot.prompt, `${field}.prompt`, generationLimits.shotPromptMaxLength);
  });
  return { prompts, seconds };
}

function framesIn(value: unknown): (ImageReference & { readonly type: string })[] {
  const frames = (value === undefined ? [] : listAt(value, 'image_list')).map((entry, index) => {
    const field = `image_list[${index}]`;
    const image = objectAt(entry, field);
    const type =
      image.type === undefined ? '' : choiceAt(image.type, `${field}.type`, ['first_frame', 'end_frame']);
    return { field: `${field}.image_url`, text: textAt(image.image_url, `${field}.image_url`), type };
  });
  const has = (type: string) => frames.some((frame) => frame.type === type);
  if (has('end_frame') && !has('first_frame'))
    throw invalidField('image_list', 'must have a first_frame for an end_frame');
  return frames;
}

function videoIn(value: unknown): { readonly url: string; readonly edit: boolean } | undefined {
  if (value === undefined) return undefined;
  const [entry, ...others] = listAt(value, 'video_list');
  if (others.length > 0) throw invalidField('video_list', 'must have at most one video');
  const video = objectAt(entry, 'video_list[0]');
  choiceAt(video.keep_original_sound, 'video_list[0].keep_original_sound', ['yes', 'no'], 'no');
  const type = choiceAt(video.refer_type, 'video_list[0].refer_type', ['feature', 'base'], 'base');
  return { url: urlAt(video.video_url, 'video_list[0].video_url'), edit: type === 'base' };
}

/** IDs as strings; a number is taken as long as it is exact. */
function elementsIn(value: unknown): string[] {
  return (value === undefined ? [] : listAt(value, 'element_list')).map((entry, index) => {
    const id = objectAt(entry, `element_list[${index}]`).element_id;
    if (typeof id === 'string' && /^\d+$/.test(id)) return id;
    if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id);
    throw new KlingError(1201, `Invalid element id: ${String(id)}`);
  });
}

function modeIn(body: Fields, modelName: string): VideoResolution {
  const allowed = modelName === 'kling-v3-omni' ? ['std', 'pro', '4k'] : ['std', 'pro'];
  return modes[choiceAt(body.mode, 'mode', allowed, 'pro')] ?? 'P1080';
}

function secondsAt(value: unknown, max: number): number {
  const text = value === undefined ? '5' : textAt(value, 'duration');
  const seconds = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (seconds < generationLimits.minSeconds || seconds > max) {
    throw invalidField('duration', `must be ${generationLimits.minSeconds} to ${max}`);
  }
  return seconds;
}

function countAt(value: unknown, series: boolean): number {
  const min = series ? generationLimits.seriesMin : 1;
  const count = value === undefined ? min : value;
  if (
    typeof count !== 'number' ||
    !Number.isInteger(count) ||
    count < min ||
    count > generationLimits.imageCountMax
  ) {
    throw invalidField(series ? 'series_amount' : 'n', `must be ${min} to ${generationLimits.imageCountMax}`);
  }
  return count;
}

function choiceAt(value: unknown, field: string, choices: readonly string[], whenMissing?: string): string {
  if (value === undefined && whenMissing !== undefined) return whenMissing;
  const text = textAt(value, field);
  if (!choices.includes(text)) throw invalidField(field, `is not supported: ${text}`);
  return text;
}

function watermarkIn(body: Fields): boolean {
  return (
    body.watermark_info !== undefined && objectAt(body.watermark_info, 'watermark_info').enabled === true
  );
}

function price(
  modelName: string,
  resolution: VideoResolution,
  { sound, video, seconds }: { readonly sound: boolean; readonly video: unknown; readonly seconds: number },
): number {
  const model = models[modelName] ?? 'KLING_V3_OMNI';
  return estimateVideo({ model, resolution, sound, video, durationSeconds: seconds })?.units ?? 0;
}

function nameOf(prompts: readonly string[]): string {
  return prompts.join(' ').slice(0, 40);
}

function tooMany() {
  return invalidField('element_list', 'and image_list have too many entries');
}
