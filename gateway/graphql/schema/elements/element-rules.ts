import { elementTags, limits } from '@kling-elements/validation';

import sdl from './element-rules.graphql';
import type { ElementRules, Resolvers } from '../generated/resolver-types.ts';

const { image, video } = limits;

const rules: ElementRules = {
  nameMaxLength: limits.nameMaxLength,
  descriptionMaxLength: limits.descriptionMaxLength,
  imageFormats: [...image.formats],
  imageMaxBytes: image.maxBytes,
  imageMinSide: image.minSide,
  imageMaxRatio: image.maxRatio,
  otherImagesMin: limits.otherImagesMin,
  otherImagesMax: limits.otherImagesMax,
  videoFormats: [...video.formats],
  videoMaxBytes: video.maxBytes,
  videoMinSeconds: video.minSeconds,
  videoMaxSeconds: video.maxSeconds,
  tags: elementTags,
};

const resolvers: Resolvers = { Query: { elementRules: () => rules } };

export const elementRules = { sdl, resolvers };
