import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fitTogether } from "../check/counts";
import { type Entry, readEntry } from "../check/entry";
import { MADE, Publication, type Value } from "../check/figure";
import { type Get, NotChecked, pathOf, readCheckpoint, readKey, rootOf, sha256, walk, Wrong } from "../check/log";

/** The committed log that every verifier reads; `npm test` runs in the folder of the islands. */
const FOLDER = "../tests/strangers/vectors";
const FIGURES = (JSON.parse(readFileSync(`${FOLDER}/facts.json`, "utf8")) as { figures: Record<string, Value> }).figures;
const file = (path: string) => new Uint8Array(readFileSync(`${FOLDER}/${path}`));
const served: Get = (path) => Promise.resolve(existsSync(`${FOLDER}/${path}`) ? file(path) : null);
const key = () => readKey(readFileSync(`${FOLDER}/key`, "utf8"));
const signed = async (name = "checkpoint") => readCheckpoint(file(name), await key());

/** Serves the log with one bit of one file flipped. */
const flipping = (path: string, at: number): Get => async (asked) => {
  const raw = await served(asked);
  if (asked === path && raw) raw[at] = (raw[at] as number) ^ 1;
  return raw;
};

async function entries(get: Get, index: number, older = 0): Promise<{ all: Entry[]; root: string }> {
  const all: Entry[] = [];
  const root = await walk(get, await signed(), { to: index, index, older, each: (at, raw) => { all[at] = readEntry(at, raw); } });
  return { all, root };
}

async function counted(index: number, get = served): Promise<Value> {
  const { all } = await entries(get, index), publication = await Publication.read(index, all[index] as Entry);
  const { value } = publication.recount(all);
  await publication.hold(value);
  return value;
}

const refused = (run: () => Promise<unknown>, code: string) => assert.rejects(run, (error: unknown) => error instanceof Wrong && error.code === code);

test("every figure of the log is counted again", async () => {
  for (const [index, value] of Object.entries(FIGURES)) assert.deepEqual(await counted(Number(index)), value);
});

test("an older tree has the root that was signed then", async () => {
  for (const size of [1, 100, 256]) assert.equal((await entries(served, 264, size)).root, (await signed(`checkpoint-${size}`)).root);
  assert.equal((await entries(served, 264, 267)).root, (await signed()).root);
});

test("the line of a witness nobody knows is passed over", async () => {
  assert.equal((await signed("checkpoint-cosigned")).size, 267);
});

test("a flipped bit is told as what it is", async () => {
  await refused(() => counted(266, flipping("tile/entries/000", 2000)), "check.wrong_entry");
  await refused(() => counted(266, flipping("tile/entries/001.p/11", 30)), "check.wrong_entry");
  await refused(() => counted(266, flipping("tile/entries/001.p/11", 1)), "check.wrong_tile");
  await refused(() => counted(266, flipping("tile/0/000", 5)), "check.wrong_tile");
  await refused(() => counted(266, flipping("tile/0/001.p/11", 5)), "check.wrong_edge");
  await refused(() => counted(266, flipping("tile/1/000.p/1", 5)), "check.wrong_edge");
  await refused(() => counted(266, (path) => (path === "tile/0/000" ? Promise.resolve(null) : served(path))), "check.wrong_missing");
});

test("a checkpoint with any byte changed is refused", async () => {
  const raw = file("checkpoint"), known = await key();
  for (let at = 0; at < raw.length; at++) {
    const changed = raw.slice();
    changed[at] = (changed[at] as number) ^ 1;
    await assert.rejects(() => readCheckpoint(changed, known), Wrong, `byte ${at}`);
  }
});

test("a key is whole or refused", async () => {
  const text = (await key()).text;
  assert.equal((await key()).name, "model.example/log");
  for (let at = 0; at < text.length; at++) {
    const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
    await assert.rejects(() => readKey(changed), NotChecked, changed);
  }
});

test("a partial file that was outgrown is cut from the full one", async () => {
  const outgrown: Get = async (path) => {
    if (path === "tile/1/000.p/1") return null;
    return path === "tile/1/000" ? new Uint8Array([...file("tile/1/000.p/1"), ...new Uint8Array(32)]) : served(path);
  };
  assert.equal(await counted(264, outgrown), 264);
});

const person = (facts: Entry["facts"] = {}): Entry => ({ type: "conference.attendance.kept", ref: "attendance:p", facts: { conference: "k7m2", ...facts } });

const PERSON = { of_facts: ["conference:k7m2"], of_type: "conference.attendance.kept" };
const FORM = { figure: "test.any", about: "conference:k7m2", as_of: 1, definition: 1, of_from: 0, of_to: 4, number: 1, value: 0 };

/** A publication of a figure that is made as `facts` say: what its entries give decides. */
async function publication(facts: Entry["facts"], index = 9): Promise<Publication> {
  MADE["test.any"] = [facts.how, facts.of_type, ...(facts.of_facts as string[]).slice(1)].join(" ");
  const query = Object.fromEntries(["how", "of_facts", "of_ref", "of_type"].filter((name) => name in facts).map((name) => [name, facts[name]]));
  const digest = Array.from(await sha256(new TextEncoder().encode(JSON.stringify(query))), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return Publication.read(index, { type: "report.figure.published", ref: "figure:a", facts: { ...FORM, query: digest, ...facts } });
}

test("counts, sums and last values follow the written rules", async () => {
  const all = [person({ n: 1, each: [1, 2] }), person({ n: 2, row: ["a:1"] }), { type: "evidence.entry.corrected", ref: "evidence:log", facts: { index: 0 } }, person({ m: 3 })];
  const value = async (how: string) => (await publication({ ...PERSON, how })).recount(all).value;

  assert.equal(await value("count"), 2);
  assert.equal(await value("sum:n"), 2);
  assert.equal(await value("sum:each"), 0);
  assert.equal((await publication({ ...PERSON, how: "sum:each", of_to: 2 }, 2)).recount(all).value, 3);
  assert.deepEqual((await publication({ ...PERSON, how: "last:row", of_to: 2 }, 2)).recount(all).value, ["a:1"]);
  assert.equal((await publication({ ...PERSON, how: "count", of_facts: ["conference:k7m2", "n:2"] })).recount(all).value, 1);
  assert.equal(await value("percent:n"), 100);
  const schools = [person({ kind: "school", taught: ["az", "ru"] }), person({ kind: "house", taught: ["az"] }), person({ kind: "house" }), person({ kind: "club" })];
  const of = async (how: string) => (await publication({ ...PERSON, how })).recount(schools).value;
  assert.deepEqual(await of("rows:kind"), ["house:2", "club:1", "school:1"]);
  assert.equal(await of("distinct:kind"), 3);
  assert.equal(await of("distinct:taught"), 2);
  assert.equal(await of("percent:taught"), 0);
  await refused(() => value("last:row"), "check.wrong_none");
  await refused(() => value("join:nothing"), "check.wrong_none");
});

test("an entry left out before the range, or a query that is another than its digest, is refused", async () => {
  const all = [person(), person(), person(), person()];
  await refused(async () => (await publication({ ...PERSON, how: "count", of_from: 1 })).recount(all), "check.wrong_left_out");
  await refused(async () => (await publication({ ...PERSON, how: "count", of_to: 3 })).recount(all), "check.wrong_left_out");
  await refused(() => publication({ ...PERSON, how: "count", query: "0" }), "check.wrong_query");
  await refused(() => publication({ ...PERSON, how: "guess" }), "check.wrong_form");
  await refused(() => publication({ ...PERSON, how: "count", cells: [] }), "check.wrong_form");
  await refused(() => publication({ ...PERSON, how: "count", of_to: 10 }), "check.wrong_range");
  await refused(() => publication({ ...PERSON, how: "count", about: "conference:q" }), "check.wrong_about");
  await refused(() => publication({ ...PERSON, how: "sum:n", figure: "conference.people" }), "check.wrong_made");
  await refused(() => publication({ ...PERSON, how: "count", figure: "conference.nobody" }), "check.wrong_made");
});

test("addresses and the empty root", async () => {
  assert.equal(pathOf("0", 1234067), "tile/0/x001/x234/067");
  assert.equal(pathOf("entries", 12, 7), "tile/entries/012.p/7");
  assert.equal(Buffer.from(await rootOf([])).toString("hex"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

const ABOUT = "conference:k7m2", ROWS = ["de:8", "tr:6", "other:6"];
const COUNT = { people: 20, took_part: 15, countries: 3, peak: 18, round: 1 };
const hexOf = (raw: Uint8Array) => Buffer.from(raw).toString("hex");
const digest = async (text: string) => hexOf(await sha256(new TextEncoder().encode(text)));

/** A count of twenty people: an entry for each, its totals, a table in two parts. */
function count(facts: object = {}, rows = ROWS): Entry[] {
  const kept = Array.from({ length: 20 }, (_, number) => ({ type: "conference.attendance.kept", ref: `attendance:${number}`, facts: { conference: "k7m2", round: 1 } }));
  const parts = [rows.slice(0, 1), rows.slice(1)].map((by_country) => ({ type: "conference.attendance.listed", ref: ABOUT, facts: { round: 1, by_country } }));
  const items = { type: "conference.attendance.listed", ref: ABOUT, facts: { round: 1, by_item: ["item1:17"] } };
  return [...kept, { type: "conference.attendance.counted", ref: ABOUT, facts: { ...COUNT, ...facts } }, ...parts, items];
}

test("a table in parts is joined, known by its digest, and held to its smallest row", async () => {
  const query = { how: "join:by_country", of_ref: ABOUT, of_type: "conference.attendance.listed" };
  const told = { ...query, figure: "conference.by_country", about: ABOUT, as_of: 1, definition: 1, of_from: 21, of_to: 24, number: 1, smallest: 5, query: await digest(JSON.stringify(query)) };
  const release = (facts: object) => Publication.read(24, { type: "report.figure.published", ref: "figure:h4w8", facts: { ...told, ...facts } });
  const long = { cells_digest: await digest(ROWS.map((row) => `${row}\n`).join("")), cells_count: 3 };

  for (const facts of [{ cells: ROWS }, long]) {
    const publication = await release(facts), { value, made_from } = publication.recount(count());
    await publication.hold(value);
    assert.deepEqual([value, made_from, publication.isStated], [ROWS, [21, 22], true]);
  }
  for (const facts of [{ cells: ROWS.slice(1) }, { ...long, cells_count: 2 }, { ...long, cells_digest: "00" }]) await refused(async () => (await release(facts)).hold(ROWS), "check.wrong_count");
  await refused(async () => (await release({ cells: ROWS, smallest: 7 })).hold(ROWS), "check.wrong_small");
});

test("totals of one count that cannot both be true are told", async () => {
  assert.deepEqual(fitTogether(count(), ABOUT, 20), { people: 20 });
  assert.equal(fitTogether([{ type: "mail.message.sent", ref: "mail:1", facts: {} }], "mail:1", 0), null);
  const lies: Entry[][] = [count({ took_part: 21 }), count({ peak: 21 }), count({ countries: 1 }), count({}, ["de:9", "tr:6", "other:6"]), count({}, ["de:8"])];
  for (const lie of lies) await refused(async () => fitTogether(lie, ABOUT), "check.wrong_total");
  await refused(async () => fitTogether(count({ people: 21 }, ["de:9", "tr:6", "other:6"]), ABOUT), "check.wrong_total");
  await refused(async () => fitTogether(count().slice(1), ABOUT), "check.wrong_total");
  await refused(async () => fitTogether(count({ round: "a" }), ABOUT), "check.wrong_form");
  await refused(async () => fitTogether(count({}, [...ROWS, "de:0"]), ABOUT), "check.wrong_row");
  await refused(async () => fitTogether([...count(), { type: "conference.attendance.counted", ref: ABOUT, facts: { round: 1, peak: 17 } }], ABOUT), "check.wrong_twice");
  assert.deepEqual(fitTogether([...count({ peak: 21 }), { type: "evidence.entry.corrected", ref: "log:entry", facts: { index: 20 } }], ABOUT, 20), { people: 20 });
});
