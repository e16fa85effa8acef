import type { ReferenceType } from '../kling/element.ts';

/** What is known of an element that a generation uses: from a ledger, the account's list or the presets. */
export interface KnownElement {
  readonly name: string;
  /** Null if Kling does not say what it was made from. */
  readonly referenceType: ReferenceType | null;
  readonly deleted: boolean;
}

/** Known elements by ID. One that is missing is looked for nowhere else: its use is a warning. */
export type KnownElements = ReadonlyMap<string, KnownElement>;
