import type { RequestBody } from '../calls/request.ts';
import type { CreateKeys } from '../input/body.ts';
import { imagePiece, joined } from '../input/body-pieces.ts';
import type { ReadyImage } from './check-image.ts';
import type { ReadyVideo } from './check-video.ts';
import type { CitedElement } from './input/cited-input.ts';
import type { GenerateViewsInput } from './input/views-input.ts';
import {
  aspectRatioNames,
  imageModelNames,
  imageResolutionNames,
  referTypes,
  videoModelNames,
  videoModes,
} from './models.ts';

/**
 * Kling's request body for a video: of `image2video` for the model KLING_V3, of `omni-video` for the others
 * (docs/kling-generation.md, section 2). Unused optional fields are omitted; images are pieces of their own, so that
 * they are not copied.
 */
export function videoBody(ready: ReadyVideo, keys: CreateKeys): RequestBody {
  return ready.input.model === 'KLING_V3' ? firstFrameBody(ready, keys) : omniVideoBody(ready, keys);
}

function omniVideoBody({ input, prompt, shotPrompts }: ReadyVideo, keys: CreateKeys): RequestBody {
  const { shots, images, firstFrame, lastFrame, video, aspectRatio } = input;
  const shotFields = {
    multi_shot: true,
    shot_type: 'customize',
    multi_prompt: shots.map(({ durationSeconds }, index) => ({
      index: index + 1,
      prompt: shotPrompts[index],
      duration: String(durationSeconds),
    })),
  };
  // Frames come last, so that <<<image_1>>> is the first of the images.
  const imageList = [
    ...images.map(({ image }) => ({ image, type: undefined })),
    ...(firstFrame ? [{ image: firstFrame, type: 'first_frame' }] : []),
    ...(lastFrame ? [{ image: lastFrame, type: 'end_frame' }] : []),
  ];
  return object(
    {
      model_name: videoModelNames[input.model],
      ...(shots.length > 0 ? shotFields : { prompt }),
    },
    imageList.length === 0
      ? []
      : [
          '"image_list":[',
          ...separated(
            imageList.map(({ image, type }) => [
              '{"image_url":"',
              imagePiece(image),
              type === undefined ? '"}' : `","type":"${type}"}`,
            ]),
          ),
          ']',
        ],
    {
      ...elementList(input.elements),
      ...(video === null
        ? {}
        : {
            video_list: [
              {
                video_url: video.url,
                refer_type: referTypes[video.use],
                keep_original_sound: video.keepSound ? 'yes' : 'no',
              },
            ],
          }),
      sound: input.sound ? 'on' : 'off',
      mode: videoModes[input.resolution],
      ...(aspectRatio === null ? {} : { aspect_ratio: aspectRatioNames[aspectRatio] }),
      duration: String(input.durationSeconds),
      ...watermark(input.watermark),
      ...keysOf(keys),
    },
  );
}

function firstFrameBody({ input, prompt }: ReadyVideo, keys: CreateKeys): RequestBody {
  const { firstFrame, lastFrame } = input;
  return object(
    { model_name: videoModelNames[input.model], ...(prompt === null ? {} : { prompt }) },
    [
      ...(firstFrame ? ['"image":"', imagePiece(firstFrame), '"'] : []),
      ...(lastFrame ? [',"image_tail":"', imagePiece(lastFrame), '"'] : []),
    ],
    {
      ...elementList(input.elements),
      mode: videoModes[input.resolution],
      duration: String(input.durationSeconds),
      sound: input.sound ? 'on' : 'off',
      ...keysOf(keys),
    },
  );
}

/** Kling's request body for images (docs/kling-generation.md, section 2, `omni-image`). */
export function imageBody({ input, prompt }: ReadyImage, keys: CreateKeys): RequestBody {
  const { images, aspectRatio, series, count } = input;
  return object(
    { model_name: imageModelNames[input.model], prompt },
    images.length === 0
      ? []
      : [
          '"image_list":[',
          ...separated(images.map(({ image }) => ['{"image":"', imagePiece(image), '"}'])),
          ']',
        ],
    {
      ...elementList(input.elements),
      resolution: imageResolutionNames[input.resolution],
      ...(aspectRatio === null ? {} : { aspect_ratio: aspectRatioNames[aspectRatio] }),
      ...(series ? { result_type: 'series', series_amount: count } : { result_type: 'single', n: count }),
      ...watermark(input.watermark),
      ...keysOf(keys),
    },
  );
}

/** Kling's request body for other views of a thing (docs/kling-generation.md, section 2, `ai-multi-shot`). */
export function viewsBody({ image }: GenerateViewsInput, keys: CreateKeys): RequestBody {
  return object({}, ['"element_frontal_image":"', imagePiece(image), '"'], keysOf(keys));
}

/**
 * Strings: an ID in a JavaScript number loses digits, and the vendor's own tool sends strings. Nobody has recorded a
 * long ID in either form (docs/kling-generation.md, section 4, row 2).
 */
function elementList(elements: readonly CitedElement[]): object {
  return elements.length === 0 ? {} : { element_list: elements.map(({ id }) => ({ element_id: id })) };
}

function watermark(enabled: boolean): object {
  return enabled ? { watermark_info: { enabled } } : {};
}

function keysOf({ callbackUrl, externalId }: CreateKeys): object {
  return {
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    external_task_id: externalId,
  };
}

/** A JSON object of fields, then members in pieces, then fields. */
function object(before: object, pieces: RequestBody, after: object): RequestBody {
  const [start, end] = [before, after].map((fields) => JSON.stringify(fields).slice(1, -1));
  const members = [start ? [start] : [], pieces, end ? [end] : []].filter((member) => member.length > 0);
  return joined(['{', ...separated(members), '}']);
}

function separated(members: readonly RequestBody[]): RequestBody {
  return members.flatMap((member, index) => (index > 0 ? [',', ...member] : [...member]));
}
