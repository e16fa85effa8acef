/** What generations accept: docs/kling-generation.md, sections 2 and 3. Durations are in seconds, sides in pixels. */
export const generationLimits = {
  /** `prompt` ≤ 2,500 characters, counted as sent to Kling. */
  promptMaxLength: 2500,
  /** `multi_prompt[].prompt` ≤ 512 characters, counted as sent to Kling. */
  shotPromptMaxLength: 512,
  /** `multi_prompt`: 1 to 6. */
  shotsMax: 6,
  /** `duration`: 3 to 15 s; `kling-video-o1`: 3 to 10 s. */
  minSeconds: 3,
  maxSeconds: 15,
  o1MaxSeconds: 10,
  /** `kling-video-o1` with nothing but a first frame: 5 or 10 s. */
  o1FrameSeconds: [5, 10],
  /** Elements beside frames, and of `image2video`. */
  elementsWithFramesMax: 3,
  /** Without a source video: images and elements made from images, if no element is made from a video. */
  picturesMax: 7,
  /** The same beside elements made from a video, or beside a source video. */
  picturesBesideVideosMax: 4,
  /** Elements made from a video, without a source video. */
  videoElementsMax: 3,
  /** The same beside a source video: the older page says none, the newer one 1. */
  videoElementsBesideVideoMax: 1,
  /** `omni-image`: images and elements together. */
  imagePicturesMax: 10,
  /** `omni-image`: `n` 1 to 9; a series has 2 to 9. */
  imageCountMax: 9,
  seriesMin: 2,
} as const;
