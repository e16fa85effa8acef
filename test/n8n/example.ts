import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import type { WorkflowFile, WorkflowNode } from '../../harness/n8n/workflow.ts';

const folder = join(import.meta.dirname, '../../examples/workflows');

/** The names of the files to import. */
export const exampleFiles: readonly string[] = readdirSync(folder).filter((name) => name.endsWith('.json'));

/**
 * An example with what its user has to fill in: the credentials, and URLs in place of those at example.com.
 *
 * @param credentials by their type
 * @param urls prefixes of URLs with their replacements
 */
export function example(
  file: string,
  credentials: Readonly<Record<string, NamedCredential>>,
  urls: Readonly<Record<string, string>> = {},
): WorkflowFile {
  let text = readFileSync(join(folder, file), 'utf8');
  for (const [from, to] of Object.entries(urls)) {
    if (!text.includes(from)) throw new Error(`${file} has no address ${from}.`);
    text = text.replaceAll(from, to);
  }
  const workflow = JSON.parse(text) as WorkflowFile;
  const nodes = workflow.nodes.map((node) => {
    const type = credentialTypeOf(node);
    const credential = credentials[type];
    return credential === undefined ? node : { ...node, credentials: { [type]: credential } };
  });
  return { ...workflow, nodes };
}

function credentialTypeOf({ type, parameters }: WorkflowNode): string {
  if (type.startsWith('n8n-nodes-kling-elements.')) return 'klingApi';
  if (type.endsWith('.lmChatOpenAi')) return 'openAiApi';
  // What HTTP Request uses of another service.
  return typeof parameters.nodeCredentialType === 'string' ? parameters.nodeCredentialType : '';
}
