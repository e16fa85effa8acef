import type { Environment } from './environment.ts';
import type { SettingKind } from './setting-types.ts';

/** Reads settings one by one, and collects the issues found. */
export class SettingReader {
  /** One line each, starting with the setting's name. */
  readonly issues: string[] = [];
  readonly #environment: Environment;
  readonly #invalid = new Set<string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Whether the setting has a value; an empty one counts as unset. */
  isSet(name: string): boolean {
    return this.#text(name) !== undefined;
  }

  /** The value; undefined when it is unset or invalid. */
  read<Value>(name: string, kind: SettingKind<Value>): Value | undefined {
    const text = this.#text(name);
    if (text === undefined) return undefined;
    const value = kind.schema.safeParse(text);
    if (value.success) return value.data;
    this.#invalid.add(name);
    this.issues.push(`${name}: must be ${kind.mustBe}${kind.secret ? '' : received(text)}`);
    return undefined;
  }

  /** Reports an issue with a combination of settings, unless one of them is already invalid. */
  rule(names: readonly [string, ...string[]], isKept: boolean, issue: string): void {
    if (!isKept && !names.some((name) => this.#invalid.has(name))) this.issues.push(`${names[0]}: ${issue}`);
  }

  #text(name: string): string | undefined {
    const text = this.#environment[name]?.trim();
    return text === '' ? undefined : text;
  }
}

/** URLs are left out: they may contain a password, or a key in the query. */
function received(text: string): string {
  if (/[@?]/.test(text)) return '';
  return `, got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text)}`;
}
