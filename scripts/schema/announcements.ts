/** What the check needs of a change of the schema. */
export interface SchemaChange {
  /** A schema coordinate, such as `KlingProblem.code`. */
  readonly path?: string | undefined;
  readonly message: string;
}

/**
 * The schema coordinates that a changeset announces to break: those in backquotes in its lines that start with
 * `Breaking:`, if it is about the gateway.
 */
export function announcedIn(changeset: string): string[] {
  const [, header = '', ...text] = changeset.split(/^---$/m);
  if (!header.includes('@kling-elements/gateway')) return [];
  const lines = text
    .join('---')
    .split('\n')
    .filter((line) => line.startsWith('Breaking:'));
  return lines.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

/** The changes that nothing announces. Announcing a type or field covers everything within it. */
export function unannounced<Change extends SchemaChange>(
  changes: readonly Change[],
  announced: readonly string[],
): Change[] {
  return changes.filter(
    ({ path = '' }) => !announced.some((name) => path === name || path.startsWith(`${name}.`)),
  );
}
