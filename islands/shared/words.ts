/** Words come from the server, in the reader's language; nothing is said here. */
import type { ComponentChildren } from "preact";

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type WordList = Record<string, string | Forms>;
export type Facts = Record<string, string | number>;

const HOLE = /%\((\w+)\)s/;
/** Set by the build: a missing word is a bug that tests must see, and no reason to blank a page in a hall of a thousand. */
declare const STRICT: boolean;

export class Words {
  private readonly plural: Intl.PluralRules;
  private readonly number: Intl.NumberFormat;

  constructor(private readonly given: WordList, readonly language: string) {
    this.plural = new Intl.PluralRules(language);
    this.number = new Intl.NumberFormat(language, { numberingSystem: "latn" } as Intl.NumberFormatOptions);
  }

  /** The sentence of `code`. */
  t(code: string, facts?: Facts): string { return filled(this.text(code), facts); }

  /** The sentence of `code` for `count` things; `%(n)s` is the number as the language writes it. */
  n(code: string, count: number, facts?: Facts): string {
    return filled(this.form(code, count), { n: this.num(count), ...facts });
  }

  /** Like `t`, with elements in the places of names. */
  parts(code: string, facts: Record<string, ComponentChildren>): ComponentChildren[] {
    return holes(this.text(code), facts);
  }

  /** A word that depends on data: `of("kind", "speech")` is the word `kind.speech`. */
  of(family: string, member: string): string { return this.text(`${family}.${member}`); }

  /** The name of a language; the browser is asked for those the server has no name of. */
  languageOf(code: string): string {
    const name = this.given[`language.${code}`];
    if (typeof name === "string") return name;
    try { return new Intl.DisplayNames([this.language], { type: "language" }).of(code) ?? code; } catch { return code; }
  }

  /** Names one after the other, parted as the language parts them. */
  list(texts: string[]): string { return texts.join(this.t("text.comma")); }

  num(value: number): string { return this.number.format(value); }

  private text(code: string): string {
    const word = this.given[code];
    if (typeof word === "string") return word;
    return this.missing(code);
  }

  private form(code: string, count: number): string {
    const word = this.given[code];
    if (typeof word === "object") return word[this.plural.select(count)] ?? word.other;
    return this.missing(code);
  }

  private missing(code: string): string {
    if (STRICT) throw new Error(`no word for ${code}`);
    console.error(`no word for ${code}`);
    return code;
  }
}

function filled(text: string, facts: Facts | undefined): string {
  if (!facts) return text;
  return text.replace(/%(?:\((\w+)\)s|%)/g, (hole, name?: string) => (name === undefined ? "%" : name in facts ? String(facts[name]) : hole));
}

function holes(text: string, facts: Record<string, ComponentChildren>): ComponentChildren[] {
  const found = HOLE.exec(text);
  if (!found) return text ? [text] : [];
  const before = text.slice(0, found.index), after = text.slice(found.index + found[0].length);
  return [before, facts[found[1] as string], ...holes(after, facts)];
}
