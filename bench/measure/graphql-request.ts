import type { Program } from './program.ts';
import type { Request } from './load.ts';

/** The query of all comparisons. */
export const taskQuery =
  'query ($id: ID!) { task(id: $id) { id status statusMessage elements { id name description } } }';

/** A GraphQL request as frontends send it. */
export function graphQLRequest(query: string, variables?: object, path = '/graphql'): Request {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
  };
}

/** Sends one request, for one ID. @returns the response's text */
export async function askOnce({ url }: Program, request: Request, id: string): Promise<string> {
  const { method, path, headers = {}, body } = request;
  const filled = body?.replaceAll('<id>', id).replaceAll('<n>', '0') ?? null;
  const response = await fetch(`${url}${path.replaceAll('<id>', id)}`, { method, headers, body: filled });
  return await response.text();
}
