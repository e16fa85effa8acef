import sdl from './delete-element.graphql';
import type { Resolvers } from '../generated/resolver-types.ts';
import { klingProblem } from '../problems/kling-problem.ts';

const resolvers: Resolvers = {
  Mutation: {
    deleteElement: async (_, { id }, { tasks }) => {
      try {
        await tasks.deleteElement(id);
        return { __typename: 'DeleteElementSuccess', id };
      } catch (error) {
        return klingProblem(error);
      }
    },
  },
};

export const deleteElement = { sdl, resolvers };
