/** Computes a published figure again from the entries it names; the rules stand in docs/log-format.md, section Figures. */
import { sha256, Wrong } from "./log";

type Fact = string | number | boolean | null | (string | number)[];
export interface Entry { type: string; ref: string; facts: Record<string, Fact> }
export type Value = number | string[];

/** The entry that publishes a figure, its query checked against its digest. */
export class Publication {
  private readonly conditions: string[][];
  readonly from: number;
  readonly to: number;

  private constructor(readonly index: number, private readonly facts: Record<string, Fact>) {
    this.conditions = ((facts.of_facts as string[] | undefined) ?? []).map((each) => [each.slice(0, each.indexOf(":")), each.slice(each.indexOf(":") + 1)]);
    this.from = facts.of_from as number;
    this.to = facts.of_to as number;
  }

  static async read(index: number, entry: Entry): Promise<Publication> {
    const { facts } = entry, lists = facts.of_facts ?? [];
    const whole = ["of_from", "of_to", "number"].every((name) => Number.isSafeInteger(facts[name]));
    const told = typeof facts.figure === "string" && typeof facts.of_type === "string" && /^(count|(sum|last):[a-z][a-z0-9_]*)$/.test(String(facts.how));
    const listed = Array.isArray(lists) && lists.every((each) => typeof each === "string" && each.includes(":"));
    if (entry.type !== "report.figure.published" || !whole || !told || !listed) throw new Wrong("check.wrong_form", { index });
    if ((facts.of_to as number) > index || (facts.of_from as number) > (facts.of_to as number)) throw new Wrong("check.wrong_form", { index });
    const query = Object.fromEntries(["how", "of_facts", "of_ref", "of_type"].filter((name) => name in facts).map((name) => [name, facts[name]]));
    const digest = await sha256(new TextEncoder().encode(JSON.stringify(query)));
    if (Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") !== facts.query) throw new Wrong("check.wrong_form", { index });
    return new Publication(index, facts);
  }

  get published(): Value { return (this.facts.value ?? this.facts.cells) as Value; }

  private chooses({ type, ref, facts }: Entry): boolean {
    const fits = ([name, code]: string[]) => ["string", "number"].includes(typeof facts[name as string]) && String(facts[name as string]) === code;
    return type === this.facts.of_type && (this.facts.of_ref === undefined || ref === this.facts.of_ref) && this.conditions.every(fits);
  }

  /** Compute the figure from all entries below `to`; also says how many it is made from. */
  recount(entries: Entry[]): { value: Value; made_from: number } {
    const corrected = new Set(entries.slice(0, this.to).filter((each) => each.type === "evidence.entry.corrected").map((each) => each.facts.index));
    const chosen: Entry[] = [];
    for (const [index, entry] of entries.slice(0, this.to).entries()) {
      if (corrected.has(index) || !this.chooses(entry)) continue;
      if (index < this.from) throw new Wrong("check.wrong_left_out", { index });
      chosen.push(entry);
    }
    return { value: this.computed(chosen), made_from: chosen.length };
  }

  private computed(chosen: Entry[]): Value {
    const how = String(this.facts.how), fact = how.slice(how.indexOf(":") + 1);
    if (how === "count") return chosen.length;
    const numbers = (value: Fact | undefined) => (Array.isArray(value) ? value : [value]).filter((each): each is number => typeof each === "number");
    if (how.startsWith("sum:")) return chosen.flatMap((each) => numbers(each.facts[fact])).reduce((sum, each) => sum + each, 0);
    const last = chosen.at(-1)?.facts[fact];
    if (last === undefined || last === null) throw new Wrong("check.wrong_form", { index: this.index });
    return last as Value;
  }
}

export const same = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other);
