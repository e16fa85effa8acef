import { randomUUID } from 'node:crypto';

/** A node of a workflow as n8n exports it. */
export interface WorkflowNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly position: readonly [number, number];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
  readonly webhookId?: string;
  readonly alwaysOutputData?: boolean;
  readonly executeOnce?: boolean;
  readonly onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

interface Target {
  readonly node: string;
  readonly type: string;
  readonly index: number;
}

export interface WorkflowFile {
  readonly name: string;
  readonly nodes: readonly WorkflowNode[];
  readonly connections: Readonly<
    Record<string, Readonly<Record<string, readonly (readonly Target[] | null)[]>>>
  >;
  readonly settings?: Readonly<Record<string, unknown>>;
}

type More = Partial<
  Pick<WorkflowNode, 'alwaysOutputData' | 'executeOnce' | 'onError' | 'webhookId' | 'typeVersion'>
>;

/** Builds a workflow: first its nodes, then its connections. */
export class WorkflowBuilder {
  readonly #nodes: WorkflowNode[] = [];
  readonly #connections: Record<string, { main: Target[][] }> = {};
  readonly #credential: { id: string; name: string };

  /** @param credential of our nodes */
  constructor(credential: { id: string; name: string }) {
    this.#credential = credential;
  }

  /** Adds one of n8n's nodes, such as `code`. */
  base(name: string, type: string, parameters: Record<string, unknown> = {}, more: More = {}): this {
    return this.#add(name, `n8n-nodes-base.${type}`, parameters, more);
  }

  /** Adds one of our nodes, such as `klingElement`. */
  klingNode(name: string, type: string, parameters: Record<string, unknown>, more: More = {}): this {
    const type_ = `n8n-nodes-kling-elements.${type}`;
    return this.#add(name, type_, parameters, more, { klingApi: this.#credential });
  }

  /** Adds one of n8n's nodes that uses our credential. */
  withCredential(name: string, type: string, parameters: Record<string, unknown>, more: More = {}): this {
    return this.#add(name, `n8n-nodes-base.${type}`, parameters, more, { klingApi: this.#credential });
  }

  /** Connects nodes in sequence, by their first outputs. */
  chain(...names: readonly string[]): this {
    names.slice(1).forEach((name, index) => this.connect(names[index] ?? '', name));
    return this;
  }

  connect(from: string, to: string, output = 0): this {
    const { main } = (this.#connections[from] ??= { main: [] });
    while (main.length <= output) main.push([]);
    main[output]?.push({ node: to, type: 'main', index: 0 });
    return this;
  }

  build(name = `Test ${randomUUID()}`): WorkflowFile {
    const settings = { executionOrder: 'v1' };
    return { name, nodes: this.#nodes, connections: this.#connections, settings };
  }

  #add(
    name: string,
    type: string,
    parameters: Record<string, unknown>,
    { typeVersion = 1, ...more }: More,
    credentials?: WorkflowNode['credentials'],
  ): this {
    const position = [this.#nodes.length * 220, 0] as const;
    const node = { id: randomUUID(), name, type, typeVersion, position, parameters, ...more };
    this.#nodes.push(credentials === undefined ? node : { ...node, credentials });
    return this;
  }
}
