import assert from "node:assert/strict";
import { test } from "node:test";
import { merged } from "../shared/levels";
import { applied, patched, Sequence } from "../shared/patch";
import type { RoomEvent } from "../shared/state";

const event = (seq: number): RoomEvent => ({ seq, kind: "cue.went", at: "2026-12-30T17:00:00Z", patch: { set: { last: seq } } });

test("a patch replaces, puts and deletes without touching the state before", () => {
  const before = { seq: 1, mode: "open", queue: { a: 1, b: 2 }, questions: {} as Record<string, number> };

  const after = patched(before, { set: { mode: "silence" }, put: { queue: { c: 3, a: 9 }, questions: { q: 1 } }, del: { queue: ["b", "gone"] } });

  assert.deepEqual(after, { seq: 1, mode: "silence", queue: { a: 9, c: 3 }, questions: { q: 1 } });
  assert.deepEqual(before.queue, { a: 1, b: 2 });
});

test("a patch may put into a collection the state does not have yet", () => {
  assert.deepEqual(patched({ seq: 1 }, { put: { queue: { a: 1 } }, del: { waiting: ["x"] } }), { seq: 1, queue: { a: 1 }, waiting: {} });
});

test("an applied event moves the state to its number", () => {
  assert.deepEqual(applied({ seq: 4, last: 4 }, event(5)), { seq: 5, last: 5 });
});

test("a sequence takes each number once and tells a gap", () => {
  const sequence = new Sequence(2);

  assert.deepEqual([3, 3, 2, 5, 4].map((seq) => sequence.take(event(seq))), ["taken", "known", "known", "gap", "taken"]);
  assert.deepEqual(sequence.due(() => true).map(({ seq }) => seq), [3, 4]);
  assert.equal(sequence.received, 4);
});

test("an event that waits holds back those behind it", () => {
  const sequence = new Sequence(0);
  [1, 2, 3].forEach((seq) => sequence.take(event(seq)));

  assert.deepEqual(sequence.due(({ seq }) => seq !== 2).map(({ seq }) => seq), [1]);
  assert.deepEqual(sequence.due(() => true).map(({ seq }) => seq), [2, 3]);
});

test("a snapshot older than what was received changes nothing", () => {
  const sequence = new Sequence(7);

  assert.equal(sequence.restart(6), false);
  assert.equal(sequence.restart(9), true);
  assert.equal(sequence.take(event(10)), "taken");
});

test("levels that come cover those before; votes are added to", () => {
  assert.deepEqual(merged({ people: 3, lights: { DE: 1, FR: 2 }, votes: { a: 1 } }, { lights: { DE: 4 }, votes: { b: 2 } }),
    { people: 3, lights: { DE: 4 }, votes: { a: 1, b: 2 } });
});
