import { checkCreateElement, type Checked } from '@kling-elements/validation';

import { canonicalInput } from './canonical-input.ts';
import type { GatewayContext } from '../context.ts';
import sdl from './create-element.graphql';
import type { CreateElementInput, Resolvers } from '../generated/resolver-types.ts';
import { inputIssue, invalidInput } from '../problems/invalid-input.ts';
import { klingProblem } from '../problems/kling-problem.ts';

async function check(
  input: CreateElementInput,
  { allowPrivateUrls, createUrlOpener, verifiedMedia }: GatewayContext,
): Promise<Checked> {
  const openUrl = createUrlOpener();
  return checkCreateElement(await canonicalInput(input), { allowPrivateUrls, openUrl, verifiedMedia });
}

const resolvers: Resolvers = {
  Mutation: {
    createElement: async (_, { input }, context) => {
      const verdict = await check(input, context);
      if (!verdict.ok) return invalidInput(verdict.issues);
      try {
        const created = await context.tasks.createElement(verdict.input, context.viewer.name);
        return { __typename: 'CreateElementSuccess', ...created };
      } catch (error) {
        return klingProblem(error);
      }
    },
    checkElement: async (_, { input }, context) => {
      const verdict = await check(input, context);
      return verdict.ok
        ? { __typename: 'CheckElementSuccess', warnings: verdict.warnings.map(inputIssue) }
        : invalidInput(verdict.issues);
    },
  },
};

export const createElement = { sdl, resolvers };
