import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The size of an operation or fragment; the fragments in it are counted wherever they are spread. */
export interface DocumentSize {
  /** Fields on the first level. */
  readonly rootFields: number;
  /** Fields on all levels. */
  readonly fields: number;
  /** Levels of nested fields. */
  readonly depth: number;
}

export interface MeasuredDefinition {
  readonly definition: OperationDefinitionNode | FragmentDefinitionNode;
  readonly size: DocumentSize;
}

/**
 * The size of each operation and fragment, from the document alone: variables, `@include` and types do not reduce it.
 * Each fragment is measured once, however often it is spread.
 *
 * @param document need not be valid: unknown fragments, and those that spread themselves, count as empty
 */
export function measure({ definitions }: DocumentNode): MeasuredDefinition[] {
  const measurable = definitions.filter(
    (one) => one.kind === Kind.OPERATION_DEFINITION || one.kind === Kind.FRAGMENT_DEFINITION,
  );
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of measurable) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const measured = new Map<string, DocumentSize>();

  function sizeOf(set: SelectionSetNode | undefined): DocumentSize {
    let [rootFields, fields, depth] = [0, 0, 0];
    for (const selection of set?.selections ?? []) {
      const added = sizeOfSelection(selection);
      rootFields += added.rootFields;
      fields += added.fields;
      depth = Math.max(depth, added.depth);
    }
    return { rootFields, fields, depth };
  }

  function sizeOfSelection(selection: SelectionNode): DocumentSize {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value);
    const nested = sizeOf(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return nested;
    return { rootFields: 1, fields: 1 + nested.fields, depth: 1 + nested.depth };
  }

  function sizeOfFragment(name: string): DocumentSize {
    const earlier = measured.get(name);
    if (earlier !== undefined) return earlier;
    measured.set(name, empty);
    const size = sizeOf(fragments.get(name)?.selectionSet);
    measured.set(name, size);
    return size;
  }

  return measurable.map((definition) => ({ definition, size: sizeOf(definition.selectionSet) }));
}

const empty: DocumentSize = { rootFields: 0, fields: 0, depth: 0 };
