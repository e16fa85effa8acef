import { printSchema } from 'graphql';

import { schema } from '../graphql/schema/schema.ts';
import type { Metrics } from '../metrics.ts';
import { replyJson, replyText } from './reply.ts';
import type { Route } from './route.ts';

const methods = ['GET', 'HEAD'];

/** The phase of a gateway's life. `DATABASE_DOWN`: it answers, but requests that need the database wait for it. */
export type Phase = 'STARTING' | 'READY' | 'DATABASE_DOWN' | 'CLOSING';

/** Routes for operators and tools. They need no credential and reveal nothing about the account. */
export function operationalRoutes(phase: () => Phase, { registry }: Metrics): Route[] {
  let sdl: string | undefined;
  return [
    {
      name: 'live',
      path: /^\/health\/live$/,
      methods,
      handle: ({ response }) => {
        replyJson(response, 200, { status: 'LIVE' });
      },
    },
    {
      name: 'ready',
      path: /^\/health\/ready$/,
      methods,
      handle: ({ response }) => {
        const status = phase();
        replyJson(response, status === 'READY' ? 200 : 503, { status });
      },
    },
    {
      name: 'metrics',
      path: /^\/metrics$/,
      methods,
      handle: async ({ response }) => {
        replyText(response, 200, await registry.metrics(), { 'content-type': registry.contentType });
      },
    },
    {
      name: 'schema',
      path: /^\/schema\.graphql$/,
      methods,
      handle: ({ response }) => {
        replyText(response, 200, (sdl ??= `${printSchema(schema)}\n`));
      },
    },
    {
      name: 'root',
      path: /^\/$/,
      methods,
      handle: ({ response }) => {
        replyText(response, 302, 'See /graphql.\n', { location: '/graphql' });
      },
    },
  ];
}
