import { limits, type Task, type Voice } from '@kling-elements/validation';

import type { Resolvers } from '../generated/resolver-types.ts';
import { readConnection } from '../connections/paging.ts';
import sdl from './voice.graphql';

const maxSize = limits.page.maxVoicesSize;

function listedVoices(task: Task): (Voice | null)[] {
  if (task.status !== 'SUCCEEDED') return [];
  return task.voices.map((voice) => (voice.deleted ? null : voice));
}

const resolvers: Resolvers = {
  Query: {
    voices: (_, page, { kling }) =>
      readConnection({ name: 'voices', maxSize, read: (at) => kling.voices(at) }, page, listedVoices),
    presetVoices: (_, page, { kling }) =>
      readConnection(
        { name: 'presetVoices', maxSize, read: (at) => kling.presetVoices(at) },
        page,
        listedVoices,
      ),
  },
};

export const voice = { sdl, resolvers };
