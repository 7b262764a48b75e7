/** Computes a published figure again from the entries it names; the rules stand in docs/log-format.md, section Figures. */
import { canonical, corrections, type Entry, type Fact } from "./entry";
import { sha256, Wrong } from "./log";

export type Value = number | string[];
const PUBLISHED = "report.figure.published";

/** How each figure is made, as in verifier/ocaq_verify.py: what is done with entries of which type, and what these say besides. */
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
  "register.by_country": "rows:country register.network.kept",
  "register.by_kind": "rows:kind register.network.kept",
  "register.communities": "count register.network.kept",
  "register.countries": "distinct:country register.network.kept",
  "register.events": "sum:events register.quarter.kept",
  "register.fresh": "percent:fresh register.network.kept",
  "register.languages": "distinct:languages register.network.kept",
  "register.lessons": "sum:lessons register.quarter.kept",
  "register.people": "last:people register.quarter.counted",
  "register.pupils": "last:pupils register.quarter.counted",
  "register.reported": "count register.quarter.kept",
  "register.school_countries": "distinct:country register.network.kept school:1",
  "register.schools": "count register.network.kept school:1",
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
    const { how, of_type, of_ref } = this.facts, kept = String(of_type).endsWith(".kept"), about = kept ? [this.about] : [];
    const [act, type, ...where] = (MADE[this.code] ?? "").split(" "), chosen = this.of_facts.filter((each) => !each.startsWith("round:"));
    return act === how && type === of_type && of_ref === (kept ? undefined : this.about) && chosen.join(" ") === [...about, ...where].join(" ");
  }

  private isWhole(): boolean {
    const { facts } = this, list = facts.of_facts ?? [], cells = facts.cells ?? [];
    return ["of_from", "of_to", "number", "as_of", "definition"].every((name) => Number.isSafeInteger(facts[name]))
      && ["figure", "about", "of_type", "query"].every((name) => typeof facts[name] === "string")
      && /^(count|(sum|distinct|rows|percent|last|join):[a-z][a-z0-9_]*)$/.test(String(facts.how))
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

  /** Refuse words, by language, that are not those of the definition it was published with. */
  async explains(words: Record<string, string>): Promise<void> {
    if (await digestOf(canonical(words)) !== this.facts.meaning) throw new Wrong("check.wrong_words");
  }

  /** Refuse to be shown where it was published anew; return the first entry after it that corrects one it rests on, and which. */
  since(entries: Entry[], made_from: number[]): { index: number; wrong: number } | null {
    const newer = entries.findIndex(({ type, ref }, index) => index > this.index && type === PUBLISHED && ref === this.ref);
    if (newer > 0) throw new Wrong("check.wrong_newer", { index: newer });
    const corrected = corrections(entries), wrong = [...made_from, this.index].find((each) => (corrected.get(each) ?? 0) > this.index);
    return wrong === undefined ? null : { index: corrected.get(wrong) as number, wrong };
  }

  /** Refuse a value that was published otherwise, or that it promised to tell nobody. */
  async hold(value: Value): Promise<void> {
    const { cells_digest: digest, cells_count: count, value: number, cells, smallest } = this.facts;
    const published = digest === undefined ? (number ?? cells) as Value : String(digest);
    const computed = digest === undefined || typeof value === "number" || value.length !== count ? value : await digestOf(value.map((row) => `${row}\n`).join(""));
    if (JSON.stringify(computed) !== JSON.stringify(published)) throw new Wrong("check.wrong_count", { published: Array.isArray(published) ? published : typeof published === "number" ? published : String(published), computed: value });
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
      if (index < this.to && Number.isSafeInteger(round) && !misses.includes(this.about.replace(/:.*/, "")) && Number(round) >= newest) [newest, told_by] = [Number(round), index];
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
    const act = String(this.facts.how).replace(/:.*/, ""), said = chosen.map((each) => each.facts[this.fact]);
    const members = said.flat(), sum = members.reduce<number>((all, each) => all + (typeof each === "number" ? each : 0), 0);
    if (act === "count") return chosen.length;
    if (act === "sum") return sum;
    if (act === "percent") return Math.floor((100 * sum) / (chosen.length || 1));
    const codes = new Map<string, number>();
    for (const each of members) if (typeof each === "string") codes.set(each, (codes.get(each) ?? 0) + 1);
    if (act === "distinct") return codes.size;
    if (act === "rows") return [...codes].sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1)).map((row) => row.join(":"));
    const told = act === "join" ? said.flatMap((each) => (Array.isArray(each) ? each as string[] : [])) : said.at(-1);
    if (told === undefined || told === null || (act === "join" && !(told as string[]).length)) throw new Wrong("check.wrong_none");
    return told as Value;
  }
}

export const numberOf = (row: string) => Number(row.slice(row.lastIndexOf(":") + 1));

async function digestOf(text: string): Promise<string> {
  return Array.from(await sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const same = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other);
