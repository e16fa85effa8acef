import type { NodeHint } from 'n8n-workflow';

export const hints: NodeHint[] = [
  {
    message:
      'n8n looks after waiting executions once a minute. Without a callback, a "Maximum Wait (Seconds)" below 60 may take up to a minute longer.',
    type: 'info',
    location: 'ndv',
    whenToDisplay: 'always',
    displayCondition: '={{ $parameter["resume"] === "callback" && $parameter["maxWait"] < 60 }}',
  },
];
