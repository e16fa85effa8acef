import type { InputIssue } from '@kling-elements/validation';
import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

const setIt = "Set N8N_WEBHOOK_URL (WEBHOOK_URL in older versions) to n8n's public URL, in its workers, too.";

/** n8n's URL of this execution. @throws NodeOperationError when n8n is configured with what is no URL */
export function resumeUrlOf(context: IExecuteFunctions, itemIndex: number): URL {
  const execution: unknown = context.getWorkflowDataProxy(itemIndex).$execution;
  const { resumeUrl } = execution as { resumeUrl: string };
  if (URL.canParse(resumeUrl)) return new URL(resumeUrl);
  throw new NodeOperationError(context.getNode(), `n8n's own webhook URL is not valid: ${resumeUrl}`, {
    itemIndex,
    description: setIt,
  });
}

/** Says of a callback URL that is not public and belongs to this n8n which of n8n's settings is meant. */
export function explainOwnUrl(
  context: IExecuteFunctions,
  itemIndex: number,
  issues: readonly InputIssue[],
  callbackUrl: unknown,
): readonly InputIssue[] {
  return issues.map((issue) => {
    if (issue.code !== 'URL_NOT_PUBLIC' || issue.path[0] !== 'callbackUrl') return issue;
    const { origin } = resumeUrlOf(context, itemIndex);
    if (new URL(String(callbackUrl)).origin !== origin) return issue;
    return { ...issue, message: `Kling cannot reach this n8n at ${origin}. ${setIt}` };
  });
}
