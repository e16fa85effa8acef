import type { Runtime } from '../runtime.ts';
import { elementRoutes } from './elements.ts';
import { generationRoutes } from './generations.ts';
import { keyIn, type Route } from './route.ts';
import { voiceRoutes } from './voices.ts';

/** What a method and a path lead to: a route with its key, or the code of the error (docs/kling-api.md, section 5). */
export type Found = { readonly route: Route; readonly key: string } | 1202 | 1203;

export function klingRoutes(runtime: Runtime): (method: string, path: string) => Found {
  const routes = [...elementRoutes(runtime), ...voiceRoutes(runtime), ...generationRoutes(runtime)];
  return (method, path) => {
    const here = routes.flatMap((route) => {
      const key = keyIn(route, path);
      return key === undefined ? [] : [{ route, key }];
    });
    if (here.length === 0) return 1203;
    return here.find(({ route }) => route.method === method) ?? 1202;
  };
}
