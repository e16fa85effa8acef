import { deleteOnce, type KlingRequest, ProblemError, type Runtime } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

/** Deletes an element or a voice. One that is gone already is as the workflow wants it, so that is a success, too. */
export async function deleted(request: KlingRequest, runtime: Runtime): Promise<IDataObject> {
  return await deleteOnce(request, runtime).then(
    () => ({ deleted: true }),
    (error: unknown) => {
      if (!(error instanceof ProblemError) || error.problem.kind !== 'ALREADY_DELETED') throw error;
      return { deleted: true, note: 'It had already been deleted' };
    },
  );
}
