import type { TaskKind } from '../kling/task-kind.ts';

/**
 * Where tasks are made. A task is found only under the path that made it (docs/kling-api.md, section 2;
 * docs/kling-generation.md, section 1).
 */
export const taskEndpoints = {
  element: { path: '/v1/general/advanced-custom-elements', kind: 'element' },
  voice: { path: '/v1/general/custom-voices', kind: 'voice' },
  'omni-video': { path: '/v1/videos/omni-video', kind: 'video' },
  image2video: { path: '/v1/videos/image2video', kind: 'video' },
  'omni-image': { path: '/v1/images/omni-image', kind: 'image' },
  'ai-multi-shot': { path: '/v1/general/ai-multi-shot', kind: 'views' },
} as const satisfies Record<string, { readonly path: string; readonly kind: TaskKind }>;

/** Named as the last part of the path, elements and voices by what they make. */
export type TaskEndpoint = keyof typeof taskEndpoints;

const names = Object.keys(taskEndpoints) as TaskEndpoint[];

/** The endpoints that make tasks of a kind, most likely first; all of them if the kind is unknown. */
export function endpointsOf(kind?: TaskKind): readonly TaskEndpoint[] {
  return kind === undefined ? names : names.filter((name) => taskEndpoints[name].kind === kind);
}
