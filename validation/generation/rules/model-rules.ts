import type { Path } from '../../issues.ts';
import type { GenerateVideoInput } from '../input/video-input.ts';
import type { Finding } from './finding.ts';

/** What the model, or a video as input, has no room for (docs/kling-generation.md, section 2; section 4, row 6). */
export function* modelRules(input: GenerateVideoInput): Generator<Finding> {
  const { model, resolution, firstFrame, lastFrame, video, sound, shots, aspectRatio } = input;
  const refuse = (path: Path, message: string): Finding => ({ code: 'NOT_ALLOWED_HERE', path, message });
  if (resolution === 'UHD_4K' && model !== 'KLING_V3_OMNI') {
    const message = 'This model has no 4K; choose P1080 or P720, or the model KLING_V3_OMNI.';
    yield { code: 'NOT_A_CHOICE', path: ['resolution'], message };
  }
  if (sound && model === 'KLING_VIDEO_O1')
    yield refuse(['sound'], 'The model KLING_VIDEO_O1 makes no sound; turn it off or choose KLING_V3_OMNI.');
  else if (sound && video !== null)
    yield refuse(
      ['sound'],
      "Sound cannot be made together with a source video; turn it off, or keep the video's own.",
    );
  if (shots.length > 0 && video?.use === 'EDIT') {
    yield refuse(['shots'], 'A video cannot be edited in several shots; use a prompt instead.');
  }
  if (lastFrame !== null && firstFrame === null) {
    yield { code: 'REQUIRED', path: ['firstFrame'], message: 'A last frame needs a first frame.' };
  }
  if (model === 'KLING_V3') yield* firstFrameModelRules(input, refuse);
  else if (aspectRatio === null && firstFrame === null && video?.use !== 'EDIT') {
    const message = 'Choose an aspect ratio: only a first frame or a video to be edited sets one.';
    yield { code: 'REQUIRED', path: ['aspectRatio'], message };
  }
}

/** What `image2video` lacks would be ignored without a word. */
function* firstFrameModelRules(
  { firstFrame, lastFrame, images, shots, video, aspectRatio, watermark }: GenerateVideoInput,
  refuse: (path: Path, message: string) => Finding,
): Generator<Finding> {
  if (firstFrame === null && lastFrame === null) {
    const message =
      'The model KLING_V3 makes a video from a first frame: provide one, or choose KLING_V3_OMNI.';
    yield { code: 'REQUIRED', path: ['firstFrame'], message };
  }
  const instead = 'the model KLING_V3; choose KLING_V3_OMNI for it.';
  if (images.length > 0)
    yield refuse(['images'], `Images beside the frames are not possible with ${instead}`);
  if (shots.length > 0) yield refuse(['shots'], `Several shots are not possible with ${instead}`);
  if (video !== null) yield refuse(['video'], `A source video is not possible with ${instead}`);
  if (watermark) yield refuse(['watermark'], `A watermark cannot be chosen with ${instead}`);
  if (aspectRatio !== null) {
    yield refuse(
      ['aspectRatio'],
      'With the model KLING_V3, the first frame sets the aspect ratio; leave it out.',
    );
  }
}
