import { limits } from '@kling-elements/validation';

import type { ParameterIssue } from './invalid-parameters.ts';

/** With a shorter side of this many pixels, images are neither too small for Kling nor too large, in pixels or bytes. */
const shortSide = 1024;
const longSide = shortSide * limits.image.maxRatio;

const size = `"Width" ${shortSide}, "Height" ${shortSide}, "Option" "Minimum Area"`;

/** How to convert images that Kling would refuse, with n8n's own node; undefined where that would not help. */
export function imageAdvice(issues: readonly ParameterIssue[]): string | undefined {
  const codes = new Set(issues.map(({ code }) => code));
  const operation = codes.has('IMAGE_RATIO')
    ? `"Multi Step": first "Resize" (${size}), then "Crop" ("Width" ${longSide}, "Height" ${longSide})`
    : codes.has('IMAGE_TOO_SMALL') || codes.has('IMAGE_TOO_LARGE')
      ? `"Resize", ${size}`
      : undefined;
  return operation === undefined
    ? undefined
    : `To convert images, add an Edit Image node before this one: "Operation" ${operation}, and under "Options" "Format" "jpeg". It takes binary data; an HTTP Request node gets that from a URL.`;
}
