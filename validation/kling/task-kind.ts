/** What a task makes, named as in the gateway's GraphQL schema, in lower case. */
export const taskKinds = ['element', 'voice', 'video', 'image', 'views'] as const;
export type TaskKind = (typeof taskKinds)[number];
