import { parse } from 'flatted';

export interface OutputItem {
  readonly json: Readonly<Record<string, unknown>>;
  readonly binary?: Readonly<Record<string, unknown>>;
  readonly pairedItem?: unknown;
}

interface TaskData {
  readonly data?: { readonly main?: readonly (readonly OutputItem[] | null)[] } & Readonly<
    Record<string, unknown>
  >;
  readonly error?: { readonly message: string; readonly description?: string };
  readonly hints?: readonly { readonly message: string }[];
}

interface RunData {
  readonly resultData: {
    readonly runData: Readonly<Record<string, readonly TaskData[]>>;
    readonly error?: { readonly message: string; readonly description?: string };
    readonly lastNodeExecuted?: string;
  };
}

/** An execution as n8n's REST interface returns it. */
export interface SavedExecution {
  readonly id: string;
  readonly status: string;
  readonly waitTill: string | null;
  /** n8n's own form of JSON. */
  readonly data: string;
}

/** An execution's status and data. */
export class Execution {
  readonly id: string;
  readonly status: string;
  readonly waitTill: string | null;
  readonly #result: RunData['resultData'];

  constructor({ id, status, waitTill, data }: SavedExecution) {
    this.id = id;
    this.status = status;
    this.waitTill = waitTill;
    this.#result = (parse(data) as RunData).resultData;
  }

  /** The number of times that a node has run. */
  runs(node: string): number {
    return this.#result.runData[node]?.length ?? 0;
  }

  /** A node's output, by default that of its last run. */
  items(node: string, { output = 0, run = -1 } = {}): readonly OutputItem[] {
    return this.#result.runData[node]?.at(run)?.data?.main?.[output] ?? [];
  }

  /** The same, only the data. */
  json(node: string, which: { output?: number; run?: number } = {}): Readonly<Record<string, unknown>>[] {
    return this.items(node, which).map((item) => item.json);
  }

  /** The hints of a node's last run. */
  hints(node: string): readonly string[] {
    return this.#result.runData[node]?.at(-1)?.hints?.map(({ message }) => message) ?? [];
  }

  /** Why it failed. */
  get error(): { readonly message: string; readonly description?: string } | undefined {
    return this.#result.error;
  }
}
