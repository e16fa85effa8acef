/** The operations of Kling's API, by the names used for counts and faults. */
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
  'generate',
  'generation',
  'generations',
] as const;
export type Operation = (typeof operations)[number];
