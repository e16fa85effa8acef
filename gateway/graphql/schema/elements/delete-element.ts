import sdl from './delete-element.graphql';
import type { Resolvers } from '../generated/resolver-types.ts';
import { elementIn } from './element-in-task.ts';
import { klingProblem } from '../problems/kling-problem.ts';

const resolvers: Resolvers = {
  Mutation: {
    deleteElement: async (_, { id }, { tasks }) => {
      try {
        await tasks.deleteElement(id);
        const task = await tasks.findByElement(id);
        return {
          __typename: 'DeleteElementSuccess',
          id,
          element: task === undefined ? null : (elementIn(task, id) ?? null),
        };
      } catch (error) {
        return klingProblem(error);
      }
    },
  },
};

export const deleteElement = { sdl, resolvers };
