import { media } from '../media/index.ts';
import type { CreateElementInput } from '../graphql/generated/graphql.ts';

const base64 = Buffer.from(media('least-300x300.png')).toString('base64');

/** The input of a create, with the smallest images that Kling accepts. */
export function sampleInput(externalId: string): CreateElementInput {
  return {
    name: 'Maja',
    description: `The girl of ${externalId}`,
    externalId,
    reference: { images: { frontal: { base64 }, others: [{ base64 }] } },
  };
}
