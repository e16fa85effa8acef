import type { GraphQLParams, Plugin } from 'graphql-yoga';

/** Hands yoga what was read from the request already, in place of its own parsers and their costly limit. */
export function useRequestParser(): Plugin<object, { params: Promise<GraphQLParams> }> {
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      if (request.method === 'GET' || request.method === 'POST') setRequestParser(() => serverContext.params);
    },
  };
}
