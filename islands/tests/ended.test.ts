import assert from "node:assert/strict";
import { test } from "node:test";
import { ranOf } from "../console/ended";
import type { ProgrammeItem } from "../shared/state";

const item = (state: ProgrammeItem["state"], expected_at: string, ran_s: number | null) => ({ state, expected_at, ran_s });

test("a show that is over ran from its first cue to the end of its last, whatever was left out or never called", () => {
  const ran = ranOf([
    item("past", "2026-12-30T17:00:25Z", 1200), item("skipped", "2026-12-30T17:20:00Z", null),
    item("past", "2026-12-30T19:00:00Z", 90), item("to_come", "2026-12-30T19:30:00Z", null),
  ]);

  assert.deepEqual(ran, { start: Date.parse("2026-12-30T17:00:25Z"), end: Date.parse("2026-12-30T19:01:30Z"), items: 2, skipped: 1 });
});

test("of a show in which nothing was called nothing is said", () => {
  assert.equal(ranOf([item("to_come", "2026-12-30T17:00:00Z", null)]), null);
});
