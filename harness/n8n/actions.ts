import { Execution, type SavedExecution } from './execution.ts';
import type { Rest } from './rest.ts';
import { pollUntil } from '../poll-until.ts';
import type { WorkflowFile } from './workflow.ts';

export interface NamedCredential {
  readonly id: string;
  readonly name: string;
}

export interface SavedWorkflow {
  readonly id: string;
  readonly versionId: string;
}

const credentialDefaults = {
  authentication: 'apiKey',
  apiKey: 'sandbox-key',
  accessKey: '',
  secretKey: '',
  webhookSecret: '',
};

/** What users do in n8n's editor, done through its REST interface. */
export class Actions {
  readonly rest: Rest;

  constructor(rest: Rest) {
    this.rest = rest;
  }

  /** Creates a Kling credential. @param data its fields, at least the base URL */
  async addCredential(
    data: { baseUrl: string } & Record<string, string>,
    name = 'Kling',
  ): Promise<NamedCredential> {
    const body = { name, type: 'klingApi', data: { ...credentialDefaults, ...data } };
    const { id } = await this.rest.post<{ id: string }>('credentials', body);
    return { id, name };
  }

  /** Creates a credential for a chat model with OpenAI's interface. */
  async addModelCredential(data: { apiKey: string; url: string }): Promise<NamedCredential> {
    const body = { name: 'Model', type: 'openAiApi', data };
    const { id } = await this.rest.post<{ id: string }>('credentials', body);
    return { id, name: body.name };
  }

  /** Presses the Test button of a credential. */
  async testCredential(data: { baseUrl: string } & Record<string, string>) {
    const credentials = { id: '', name: 'Kling', type: 'klingApi', data: { ...credentialDefaults, ...data } };
    return await this.rest.post<{ status: 'OK' | 'Error'; message: string }>('credentials/test', {
      credentials,
    });
  }

  async addWorkflow(workflow: WorkflowFile): Promise<SavedWorkflow> {
    return await this.rest.post<SavedWorkflow>('workflows', workflow);
  }

  /** Activates a workflow and waits until its webhooks are registered. */
  async activate({ id, versionId }: SavedWorkflow): Promise<void> {
    await this.rest.post(`workflows/${id}/activate`, { versionId });
    await pollUntil(
      async () => {
        const { status } = await this.rest.get<{ status: string }>(`workflows/${id}/publication-status`);
        return status === 'published' || undefined;
      },
      () => 'the workflow is not published',
    );
  }

  /** Presses Execute Workflow. @returns the execution's ID */
  async run({ id }: SavedWorkflow, trigger = 'Start'): Promise<string> {
    const body = { triggerToStartFrom: { name: trigger } };
    const { executionId } = await this.rest.post<{ executionId: string }>(`workflows/${id}/run`, body);
    return executionId;
  }

  /** Sends a message in a workflow's chat. @returns the execution's ID */
  async chat({ id }: SavedWorkflow, trigger: string, chatInput: string): Promise<string> {
    const json = { sessionId: 'session-1', action: 'sendMessage', chatInput };
    const data = {
      startTime: 0,
      executionTime: 0,
      executionIndex: 0,
      source: [],
      data: { main: [[{ json }]] },
    };
    const body = { triggerToStartFrom: { name: trigger, data } };
    const { executionId } = await this.rest.post<{ executionId: string }>(`workflows/${id}/run`, body);
    return executionId;
  }

  async execution(id: string): Promise<Execution> {
    return new Execution(await this.rest.get<SavedExecution>(`executions/${id}`));
  }

  /** Waits until an execution has this status. @throws Error if it ends with another */
  async reaches(id: string, status: string, withinMs?: number): Promise<Execution> {
    let last: SavedExecution | undefined;
    return await pollUntil(
      async () => {
        last = await this.rest.get<SavedExecution>(`executions/${id}`);
        if (last.status === status) return new Execution(last);
        if (!['new', 'running', 'waiting'].includes(last.status)) {
          const { error } = new Execution(last);
          throw new Error(`Execution ${id} is ${last.status}, not ${status}: ${JSON.stringify(error)}`);
        }
        return undefined;
      },
      () => `execution ${id} is ${last?.status ?? 'not there'}, not ${status}`,
      withinMs,
    );
  }

  /** Runs a workflow to its end. */
  async runToEnd(workflow: WorkflowFile, trigger = 'Start', status = 'success'): Promise<Execution> {
    return await this.reaches(await this.run(await this.addWorkflow(workflow), trigger), status);
  }

  /** The IDs of a workflow's executions, newest first. */
  async executionsOf({ id }: SavedWorkflow): Promise<readonly string[]> {
    const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
    const { results } = await this.rest.get<{ results: { id: string }[] }>(
      `executions?filter=${filter}&limit=50`,
    );
    return results.map((one) => one.id);
  }

  /** The newest execution of a workflow, once it has succeeded. */
  async newestEnded(workflow: SavedWorkflow): Promise<Execution> {
    const [newest] = await pollUntil(
      async () => {
        const ids = await this.executionsOf(workflow);
        return ids.length > 0 ? ids : undefined;
      },
      () => 'the workflow has not run',
    );
    return await this.reaches(newest ?? '', 'success');
  }
}
