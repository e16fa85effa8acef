import { defaultCredentials } from '@kling-elements/sandbox';

import { bundledCredential, bundledNode, core, workflowPackage } from './n8n-core.ts';
import type {
  INode,
  INodeExecutionData,
  INodeType,
  IRun,
  IRunExecutionData,
  IWorkflowExecuteAdditionalData,
  Workflow,
} from './types.ts';

const packageName = 'n8n-nodes-kling-elements';

export type NodeName = 'KlingCreateElement' | 'KlingElement' | 'KlingElementTrigger' | 'KlingWaitForTask';

/** One of our nodes, as it is in a workflow. */
export interface NodeUnderTest {
  readonly node: NodeName;
  readonly parameters: Record<string, unknown>;
  readonly onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
  readonly retryOnFail?: boolean;
  readonly maxTries?: number;
  readonly waitBetweenTries?: number;
}

export interface EngineOptions {
  readonly baseUrl: string;
  readonly credential?: Record<string, unknown>;
}

/** The result of a run of the workflow `Items → Kling`. */
export interface Ended {
  readonly status: string;
  readonly waitTill: Date | undefined;
  /** The node's items, by output; empty if it failed. */
  readonly outputs: readonly (readonly INodeExecutionData[])[];
  readonly error:
    (Error & { description?: string; context?: { itemIndex?: number }; httpCode?: string }) | undefined;
  readonly hints: readonly { message: string }[];
  /** What n8n saves. */
  readonly data: IRunExecutionData;
}

export interface WebhookResult {
  readonly status: number;
  readonly body: unknown;
  /** What the workflow starts or continues with; undefined if it does not. */
  readonly workflowData: INodeExecutionData[][] | undefined;
  /** The saved execution as it is after the call. */
  readonly data: IRunExecutionData | undefined;
}

/** n8n's engine with our bundled nodes, and nothing else. */
export class Engine {
  readonly #credential = bundledCredential();
  readonly #data: Record<string, unknown>;

  constructor({ baseUrl, credential = {} }: EngineOptions) {
    const defaults = Object.fromEntries(this.#credential.properties.map((one) => [one.name, one.default]));
    this.#data = { ...defaults, apiKey: defaultCredentials.apiKey, baseUrl, ...credential };
  }

  /** Runs the node on items. @param options.saved goes on with what an earlier run has saved */
  async run(
    node: NodeUnderTest,
    items: readonly INodeExecutionData[],
    options: RunOptions = {},
  ): Promise<Ended> {
    return await this.start(node, items, options).ended;
  }

  start(node: NodeUnderTest, items: readonly INodeExecutionData[], options: RunOptions = {}) {
    const { executionId = '1', mode = 'trigger', saved } = options;
    const workflow = this.#workflow(node, items);
    const data = saved ?? firstRunData(workflow);
    const execution = new core.WorkflowExecute(this.#additionalData(executionId, mode), mode, data);
    const running = execution.processRunExecutionData(workflow);
    return {
      ended: running.then(endOf),
      stop: () => {
        running.cancel();
      },
    };
  }

  /** Retries a failed execution, as n8n does: a new one that continues with what the failed one saved. */
  async retry(node: NodeUnderTest, items: readonly INodeExecutionData[], failed: Ended, executionId: string) {
    const saved = failed.data;
    delete saved.resultData.error;
    saved.resultData.runData.Kling?.pop();
    return await this.run(node, items, { executionId, mode: 'retry', saved });
  }

  /** The node's webhook, called as n8n calls it: for the saved execution that waits, or to start one. */
  async call(node: NodeUnderTest, request: CallRequest, saved?: IRunExecutionData): Promise<WebhookResult> {
    const workflow = this.#workflow(node, []);
    const place = workflow.getNode('Kling');
    if (place === null) throw new Error('The workflow has lost its node.');
    const additionalData = this.#additionalData('1', 'webhook');
    // n8n loads it for each call, and saves the changes only if the execution continues.
    const data = saved === undefined ? undefined : structuredClone(saved);
    const waiting = data?.executionData?.nodeExecutionStack[0];
    if (waiting !== undefined) waiting.node.disabled = true;
    data?.resultData.runData.Kling?.pop();
    const reply: { status: number; body: unknown } = { status: 200, body: undefined };
    const response = {
      status: (status: number) => {
        reply.status = status;
        return response;
      },
      json: (body: unknown) => {
        reply.body = body;
      },
    };
    const { body } = request;
    const httpRequest = { rawBody: Buffer.from(body), headers: request.headers ?? {}, body: {} };
    Object.assign(additionalData, { httpRequest, httpResponse: response });
    const webhookData = { webhookDescription: { name: 'default' }, node: 'Kling' };
    const parts = [workflow, place, additionalData, request.mode ?? 'webhook', webhookData, [], data ?? null];
    const context = new core.WebhookContext(...parts);
    const result = await this.#type(node).webhook?.call(context as never);
    if (result?.noWebhookResponse !== true) reply.body = result?.webhookResponse;
    return { ...reply, workflowData: result?.workflowData, data };
  }

  /** Continues a waiting execution with what its webhook returned, as n8n does. */
  async resume(
    node: NodeUnderTest,
    items: readonly INodeExecutionData[],
    { data, workflowData }: WebhookResult,
  ) {
    const [first] = data?.executionData?.nodeExecutionStack ?? [];
    if (data === undefined || first === undefined) throw new Error('Nothing waits.');
    first.data.main = workflowData ?? [];
    first.metadata = { ...first.metadata, forwardAllOutputs: true };
    delete data.waitTill;
    return await this.run(node, items, { saved: data });
  }

  /** Lists the choices of a resource locator. */
  async search(node: NodeName, method: string, filter?: string, paginationToken?: string) {
    const under = { node, parameters: {} };
    const workflow = this.#workflow(under, []);
    const context = new core.LoadOptionsContext(
      workflow,
      workflow.getNode('Kling'),
      this.#additionalData('1', 'internal'),
      '',
    );
    const search = this.#type(under).methods?.listSearch?.[method];
    if (search === undefined) throw new Error(`There is no ${method}.`);
    return await search.call(context as never, filter, paginationToken);
  }

  /** The text that the editor shows under the node's name. */
  subtitleOf(node: NodeUnderTest): unknown {
    const workflow = this.#workflow(node, []);
    const { subtitle } = this.#type(node).description;
    const place = workflow.getNode('Kling');
    if (place === null || subtitle === undefined) return undefined;
    return workflow.expression.getSimpleParameterValue(place, subtitle, 'internal', {});
  }

  #type({ node }: { node: NodeName }): INodeType {
    return bundledNode(node);
  }

  #workflow(under: NodeUnderTest, items: readonly INodeExecutionData[]): Workflow {
    const { node, parameters, ...settings } = under;
    const ours = this.#type(under);
    const name = `${packageName}.${ours.description.name}`;
    const types: Record<string, INodeType> = { items: itemsNode(items), [name]: ours };
    const getType = (type: string): INodeType => {
      const found = types[type];
      if (found === undefined) throw new Error(`There is no node type ${type}.`);
      return found;
    };
    return new workflowPackage.Workflow({
      id: 'workflow-1',
      name: `Test of ${node}`,
      active: false,
      nodes: [
        nodeOf('Items', 'items', {}),
        {
          ...nodeOf('Kling', name, parameters),
          ...settings,
          credentials: { klingApi: { id: 'credential-1', name: 'Kling' } },
        },
      ],
      connections: { Items: { main: [[{ node: 'Kling', type: 'main', index: 0 }]] } },
      nodeTypes: {
        getByName: getType,
        getByNameAndVersion: getType,
        getKnownTypes: () => ({}),
      },
    });
  }

  #additionalData(executionId: string, mode: string): IWorkflowExecuteAdditionalData {
    const waitingUrl = 'http://127.0.0.1:5678/webhook-waiting';
    return {
      credentialsHelper: {
        getParentTypes: () => [],
        isCredentialUsableByNode: () => true,
        authenticate: (data: object, _type: string, options: object) =>
          this.#credential.authenticate(data, options),
        preAuthentication: () => Promise.resolve(undefined),
        getDecrypted: () => Promise.resolve({ ...this.#data }),
        getCredentialsProperties: () => this.#credential.properties,
      },
      hooks: new core.ExecutionLifecycleHooks(mode, executionId, { id: 'workflow-1' }),
      executionId,
      currentNodeExecutionIndex: 0,
      restApiUrl: '',
      instanceBaseUrl: 'http://127.0.0.1:5678/',
      webhookBaseUrl: 'http://127.0.0.1:5678/webhook',
      webhookTestBaseUrl: 'http://127.0.0.1:5678/webhook-test',
      webhookWaitingBaseUrl: waitingUrl,
      formWaitingBaseUrl: waitingUrl,
      variables: {},
      logAiEvent: () => undefined,
      setExecutionStatus: () => undefined,
    } as unknown as IWorkflowExecuteAdditionalData;
  }
}

export interface RunOptions {
  readonly executionId?: string;
  readonly mode?: string;
  readonly saved?: IRunExecutionData;
}

export interface CallRequest {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly mode?: string;
}

function nodeOf(name: string, type: string, parameters: Record<string, unknown>): INode {
  return { id: `id of ${name}`, name, type, typeVersion: 1, position: [0, 0], parameters } as INode;
}

/** Brings the items that the test wants. */
function itemsNode(items: readonly INodeExecutionData[]): INodeType {
  return {
    description: {
      displayName: 'Items',
      name: 'items',
      group: ['input'],
      version: 1,
      description: '',
      defaults: {},
      inputs: ['main'],
      outputs: ['main'],
      properties: [],
    },
    execute: () => Promise.resolve([items.map((item, index) => ({ ...item, pairedItem: { item: index } }))]),
  };
}

function firstRunData(workflow: Workflow): IRunExecutionData {
  const node = workflow.getNode('Items');
  const stack = [{ node, data: { main: [[{ json: {} }]] }, source: null }];
  return {
    version: 1,
    startData: {},
    resultData: { runData: {}, pinData: {} },
    executionData: {
      contextData: {},
      nodeExecutionStack: stack,
      metadata: {},
      waitingExecution: {},
      waitingExecutionSource: {},
    },
    resumeToken: 'a'.repeat(64),
  } as unknown as IRunExecutionData;
}

function endOf({ status, waitTill, data }: IRun): Ended {
  const last = data.resultData.runData.Kling?.at(-1);
  return {
    status,
    waitTill: waitTill ?? undefined,
    outputs: (last?.data?.main ?? []).map((items) => items ?? []),
    error: data.resultData.error as Ended['error'],
    hints: last?.hints ?? [],
    // Saving and loading leaves plain data.
    data: JSON.parse(JSON.stringify(data)) as IRunExecutionData,
  };
}
