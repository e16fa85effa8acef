import type { GraphQLParams, Plugin } from 'graphql-yoga';

import { freeFiles, hasFiles } from '../request/multipart.ts';

/** Frees the files of an operation when it has been executed: whatever became of the client, nothing needs them then. */
export function useFreeUploads(): Plugin<{ params: GraphQLParams }> {
  return {
    onExecute: ({ args }) => {
      const { params } = args.contextValue;
      if (!hasFiles(params)) return undefined;
      return {
        onExecuteDone: () => {
          freeFiles(params);
        },
      };
    },
  };
}
