/** Reads entries: canonical JSON of the members and facts that docs/log-format.md allows, and nothing else. */
import { Wrong } from "./log";

export type Fact = string | number | boolean | null | (string | number | boolean | null)[];
export interface Entry { type: string; ref: string; facts: Record<string, Fact> }

const CODE = /^[a-z0-9][a-z0-9._:/@+-]{0,99}$/;
const FORM: Record<string, RegExp> = {
  type: /^[a-z]+\.[a-z_]+\.[a-z_]+$/,
  ref: CODE,
  by: /^(account|participant|guest|keeper|system:[a-z0-9._:/@+-]+)$/,
  at: /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  commit: /^[0-9a-f]{64}$/,
};
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Read an entry, or say that it has another form. */
export function readEntry(index: number, raw: Uint8Array): Entry {
  try {
    const text = utf8.decode(raw), entry = JSON.parse(text) as Record<string, unknown>;
    if (/^[\x20-\x7e]*$/.test(text) && canonical(entry) === text && hasForm(entry)) return entry as unknown as Entry;
  } catch { /* told below */ }
  throw new Wrong("check.wrong_form", { index });
}

/** JSON in its one right spelling (RFC 8785), for what entries may hold. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  return `{${Object.keys(members).sort().map((name) => `${JSON.stringify(name)}:${canonical(members[name])}`).join(",")}}`;
}

function hasForm(entry: Record<string, unknown>): boolean {
  const { v, facts, ...said } = entry, names = Object.keys(said);
  const whole = ["at", "by", "ref", "type"].every((name) => name in said) && names.every((name) => typeof said[name] === "string" && FORM[name]?.test(said[name]));
  return v === 1 && whole && isMoment(String(said.at)) && typeof facts === "object" && facts !== null && !Array.isArray(facts)
    && Object.entries(facts).every(([name, fact]) => /^[a-z][a-z0-9_]*$/.test(name) && (Array.isArray(fact) ? fact : [fact]).every(isFact));
}

/** A moment that there was: of a 30th of February `Date` makes the 2nd of March. */
const isMoment = (at: string) => new Date(at).toISOString() === at.replace("Z", ".000Z");

const isFact = (fact: unknown) => fact === null || typeof fact === "boolean" || Number.isSafeInteger(fact) || (typeof fact === "string" && CODE.test(fact));

/** The entries that corrections take out: {index: where the first correction of it stands}. */
export function corrections(entries: Entry[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const [index, { type, facts }] of entries.entries()) {
    if (type !== "evidence.entry.corrected") continue;
    const corrected = facts.index;
    if (typeof corrected !== "number" || corrected < 0 || corrected >= index) throw new Wrong("check.wrong_correction", { index });
    if (!found.has(corrected)) found.set(corrected, index);
  }
  return found;
}
