import { type ASTNode, type DocumentNode, Kind, visit } from 'graphql';

/**
 * The names of the variables that the results of a document's subscriptions depend on. Those in the arguments of a root
 * field only choose its events.
 */
export function selectionVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (node: ASTNode | undefined) => {
    if (node !== undefined) visit(node, { Variable: ({ name }) => void names.add(name.value) });
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) {
      collect(definition);
      continue;
    }
    for (const selection of definition.selectionSet.selections) {
      selection.directives?.forEach(collect);
      collect(selection.kind === Kind.FIELD ? selection.selectionSet : selection);
    }
  }
  return names;
}
