import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, clockOf, durationAttribute, elapsed, left, timeIn } from "../shared/time";
import type { Now } from "../shared/state";

const START = Date.parse("2026-12-30T17:00:00Z");
const now = (change: Partial<Now> = {}): Now => ({
  ref: "a", number: 1, kind: "speech", title: "", subtitle: "", people: [], started_at: "2026-12-30T17:00:00Z", seconds: 300, held_at: null, held_s: 0, media: null, ...change,
});

test("seconds are written as clocks show them", () => {
  assert.deepEqual([134, 5, 0, -32, 3734, 0.2].map(clockOf), ["2:14", "0:05", "0:00", "−0:32", "1:02:14", "0:01"]);
  assert.equal(durationAttribute(-3), "PT0S");
});

test("holds do not count, and a held clock stands", () => {
  assert.equal(elapsed(now({ held_s: 20 }), START + 60_000), 40);
  assert.equal(left(now({ held_at: "2026-12-30T17:01:00Z" }), START + 600_000), 240);
});

test("a time is told in the zone asked for, with the figures of the page", () => {
  assert.equal(timeIn("Asia/Baku", START), "21:00");
  assert.equal(timeIn("Europe/Berlin", "2026-12-30T17:00:04Z", true), "18:00:04");
  assert.equal(timeIn("Europe/Berlin", "nonsense"), "");
});

test("the clock closes in on the server's from what answers prove", () => {
  let device = 1_000_000;
  const clock = new Clock(() => device);

  clock.observe(1_090_000, 1_000_000, 1_000_400, 1_000);   // a Date header: whole seconds, during 400 ms
  assert.ok(Math.abs(clock.skew - 90_300) <= 700);
  device = 1_005_000;
  clock.heard(1_095_200);                                  // an event cannot come from the future
  assert.ok(clock.skew >= 90_200 && clock.skew <= 91_000);
});

test("a device whose clock is set anew believes what it hears now", () => {
  let device = 1_000_000;
  const clock = new Clock(() => device);
  clock.observe(1_000_500, 1_000_000, 1_000_100);

  device = 9_000_000;
  clock.observe(2_000_000, 9_000_000, 9_000_100);

  assert.ok(Math.abs(clock.now() - 2_000_000) < 200);
});
