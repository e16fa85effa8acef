import { checkCreateElement, type Checked, type CheckOptions } from '@kling-elements/validation';

import { canonicalInput } from './canonical-input.ts';
import type { GatewayContext } from '../context.ts';
import sdl from './create-element.graphql';
import type { DraftElementInput, Resolvers } from '../generated/resolver-types.ts';
import { inputIssue, invalidInput } from '../problems/invalid-input.ts';
import { klingProblem } from '../problems/kling-problem.ts';

async function check(
  input: DraftElementInput,
  { allowPrivateUrls, createUrlOpener, verifiedMedia }: GatewayContext,
  options: Pick<CheckOptions, 'hasVoice'> = {},
): Promise<Checked> {
  const openUrl = createUrlOpener();
  const shared = { allowPrivateUrls, openUrl, verifiedMedia };
  return checkCreateElement(await canonicalInput(input), { ...shared, ...options });
}

const resolvers: Resolvers = {
  Mutation: {
    createElement: async (_, { input }, context) => {
      const { externalId } = input;
      const ended = externalId == null ? undefined : context.tasks.announceCreation(externalId);
      try {
        const checked = await check(input, context);
        if (!checked.ok) return invalidInput(checked.issues);
        const created = await context.tasks.createElement(checked.input, context.viewer.name);
        return { __typename: 'CreateElementSuccess', ...created };
      } catch (error) {
        return klingProblem(error);
      } finally {
        ended?.();
      }
    },
    checkElement: async (_, { input }, context) => {
      const checked = await check(input, context, { hasVoice: context.hasVoice });
      return checked.ok
        ? { __typename: 'CheckElementSuccess', warnings: checked.warnings.map(inputIssue) }
        : invalidInput(checked.issues);
    },
  },
};

export const createElement = { sdl, resolvers };
