import { join } from 'node:path';

import { type Program, startProgram } from './program.ts';

export interface UpstreamCounts {
  readonly get: number;
  readonly list: number;
  readonly create: number;
  /** Of the bodies of creates. */
  readonly bytes: number;
  /** Requests for media. */
  readonly media: number;
}

/** What was created at the upstream. */
export interface CreatedAtUpstream {
  readonly id: string;
  readonly externalId?: string;
  readonly callbackUrl?: string;
}

/** A cheap substitute for Kling, in a process of its own. */
export interface Upstream extends Program {
  /** Serves `harness/media/files`. */
  readonly mediaUrl: string;
  counts(): Promise<UpstreamCounts>;
  created(): Promise<readonly CreatedAtUpstream[]>;
  /** Sets a task's status. @param status as Kling writes it */
  put(taskId: string, status: 'submitted' | 'processing' | 'succeed' | 'failed'): Promise<void>;
}

/** @param taskStatus of all other tasks, as Kling writes it */
export async function startUpstream({
  taskStatus = 'succeed',
}: { readonly taskStatus?: string } = {}): Promise<Upstream> {
  const program = await startProgram({
    words: [process.execPath, join(import.meta.dirname, '../upstream/main.ts')],
    environment: { TASK_STATUS: taskStatus },
    core: 'other',
  });
  const read = async (path: string): Promise<unknown> => (await fetch(`${program.url}/bench/${path}`)).json();
  return {
    ...program,
    mediaUrl: (await read('media')) as string,
    counts: async () => (await read('counts')) as UpstreamCounts,
    created: async () => (await read('created')) as readonly CreatedAtUpstream[],
    put: async (taskId, status) => {
      await fetch(`${program.url}/bench/tasks/${taskId}?status=${status}`, { method: 'PUT' });
    },
  };
}

/** Tasks that the upstream invents when they are queried. */
export const taskRange = (count: number) => ({ first: '856528333000000000', count });

/** Their IDs. */
export function idsOf({ first, count }: ReturnType<typeof taskRange>): string[] {
  return Array.from({ length: count }, (_, index) => String(BigInt(first) + BigInt(index)));
}
