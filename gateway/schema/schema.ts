import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';

import type { GatewayContext } from './context.ts';
import { createElement } from './create-element.ts';
import { deleteElement } from './delete-element.ts';
import { elementRules } from './element-rules.ts';
import { element } from './element.ts';
import { invalidInputs } from './invalid-input.ts';
import { klingProblems } from './kling-problem.ts';
import { paging } from './paging.ts';
import root from './root.graphql';
import { scalars } from './scalars.ts';
import { task } from './task.ts';
import { voice } from './voice.ts';

const withResolvers = [scalars, task, element, voice, createElement, deleteElement, elementRules];

/** The whole contract: one SDL file a concern, its resolvers beside it. */
export const schema: GraphQLSchema = makeExecutableSchema<GatewayContext>({
  typeDefs: [root, ...[...withResolvers, paging, invalidInputs, klingProblems].map(({ sdl }) => sdl)],
  resolvers: withResolvers.map(({ resolvers }) => resolvers),
});
