/** The calls of Kling's API, by the names under which they are counted and faults are asked for. */
export const operations = [
  'create',
  'task',
  'tasks',
  'presets',
  'delete',
  'createVoice',
  'voice',
  'voices',
  'presetVoices',
  'deleteVoice',
] as const;
export type Operation = (typeof operations)[number];
