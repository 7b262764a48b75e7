/** Computes a published figure again from the entries it names; the rules stand in docs/log-format.md, section Figures. */
import { canonical, corrections, type Entry, type Fact } from "./entry";
import { sha256, Wrong } from "./log";

export type Value = number | string[];
const PUBLISHED = "report.figure.published";

/** How each figure is made, as in verifier/ocaq_verify.py: what is done with entries of which type. */
export const MADE: Record<string, string> = {
  "conference.answered": "last:answered conference.floor.counted",
  "conference.by_capacity": "join:by_capacity conference.attendance.listed",
  "conference.by_country": "join:by_country conference.attendance.listed",
  "conference.by_item": "join:by_item conference.attendance.listed",
  "conference.countries": "last:countries conference.attendance.counted",
  "conference.hours": "last:hours conference.attendance.counted",
  "conference.peak": "last:peak conference.attendance.counted",
  "conference.people": "count conference.attendance.kept",
  "conference.poll": "join:poll conference.floor.listed",
  "conference.questions": "sum:deeds conference.questions.asked",
  "conference.spoke": "last:spoke conference.floor.counted",
  "conference.spoke_countries": "last:spoke_countries conference.floor.counted",
  "conference.support": "join:support conference.floor.listed",
  "conference.took_part": "last:took_part conference.attendance.counted",
  "conference.voices": "last:voices conference.floor.counted",
  "register.by_country": "join:by_country register.network.listed",
  "register.by_kind": "join:by_kind register.network.listed",
  "register.communities": "last:communities register.network.counted",
  "register.countries": "last:countries register.network.counted",
  "register.events": "last:events register.quarter.counted",
  "register.fresh": "last:fresh register.network.counted",
  "register.languages": "last:languages register.network.counted",
  "register.lessons": "last:lessons register.quarter.counted",
  "register.people": "last:people register.quarter.counted",
  "register.pupils": "last:pupils register.quarter.counted",
  "register.reported": "last:reported register.quarter.counted",
  "register.school_countries": "last:school_countries register.network.counted",
  "register.schools": "last:schools register.network.counted",
};

/** The entry that publishes a figure, its query checked against its digest. */
export class Publication {
  private readonly conditions: string[][];

  private constructor(readonly index: number, readonly ref: string, private readonly facts: Record<string, Fact>) {
    this.conditions = this.of_facts.map((each) => [each.slice(0, each.indexOf(":")), each.slice(each.indexOf(":") + 1)]);
  }

  static async read(index: number, { type, ref, facts }: Entry): Promise<Publication> {
    const figure = new Publication(index, ref, facts);
    if (type !== PUBLISHED || !figure.isWhole()) throw new Wrong("check.wrong_form", { index });
    const query = Object.fromEntries(["how", "of_facts", "of_ref", "of_type"].filter((name) => name in facts).map((name) => [name, facts[name]]));
    if (await digestOf(canonical(query)) !== facts.query) throw new Wrong("check.wrong_query", { index });
    if (figure.from < 0 || figure.from > figure.to || figure.to > index) throw new Wrong("check.wrong_range", { index });
    if (![facts.of_ref, ...figure.of_facts].includes(figure.about)) throw new Wrong("check.wrong_about", { about: figure.about });
    if (!figure.isMade()) throw new Wrong("check.wrong_made", { index, figure: figure.code });
    return figure;
  }

  /** Whether it is made as it is declared; entries that stand for one thing each name what it is about in a fact. */
  private isMade(): boolean {
    const { how, of_type, of_ref } = this.facts, kept = String(of_type).endsWith(".kept"), chosen = this.of_facts.filter((each) => !each.startsWith("round:"));
    return MADE[this.code] === `${String(how)} ${String(of_type)}` && of_ref === (kept ? undefined : this.about) && chosen.join(" ") === (kept ? this.about : "");
  }

  private isWhole(): boolean {
    const { facts } = this, list = facts.of_facts ?? [], cells = facts.cells ?? [];
    return ["of_from", "of_to", "number", "as_of", "definition"].every((name) => Number.isSafeInteger(facts[name]))
      && ["figure", "about", "of_type", "query"].every((name) => typeof facts[name] === "string")
      && /^(count|(sum|last|join):[a-z][a-z0-9_]*)$/.test(String(facts.how))
      && Array.isArray(list) && list.every((each) => typeof each === "string" && each.includes(":"))
      && Array.isArray(cells) && cells.every((each) => typeof each === "string")
      && Number.isSafeInteger(facts.smallest ?? 0)
      && ["value", "cells", "cells_digest"].filter((name) => name in facts).length === 1;
  }

  get about(): string { return this.facts.about as string; }
  private get code(): string { return this.facts.figure as string; }
  private get from(): number { return this.facts.of_from as number; }
  private get to(): number { return this.facts.of_to as number; }
  private get of_facts(): string[] { const list = this.facts.of_facts; return Array.isArray(list) ? list as string[] : []; }

  /** Whether it is read back from entries that state it, and not counted entry by entry. */
  get isStated(): boolean { return /^(last|join):/.test(String(this.facts.how)); }

  /** Refuse a figure that has two references, shares one, or hides a publication. */
  async follows(entries: Entry[]): Promise<void> {
    const before: Publication[] = [];
    for (const [index, entry] of entries.slice(0, this.index + 1).entries()) {
      const { type, ref, facts } = entry;
      if (type !== PUBLISHED || !(ref === this.ref || (facts.figure === this.code && facts.about === this.about))) continue;
      const one = await Publication.read(index, entry), last = before.filter((each) => each.ref === one.ref).at(-1);
      if (before.some((each) => each.code === one.code && each.about === one.about && each.ref !== one.ref)) throw new Wrong("check.wrong_second", { index });
      if (one.facts.number !== ((last?.facts.number as number | undefined) ?? 0) + 1 || one.facts.replaces !== last?.index) throw new Wrong("check.wrong_number", { index });
      if (last && (last.code !== one.code || last.about !== one.about)) throw new Wrong("check.wrong_shared", { index });
      before.push(one);
    }
  }

  /** Refuse a value that was published otherwise, or that it promised to tell nobody. */
  async hold(value: Value): Promise<void> {
    const { cells_digest: digest, cells_count: count, value: number, cells, smallest } = this.facts;
    const published = digest === undefined ? (number ?? cells) as Value : String(digest);
    const computed = digest === undefined || typeof value === "number" || value.length !== count ? value : await digestOf(value.map((row) => `${row}\n`).join(""));
    if (JSON.stringify(computed) !== JSON.stringify(published)) throw new Wrong("check.wrong_count", { published: String(published), computed: String(value) });
    const few = (typeof value === "number" ? [value] : value.map(numberOf)).find((each) => each > 0 && each < Number(smallest ?? 0));
    if (few !== undefined) throw new Wrong("check.wrong_small", { number: few, smallest: Number(smallest) });
  }

  /** The names of the conditions that an entry does not meet; null when it is of another type or thing. */
  private misses({ type, ref, facts }: Entry): string[] | null {
    const fits = ([name, code]: string[]) => ["string", "number"].includes(typeof facts[name as string]) && String(facts[name as string]) === code;
    if (type !== this.facts.of_type || (this.facts.of_ref !== undefined && ref !== this.facts.of_ref)) return null;
    return this.conditions.filter((each) => !fits(each)).map(([name]) => name as string);
  }

  /** Refuse another round than the newest of its count. */
  private isNewest(newest: number, index: number): void {
    const rounds = this.of_facts.filter((each) => each.startsWith("round:"));
    if (rounds.length && !newest) throw new Wrong("check.wrong_none");
    if (rounds.length && rounds.join() !== `round:${newest}`) throw new Wrong("check.wrong_left_out", { index });
  }

  /** Compute the figure from all entries before it; also says how many it is made from. */
  recount(entries: Entry[]): { value: Value; made_from: number[] } {
    const corrected = corrections(entries.slice(0, this.index)), chosen: Entry[] = [], made_from: number[] = [];
    let newest = 0, told_by = 0;
    for (const [index, entry] of entries.slice(0, this.index).entries()) {
      const known_to = index < this.to ? this.to : this.index;  // a correction that came later takes nothing out
      const misses = this.misses(entry), round = entry.facts.round;
      if ((corrected.get(index) ?? known_to) < known_to || !misses) continue;
      if (index < this.to && Number.isSafeInteger(round) && misses.every((name) => name === "round") && Number(round) >= newest) [newest, told_by] = [Number(round), index];
      if (misses.length) continue;
      if (index < this.from || index >= this.to) throw new Wrong("check.wrong_left_out", { index });
      // Who is counted in two rounds would be counted twice.
      if (chosen.length && String(chosen[0]?.facts.round) !== String(entry.facts.round)) throw new Wrong("check.wrong_twice", { index, name: "round" });
      chosen.push(entry);
      if (!String(this.facts.how).startsWith("join:") || this.fact in entry.facts) made_from.push(index);
    }
    this.isNewest(newest, told_by);
    return { value: this.computed(chosen), made_from: String(this.facts.how).startsWith("last:") ? made_from.slice(-1) : made_from };
  }

  private get fact(): string { return String(this.facts.how).replace(/^.*:/, ""); }

  private computed(chosen: Entry[]): Value {
    const how = String(this.facts.how), said = chosen.map((each) => each.facts[this.fact]);
    if (how === "count") return chosen.length;
    if (how.startsWith("sum:")) return said.flat().filter((each): each is number => typeof each === "number").reduce((sum, each) => sum + each, 0);
    const told = how.startsWith("join:") ? said.flatMap((each) => (Array.isArray(each) ? each as string[] : [])) : said.at(-1);
    if (told === undefined || told === null || (how.startsWith("join:") && !(told as string[]).length)) throw new Wrong("check.wrong_none");
    return told as Value;
  }
}

export const numberOf = (row: string) => Number(row.slice(row.lastIndexOf(":") + 1));

async function digestOf(text: string): Promise<string> {
  return Array.from(await sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const same = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other);
export const told = (value: Value) => (typeof value === "number" ? String(value) : value.join(", "));
