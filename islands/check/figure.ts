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
    const told = typeof facts.figure === "string" && typeof facts.of_type === "string" && /^(count|(sum|last|join):[a-z][a-z0-9_]*)$/.test(String(facts.how));
    const listed = Array.isArray(lists) && lists.every((each) => typeof each === "string" && each.includes(":"));
    if (entry.type !== "report.figure.published" || !whole || !told || !listed) throw new Wrong("check.wrong_form", { index });
    if ((facts.of_to as number) > index || (facts.of_from as number) > (facts.of_to as number)) throw new Wrong("check.wrong_form", { index });
    const query = Object.fromEntries(["how", "of_facts", "of_ref", "of_type"].filter((name) => name in facts).map((name) => [name, facts[name]]));
    if (await digestOf(JSON.stringify(query)) !== facts.query) throw new Wrong("check.wrong_form", { index });
    return new Publication(index, facts);
  }

  /** Whether it is read back from entries that state it, and not counted entry by entry. */
  get isStated(): boolean { return /^(last|join):/.test(String(this.facts.how)); }

  /** Refuse a value that was published otherwise, or that it promised to tell nobody. */
  async hold(value: Value): Promise<void> {
    const { cells_digest: digest, cells_count: count, value: number, cells, smallest } = this.facts;
    const published = digest === undefined ? (number ?? cells) as Value : String(digest);
    const computed = digest === undefined || typeof value === "number" || value.length !== count ? value : await digestOf(value.map((row) => `${row}\n`).join(""));
    if (JSON.stringify(computed) !== JSON.stringify(published)) throw new Wrong("check.wrong_count", { published: String(published), computed: String(value) });
    const few = (typeof value === "number" ? [value] : value.map(numberOf)).find((each) => each > 0 && each < Number(smallest ?? 0));
    if (few !== undefined) throw new Wrong("check.wrong_small", { number: few, smallest: Number(smallest) });
  }

  private chooses({ type, ref, facts }: Entry): boolean {
    const fits = ([name, code]: string[]) => ["string", "number"].includes(typeof facts[name as string]) && String(facts[name as string]) === code;
    return type === this.facts.of_type && (this.facts.of_ref === undefined || ref === this.facts.of_ref) && this.conditions.every(fits);
  }

  /** Compute the figure from all entries below `to`; also says how many it is made from. */
  recount(entries: Entry[]): { value: Value; made_from: number[] } {
    const corrected = new Set(entries.slice(0, this.to).filter((each) => each.type === "evidence.entry.corrected").map((each) => each.facts.index));
    const chosen: Entry[] = [], made_from: number[] = [], fact = String(this.facts.how).replace(/^.*:/, "");
    for (const [index, entry] of entries.slice(0, this.to).entries()) {
      if (corrected.has(index) || !this.chooses(entry)) continue;
      if (index < this.from) throw new Wrong("check.wrong_left_out", { index });
      chosen.push(entry);
      if (!this.isStated || fact in entry.facts) made_from.push(index);
    }
    return { value: this.computed(chosen), made_from };
  }

  private computed(chosen: Entry[]): Value {
    const how = String(this.facts.how), fact = how.slice(how.indexOf(":") + 1);
    if (how === "count") return chosen.length;
    const numbers = (value: Fact | undefined) => (Array.isArray(value) ? value : [value]).filter((each): each is number => typeof each === "number");
    if (how.startsWith("sum:")) return chosen.flatMap((each) => numbers(each.facts[fact])).reduce((sum, each) => sum + each, 0);
    const joined = chosen.flatMap((each) => (Array.isArray(each.facts[fact]) ? each.facts[fact] as string[] : []));
    const last = how.startsWith("join:") ? joined : chosen.at(-1)?.facts[fact];
    if (last === undefined || last === null) throw new Wrong("check.wrong_form", { index: this.index });
    return last as Value;
  }
}

/** What holds between the totals of one count, where it has both, as in verifier/ocaq_verify.py. */
const TOTALS: Record<string, string> = {
  "conference.attendance": "took_part <= people, peak <= people, countries <= people, sum by_country = people, sum by_capacity = people, most by_item <= people, rows by_country <= countries",
  "conference.floor": "answered <= asked, spoke_countries <= spoke, sum poll <= voices",
  "register.network": "sum by_country = communities, sum by_kind = communities, countries <= communities, schools <= communities, school_countries <= countries",
};

/** Hold a stated entry against the others of its count; return how many people have an entry each, or null where none is said. */
export function fitsTogether(entries: Entry[], stated: number): { people: number | null } | null {
  const { type, ref, facts: { round } } = entries[stated] as Entry, kind = type.slice(0, type.lastIndexOf("."));
  const relations = TOTALS[kind];
  if (!relations) return null;
  const of = entries.filter((each) => each.facts.round === round && (each.ref === ref || `conference:${String(each.facts.conference)}` === ref));
  const totals = totalsOf(of.filter((each) => [`${kind}.counted`, `${kind}.listed`].includes(each.type)));
  for (const relation of relations.split(", ")) {
    const [one = "", sign, other = ""] = relation.split(/ (<=|=) /), difference = (totals.get(one) ?? NaN) - (totals.get(other) ?? NaN);
    if (difference > 0 || (difference && sign === "=")) throw new Wrong("check.wrong_total", { one: `${one}: ${totals.get(one)}`, other: `${other}: ${totals.get(other)}` });
  }
  const said = totals.get("people"), found = of.filter((each) => each.type === `${kind}.kept`).length;
  if (said !== undefined && said !== found) throw new Wrong("check.wrong_people", { said, found });
  return { people: said ?? null };
}

function totalsOf(count: Entry[]): Map<string, number> {
  const totals = new Map<string, number>(), tables = new Map<string, string[]>();
  for (const [name, fact] of count.flatMap((each) => Object.entries(each.facts))) {
    if (typeof fact === "number") totals.set(name, fact);
    else if (Array.isArray(fact)) tables.set(name, [...(tables.get(name) ?? []), ...fact.map(String)]);
  }
  for (const [name, rows] of tables) {
    totals.set(`sum ${name}`, rows.reduce((sum, row) => sum + numberOf(row), 0)).set(`most ${name}`, Math.max(0, ...rows.map(numberOf)));
    totals.set(`rows ${name}`, rows.filter((row) => !/^(other|unknown):/.test(row)).length);
  }
  return totals;
}

const numberOf = (row: string) => Number(row.slice(row.lastIndexOf(":") + 1));

async function digestOf(text: string): Promise<string> {
  return Array.from(await sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const same = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other);
export const told = (value: Value) => (typeof value === "number" ? String(value) : value.join(", "));
