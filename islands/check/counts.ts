/** Holds what the log states of one count against itself and against the entries of everybody who was counted. */
import { corrections, type Entry, type Fact } from "./entry";
import { numberOf } from "./figure";
import { Wrong } from "./log";

/** What holds between the totals of one count, where it has both, as in verifier/ocaq_verify.py. */
export const TOTALS: Record<string, string> = {
  "conference.attendance": "kept = people, took_part <= people, peak <= people, countries <= people, sum by_country = people, sum by_capacity = people, most by_item <= people, rows by_country <= countries",
  "conference.floor": "answered <= asked, spoke_countries <= spoke, sum poll <= voices",
  "register.network": "kept = communities",
  "register.quarter": "kept = reported",
};

/** The count in which each of its people has an entry. */
const PEOPLE = "conference.attendance";

/** All entries of one count together: which state it, its facts, how many entries stand for one thing each, and which communities have one. */
interface Count { kind: string; stated: number[]; facts: Map<string, Fact>; kept: number; refs: Set<string>; again?: { index: number; ref: string } }

/** Hold each count of what a figure is about; return how many people have an entry each in the count that `stated` belongs to. */
export function fitTogether(entries: Entry[], about: string, stated?: number): { people: number | null } | null {
  const corrected = corrections(entries), counts = countsOf(entries, about);
  for (const count of counts) if (!count.stated.some((index) => corrected.has(index))) hold(count);
  const its = counts.find((count) => count.stated.includes(stated ?? NaN)), people = its?.kind === PEOPLE ? its.facts.get("people") : null;
  return its ? { people: typeof people === "number" ? people : null } : null;
}

function countsOf(entries: Entry[], about: string): Count[] {
  const counts = new Map<string, Count>();
  for (const [index, { type, ref, facts }] of entries.entries()) {
    const at = type.lastIndexOf("."), kind = type.slice(0, at), act = type.slice(at + 1), kept = act === "kept", thing = type.replace(/\..*/, "");
    if (!(kind in TOTALS) || !["kept", "counted", "listed"].includes(act) || (kept ? `${thing}:${String(facts[thing])}` : ref) !== about) continue;
    if (!Number.isSafeInteger(facts.round)) throw new Wrong("check.wrong_form", { index });
    const key = `${kind} ${String(facts.round)}`, count = counts.get(key) ?? { kind, stated: [], facts: new Map<string, Fact>(), kept: 0, refs: new Set<string>() };
    counts.set(key, count);
    if (kept) keep(count, index, ref);
    else take(count, index, facts);
  }
  return [...counts.values()];
}

/** Take an entry that stands for one thing; people have random references. */
function keep(count: Count, index: number, ref: string): void {
  count.kept++;
  if (count.refs.has(ref)) count.again ??= { index, ref };
  if (count.kind !== PEOPLE) count.refs.add(ref);
}

/** Take in what one entry says; a fact or a row that was said before must not be said otherwise. */
function take(count: Count, index: number, facts: Entry["facts"]): void {
  count.stated.push(index);
  for (const [name, fact] of Object.entries(facts)) {
    const before = count.facts.get(name);
    if (Array.isArray(fact) && (before === undefined || Array.isArray(before))) {
      const rows = [...(before ?? []), ...fact].map(String), names = new Set(rows.map((row) => row.slice(0, row.lastIndexOf(":"))));
      if (!rows.every((row) => /:[0-9]+$/.test(row)) || names.size < rows.length) throw new Wrong("check.wrong_row", { index, name });
      count.facts.set(name, rows);
    } else if (before !== undefined && before !== fact) throw new Wrong("check.wrong_twice", { index, name });
    else count.facts.set(name, fact);
  }
}

function hold({ kind, facts, kept, again }: Count): void {
  const totals = totalsOf(facts).set("kept", kept);
  if (again) throw new Wrong("check.wrong_again", again);
  for (const relation of (TOTALS[kind] as string).split(", ")) {
    const [one = "", sign, other = ""] = relation.split(/ (<=|=) /), difference = (totals.get(one) ?? NaN) - (totals.get(other) ?? NaN);
    if (difference > 0 || (difference && sign === "=")) throw new Wrong("check.wrong_total", { one: [`${one}:${totals.get(one)}`], other: [`${other}:${totals.get(other)}`] });
  }
}

function totalsOf(facts: Map<string, Fact>): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [name, fact] of facts) {
    if (typeof fact === "number") totals.set(name, fact);
    if (!Array.isArray(fact)) continue;
    const rows = fact.map(String);
    totals.set(`sum ${name}`, rows.reduce((sum, row) => sum + numberOf(row), 0)).set(`most ${name}`, Math.max(0, ...rows.map(numberOf)));
    totals.set(`rows ${name}`, rows.filter((row) => !/^(other|unknown):/.test(row)).length);
  }
  return totals;
}
