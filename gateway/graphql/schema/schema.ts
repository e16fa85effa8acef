import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';

import type { GatewayContext } from './context.ts';
import { createElement } from './elements/create-element.ts';
import { deleteElement } from './elements/delete-element.ts';
import { elementRules } from './elements/element-rules.ts';
import { element } from './elements/element.ts';
import { invalidInputs } from './problems/invalid-input.ts';
import { klingProblems } from './problems/kling-problem.ts';
import problem from './problems/problem.graphql';
import { paging } from './connections/paging.ts';
import root from './root.graphql';
import { scalars } from './scalars.ts';
import { task } from './tasks/task.ts';
import { voice } from './voices/voice.ts';

const withResolvers = [scalars, task, element, voice, createElement, deleteElement, elementRules];

/** Composed of one SDL file per topic, with its resolvers in the file of the same name. */
export const schema: GraphQLSchema = makeExecutableSchema<GatewayContext>({
  typeDefs: [
    root,
    problem,
    ...[...withResolvers, paging, invalidInputs, klingProblems].map(({ sdl }) => sdl),
  ],
  resolvers: withResolvers.map(({ resolvers }) => resolvers),
});
