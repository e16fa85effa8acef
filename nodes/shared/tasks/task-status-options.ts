/** Kling's words for the status of a task, and ours. */
export const taskStatusOptions = [
  { name: 'Failed', value: 'failed' },
  { name: 'Processing', value: 'processing' },
  { name: 'Submitted', value: 'submitted' },
  { name: 'Succeeded', value: 'succeed' },
] as const;
