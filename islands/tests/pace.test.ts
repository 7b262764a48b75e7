import assert from "node:assert/strict";
import { test } from "node:test";
import { overrun, paced } from "../shared/pace";
import type { Now, ProgrammeItem } from "../shared/state";

const START = Date.parse("2026-12-30T17:00:00Z"), minute = 60_000, iso = (at: number) => new Date(at).toISOString();
const now: Now = { ref: "a", number: 1, kind: "speech", title: "", subtitle: "", people: [], started_at: iso(START), seconds: 300, held_at: null, held_s: 0, media: null };
const item = (order: number, minutes: number, seconds: number, state: ProgrammeItem["state"] = "to_come"): ProgrammeItem => ({
  order, number: order + 1, kind: "speech", title: "", subtitle: "", people: [], planned_at: iso(START + minutes * minute), expected_at: iso(START + minutes * minute),
  seconds, fixed: false, state, ran_s: null,
});
const state = {
  phase: "on_air" as const, now, next: "b", running_late_s: 13, projected_end: iso(START + 25 * minute),
  programme: { a: item(0, 0, 300, "on"), b: item(1, 5, 300), c: { ...item(2, 20, 300), fixed: true } },
};

test("in its time a state says what it says", () => {
  assert.equal(paced(state, START + 5 * minute), state);
});

test("who overruns moves what follows, until a fixed start takes it up", () => {
  const late = paced(state, START + 9 * minute);
  assert.equal(late.running_late_s, 13 + 240);
  assert.deepEqual([late.programme.b, late.programme.c].map((one) => one.expected_at), [iso(START + 9 * minute), iso(START + 20 * minute)]);
  assert.equal(late.projected_end, state.projected_end);
  assert.equal(paced(state, START + 30 * minute).projected_end, iso(START + 40 * minute));
});

test("what is passed over by a standby is not waited for", () => {
  const jumped = paced({ ...state, next: "c" }, START + 30 * minute);
  assert.equal(jumped.programme.b.expected_at, state.programme.b.expected_at);
  assert.equal(jumped.projected_end, iso(START + 35 * minute));
});

test("a hold counts from its first second, and after an overrun on top of it", () => {
  assert.equal(overrun({ ...now, held_at: iso(START + minute) }, START + 3 * minute), 2 * minute);
  assert.equal(overrun({ ...now, held_at: iso(START + 6 * minute) }, START + 8 * minute), 3 * minute);
  assert.equal(overrun({ ...now, held_s: 120 }, START + 6 * minute), 0);
});
