import type { NodeHint } from 'n8n-workflow';

export const hints: NodeHint[] = [
  {
    message:
      'Callbacks can be lost. Set On Error to "Continue (using error output)", and lead items whose error.task_status is "timed_out" back into this node.',
    type: 'info',
    location: 'ndv',
    whenToDisplay: 'always',
    displayCondition: '={{ $parameter["resume"] === "callback" }}',
  },
  {
    message: 'n8n fetched at sleeping executions once a minute: a Maximum Wait below 65 seconds may end later.',
    type: 'info',
    location: 'ndv',
    whenToDisplay: 'always',
    displayCondition: '={{ $parameter["resume"] === "callback" && $parameter["maxWait"] < 65 }}',
  },
];
