import { tagIds } from '@kling-elements/validation';

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const names: Readonly<Record<string, string>> = {
  name: 'element_name',
  description: 'element_description',
  voiceId: 'element_voice_id',
  externalId: 'external_task_id',
  callbackUrl: 'callback_url',
};

/**
 * A case's input as Kling's API takes it, with its mistakes: what a client without any checks would send. What
 * validation treats as not filled in (null and empty options, white space, a `data:` prefix) is left out, and URLs are
 * as browsers send them.
 */
export function wireForm(input: unknown): Record<string, unknown> {
  const given = fields(input);
  const body: Record<string, unknown> = {};
  for (const [field, klingField] of Object.entries(names)) {
    const value = given[field];
    const optional = field !== 'name' && field !== 'description';
    if (value === undefined || (optional && (value === null || value === ''))) continue;
    body[klingField] = value;
  }
  const tags = given.tags;
  if (Array.isArray(tags) && tags.length > 0) {
    body.tag_list = [...new Set(tags as unknown[])].map((tag) => ({
      tag_id: Object.hasOwn(tagIds, String(tag)) ? tagIds[String(tag) as keyof typeof tagIds] : tag,
    }));
  }
  const reference = fields(given.reference);
  if (reference.images !== undefined) {
    const { frontal, others } = fields(reference.images);
    body.reference_type = 'image_refer';
    body.element_image_list = {
      frontal_image: imageText(frontal),
      refer_images: Array.isArray(others)
        ? others.map((image: unknown) => ({ image_url: imageText(image) }))
        : others,
    };
  }
  if (reference.video !== undefined) {
    body.reference_type ??= 'video_refer';
    body.element_video_list = { refer_videos: [{ video_url: urlText(fields(reference.video).url) }] };
  }
  return body;
}

function imageText(image: unknown): unknown {
  const { file, base64, url } = fields(image);
  // Two forms cannot go into one field; null, which is not text, represents them.
  if (file !== undefined && url !== undefined) return null;
  if (file instanceof Uint8Array) return Buffer.from(file).toString('base64');
  if (typeof base64 === 'string')
    return base64.replace(/^data:image\/[a-z]+;base64,/, '').replace(/[\r\n]/g, '');
  return urlText(url);
}

function urlText(url: unknown): unknown {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).href : url;
}
