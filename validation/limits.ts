/**
 * What Kling accepts, from section 3 of the API reference ("Create: the body") and section 2 (page sizes).
 * Sizes are in bytes, sides in pixels, durations in seconds; ratios are the longer side divided by the shorter.
 */
export const limits = {
  /**
   * Unicode code points for each character that a text may have: Kling documents no bound, and nobody knows how it
   * counts. 10 are as many as the longest emoji has (a kiss with two skin tones); what has more on average is no text
   * but stacked accents.
   */
  codePointsPerCharacter: 10,
  /** `element_name`: 1–20 characters, as {@link countCharacters} counts them. */
  nameMaxLength: 20,
  /** `element_description`: 1–100 characters. */
  descriptionMaxLength: 100,
  /** `voice_name`: 1–20 characters. */
  voiceNameMaxLength: 20,
  /** `element_image_list.refer_images`: 1–3 in addition to the frontal image. */
  otherImagesMin: 1,
  otherImagesMax: 3,
  image: {
    formats: ['jpg', 'jpeg', 'png'],
    /** "≤ 10 MB". */
    maxBytes: 10 * 1024 * 1024,
    /** "each side ≥ 300 px". */
    minSide: 300,
    /** "aspect ratio 1:2.5 … 2.5:1". */
    maxRatio: 2.5,
  },
  video: {
    formats: ['mp4', 'mov'],
    /** "≤ 200 MB". */
    maxBytes: 200 * 1024 * 1024,
    /** "3–8 s". */
    minSeconds: 3,
    maxSeconds: 8,
    /** "1080p": the shorter side. */
    shortSide: 1080,
    /** "16:9 or 9:16": the longer side divided by the shorter. */
    ratio: 16 / 9,
  },
  /**
   * A video that a generation takes style and motion from, or edits (docs/kling-generation.md, section 2,
   * `video_list`): "≤ 200 MB, 3 to 15.5 s, each side 700 to 4,553 px, at most 8,294,400 px in all, 24 to 60 fps".
   */
  sourceVideo: {
    maxBytes: 200 * 1024 * 1024,
    minSeconds: 3,
    maxSeconds: 15.5,
    minSide: 700,
    maxSide: 4553,
    maxPixels: 8_294_400,
  },
  /** Kling's lists: `pageNum` 1–1000, `pageSize` 1–500 (voices: 1–1000). */
  page: { maxNumber: 1000, maxSize: 500, maxVoicesSize: 1000 },
} as const;
