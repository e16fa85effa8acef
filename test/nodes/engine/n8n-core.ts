import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type {
  INode,
  INodeType,
  INodeTypes,
  IRun,
  IRunExecutionData,
  IWorkflowExecuteAdditionalData,
  Workflow,
} from './types.ts';

declare const n8nCore: { readonly folder: string };

interface BinaryDataService {
  init(): Promise<void>;
  store(location: unknown, bytes: Buffer, data: Record<string, unknown>): Promise<Record<string, unknown>>;
}

interface PackageLoader {
  loadAll(): Promise<void>;
  readonly known: { readonly nodes: object; readonly credentials: object };
  readonly types: { readonly nodes: readonly { name: string; iconUrl: unknown; codex: unknown }[] };
}

/** What of n8n-core the harness uses. */
interface Core {
  readonly WorkflowExecute: new (
    data: IWorkflowExecuteAdditionalData,
    mode: string,
    runData: IRunExecutionData,
  ) => { processRunExecutionData(workflow: Workflow): Promise<IRun> & { cancel(): void } };
  readonly WebhookContext: new (...parts: readonly unknown[]) => object;
  readonly LoadOptionsContext: new (...parts: readonly unknown[]) => object;
  readonly ExecutionLifecycleHooks: new (mode: string, id: string, workflow: object) => object;
  readonly BinaryDataService: new () => BinaryDataService;
  readonly PackageDirectoryLoader: new (folder: string) => PackageLoader;
}

interface WorkflowPackage {
  readonly Workflow: new (parameters: {
    id: string;
    name: string;
    nodes: readonly INode[];
    connections: object;
    active: boolean;
    nodeTypes: INodeTypes;
  }) => Workflow;
}

const home = mkdtempSync(join(tmpdir(), 'n8n-core-'));
Object.assign(process.env, {
  N8N_USER_FOLDER: home,
  N8N_ENCRYPTION_KEY: 'for-tests-only-for-tests-only-32',
  N8N_LOG_LEVEL: 'silent',
  N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
});

// Node's own loader, not jest's: this is the real n8n-core as n8n runs it.
const load = process.getBuiltinModule('node:module').createRequire(join(n8nCore.folder, 'index.js'));

export const core = load('n8n-core') as Core;
export const workflowPackage = load('n8n-workflow') as WorkflowPackage;
const { Container } = load('@n8n/di') as { Container: { get<T>(type: new () => T): T } };
export const binaryData = Container.get(core.BinaryDataService);

/** Our package as n8n has it: what is in its tarball. */
export const ourFolder = join(n8nCore.folder, 'node_modules', 'n8n-nodes-kling-elements');
const ours = join(ourFolder, 'dist');

/** A fresh instance of a bundled node. */
export function bundledNode(name: string): INodeType {
  const nodes = load(join(ours, 'nodes', name, `${name}.node.js`)) as Record<string, new () => INodeType>;
  const Node = nodes[name];
  if (Node === undefined) throw new Error(`The bundle has no class ${name}.`);
  return new Node();
}

interface Credential {
  readonly properties: readonly { name: string; default: unknown }[];
  authenticate(data: object, options: object): Promise<object>;
}

/** The bundled credential. */
export function bundledCredential(): Credential {
  const file = join(ours, 'credentials', 'KlingApi.credentials.js');
  const { KlingApi } = load(file) as { KlingApi: new () => Credential };
  return new KlingApi();
}
