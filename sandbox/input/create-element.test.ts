import { describe, expect, test } from '@jest/globals';

import { parseCreateElement } from './create-element.ts';
import { KlingError } from '../http/reply.ts';
import { createBody, goodBase64, videoBody } from '../testing/client.ts';

function errorOf(body: Record<string, unknown>): string {
  try {
    parseCreateElement(body);
  } catch (error) {
    if (error instanceof KlingError && error.code === 1201) return error.message;
    throw error;
  }
  return 'accepted';
}

const images = (frontal: unknown, others: unknown) => ({
  element_image_list: { frontal_image: frontal, refer_images: others },
});
const other = { image_url: goodBase64 };
const list = (...videos: unknown[]) => ({ element_video_list: { refer_videos: videos } });
const video = { video_url: 'https://example.com/v.mp4' };

describe('the body of a create (section 3)', () => {
  test.each<[string, Record<string, unknown>]>([
    ['the least', createBody()],
    ['a name of 20 letters', createBody({ element_name: 'a'.repeat(20) })],
    ['a name of 20 Chinese characters', createBody({ element_name: '狐'.repeat(20) })],
    ['a name of 20 emoji', createBody({ element_name: '👩‍👩‍👧'.repeat(20) })],
    ['a description of 100 characters', createBody({ element_description: '狐'.repeat(100) })],
    ['three other images', createBody(images(goodBase64, [other, other, other]))],
    ['all tags', createBody({ tag_list: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ tag_id: `o_10${n}` })) })],
    ['a field that nobody has documented', createBody({ something: null })],
    ['a video', videoBody()],
    [
      'a callback and an external id',
      createBody({ callback_url: 'http://127.0.0.1:1/', external_task_id: 'x' }),
    ],
  ])('%s is accepted', (_, body) => {
    expect(errorOf(body)).toBe('accepted');
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no name', createBody({ element_name: undefined }), 'element_name is required'],
    ['a null name', createBody({ element_name: null }), 'element_name must be a string'],
    ['an empty name', createBody({ element_name: '' }), 'element_name must not be empty'],
    ['a name of white space', createBody({ element_name: ' 　\n' }), 'element_name must not be empty'],
    ['a number for a name', createBody({ element_name: 5 }), 'element_name must be a string'],
    [
      'a name of 21 letters',
      createBody({ element_name: 'a'.repeat(21) }),
      'element_name must have at most 20 characters',
    ],
    [
      'a name of 21 emoji',
      createBody({ element_name: '👩‍👩‍👧'.repeat(21) }),
      'element_name must have at most 20 characters',
    ],
    ['no description', createBody({ element_description: undefined }), 'element_description is required'],
    [
      'a description of 101',
      createBody({ element_description: 'a'.repeat(101) }),
      'element_description must have at most 100 characters',
    ],
    ['no reference type', createBody({ reference_type: undefined }), 'reference_type is required'],
    [
      'an unknown reference type',
      createBody({ reference_type: 'IMAGE' }),
      'reference_type must be image_refer or video_refer',
    ],
    ['no images', createBody({ element_image_list: undefined }), 'element_image_list is required'],
    ['null images', createBody({ element_image_list: null }), 'element_image_list must be an object'],
    ['no frontal image', createBody(images(undefined, [other])), 'frontal_image is required'],
    ['an object for an image', createBody(images({ url: 'x' }, [other])), 'frontal_image must be a string'],
    ['no list of other images', createBody(images(goodBase64, undefined)), 'refer_images is required'],
    ['0 other images (live)', createBody(images(goodBase64, [])), 'refer_images must have 1 to 3 images'],
    [
      '4 other images',
      createBody(images(goodBase64, [other, other, other, other])),
      'refer_images must have 1 to 3 images',
    ],
    [
      'an other image that is a text',
      createBody(images(goodBase64, [goodBase64])),
      'refer_images[0] must be an object',
    ],
    ['an empty other image', createBody(images(goodBase64, [{}])), 'refer_images[0].image_url is required'],
    [
      'a video beside images',
      createBody(list(video)),
      'element_video_list is not supported when reference_type is image_refer',
    ],
    [
      'a null video beside images',
      createBody({ element_video_list: null }),
      'element_video_list is not supported when reference_type is image_refer',
    ],
    ['no video', videoBody({ element_video_list: undefined }), 'element_video_list is required'],
    ['0 videos', videoBody(list()), 'refer_videos must have exactly one video'],
    ['2 videos', videoBody(list(video, video)), 'refer_videos must have exactly one video'],
    ['an empty video', videoBody(list({ video_url: '' })), 'refer_videos[0].video_url must not be empty'],
    [
      'a video as Base64',
      videoBody(list({ video_url: goodBase64 })),
      'refer_videos[0].video_url must be an http or https URL',
    ],
    [
      'a video by FTP',
      videoBody(list({ video_url: 'ftp://example.com/v.mp4' })),
      'refer_videos[0].video_url must be an http or https URL',
    ],
    [
      'an unsupported tag',
      createBody({ tag_list: [{ tag_id: 'o_109' }] }),
      'tag_list[0].tag_id is not supported: o_109',
    ],
    ['a tag by name', createBody({ tag_list: ['o_101'] }), 'tag_list[0] must be an object'],
    ['null tags', createBody({ tag_list: null }), 'tag_list must be an array'],
    ['an empty voice', createBody({ element_voice_id: '' }), 'element_voice_id must not be empty'],
    ['a null voice', createBody({ element_voice_id: null }), 'element_voice_id must be a string'],
    ['an empty callback', createBody({ callback_url: '' }), 'callback_url must not be empty'],
    [
      'a callback that is no URL',
      createBody({ callback_url: 'example.com/x' }),
      'callback_url must be an http or https URL',
    ],
    ['a null external id', createBody({ external_task_id: null }), 'external_task_id must be a string'],
    ['a number for an external id', createBody({ external_task_id: 7 }), 'external_task_id must be a string'],
  ])('%s is refused', (_, body, message) => {
    expect(errorOf(body)).toBe(message);
  });
});
