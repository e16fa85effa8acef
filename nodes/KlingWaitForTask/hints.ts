import type { NodeHint } from 'n8n-workflow';

export const hints: NodeHint[] = [
  {
    message:
      'Callbacks can get lost. Set "On Error" to "Continue (using error output)" and connect items whose error.task_status is "timed_out" back to this node.',
    type: 'info',
    location: 'ndv',
    whenToDisplay: 'always',
    displayCondition: '={{ $parameter["resume"] === "callback" }}',
  },
  {
    message:
      'n8n checks waiting executions once a minute, so a "Maximum Wait (Seconds)" below 65 may take longer.',
    type: 'info',
    location: 'ndv',
    whenToDisplay: 'always',
    displayCondition: '={{ $parameter["resume"] === "callback" && $parameter["maxWait"] < 65 }}',
  },
];
