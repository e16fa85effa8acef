import type { Environment } from './environment.ts';
import type { SettingKind } from './setting-types.ts';

/** Reads settings one by one, and collects what is wrong with them. */
export class SettingReader {
  /** One line each; begins with the setting's name. */
  readonly faults: string[] = [];
  readonly #environment: Environment;
  readonly #faulty = new Set<string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Whether it is given at all; an empty text counts as none. */
  isSet(name: string): boolean {
    return this.#text(name) !== undefined;
  }

  /** The value; undefined when it is unset or wrong. */
  read<Value>(name: string, kind: SettingKind<Value>): Value | undefined {
    const text = this.#text(name);
    if (text === undefined) return undefined;
    const value = kind.schema.safeParse(text);
    if (value.success) return value.data;
    this.#faulty.add(name);
    this.faults.push(`${name}: must be ${kind.mustBe}${kind.secret ? '' : gotten(text)}`);
    return undefined;
  }

  /** Finds fault with how settings go together, unless one of them is wrong by itself. */
  rule(names: readonly [string, ...string[]], isKept: boolean, fault: string): void {
    if (!isKept && !names.some((name) => this.#faulty.has(name))) this.faults.push(`${names[0]}: ${fault}`);
  }

  #text(name: string): string | undefined {
    const text = this.#environment[name]?.trim();
    return text === '' ? undefined : text;
  }
}

/** An address may hold a password or a key in its query. */
function gotten(text: string): string {
  if (/[@?]/.test(text)) return '';
  return `, got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text)}`;
}
