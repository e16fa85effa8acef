import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How much an operation or a fragment asks for, with its fragments counted wherever they are spread. */
export interface DocumentSize {
  /** Fields at its own level. */
  readonly rootFields: number;
  /** Fields at all levels. */
  readonly fields: number;
  /** Levels of fields, one in another. */
  readonly depth: number;
}

export interface MeasuredDefinition {
  readonly definition: OperationDefinitionNode | FragmentDefinitionNode;
  readonly extent: DocumentSize;
}

/**
 * The extent of each operation and fragment, by the document alone: no variable, `@include` or type makes it smaller.
 * Each fragment is measured once, however often it is spread.
 *
 * @param document may be one that is not valid: unknown fragments, and those that spread themselves, count as empty
 */
export function measure({ definitions }: DocumentNode): MeasuredDefinition[] {
  const measurable = definitions.filter(
    (one) => one.kind === Kind.OPERATION_DEFINITION || one.kind === Kind.FRAGMENT_DEFINITION,
  );
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of measurable) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const known = new Map<string, DocumentSize>();

  function extentOf(set: SelectionSetNode | undefined): DocumentSize {
    let [rootFields, fields, depth] = [0, 0, 0];
    for (const selection of set?.selections ?? []) {
      const added = extentOfSelection(selection);
      rootFields += added.rootFields;
      fields += added.fields;
      depth = Math.max(depth, added.depth);
    }
    return { rootFields, fields, depth };
  }

  function extentOfSelection(selection: SelectionNode): DocumentSize {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return extentOfFragment(selection.name.value);
    const inner = extentOf(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return inner;
    return { rootFields: 1, fields: 1 + inner.fields, depth: 1 + inner.depth };
  }

  function extentOfFragment(name: string): DocumentSize {
    const earlier = known.get(name);
    if (earlier !== undefined) return earlier;
    known.set(name, empty);
    const extent = extentOf(fragments.get(name)?.selectionSet);
    known.set(name, extent);
    return extent;
  }

  return measurable.map((definition) => ({ definition, extent: extentOf(definition.selectionSet) }));
}

const empty: DocumentSize = { rootFields: 0, fields: 0, depth: 0 };
