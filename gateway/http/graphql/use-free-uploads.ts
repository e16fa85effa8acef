import type { OperationPlugin } from '../../graphql/operation-plugin.ts';
import { freeUploads, hasUploads } from '../request/multipart.ts';

interface UploadContext {
  readonly params: object;
}

/** Frees an operation's uploaded files once it has been executed, even if the client has disconnected. */
export function useFreeUploads(): OperationPlugin {
  return {
    execute: (next) => (args) => {
      const { params } = args.contextValue as UploadContext;
      return hasUploads(params) ? executeThenFree(params, () => next(args)) : next(args);
    },
  };
}

async function executeThenFree<Result>(params: object, execute: () => Result): Promise<Awaited<Result>> {
  try {
    return await execute();
  } finally {
    freeUploads(params);
  }
}
