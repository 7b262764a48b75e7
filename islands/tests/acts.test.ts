import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { type Act, Acts, type Fate } from "../console/acts";

const ok = () => new Response("{}", { status: 200 });
let sent: Act[] = [], fates: Fate[] = [], line: (signal: AbortSignal) => Promise<Response>;
const dead = async (): Promise<Response> => { throw new TypeError("connection refused"); };
/** Takes the connection and never answers, as a server that has just died behind its proxy. */
const mute = (signal: AbortSignal) => new Promise<Response>((_, fail) => signal?.addEventListener("abort", () => fail(new DOMException("", "AbortError"))));

const acts = () => new Acts({
  url: "/acts", csrf: "x", version: () => 7, now: () => Date.now() + 60_000, changed: () => undefined,
  settle: async (fate) => { fates.push(fate); return fate.response?.ok ?? false; },
  fetcher: (async (_url: string, init: RequestInit) => { sent.push(JSON.parse(String(init.body)) as Act); return line(init.signal as AbortSignal); }) as typeof fetch,
});
const settled = async () => { for (let i = 0; i < 30; i++) await Promise.resolve(); };
async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 100) { await settled(); mock.timers.tick(100); }
  await settled();
}

beforeEach(() => {
  sent = []; fates = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
});

for (const name of ["go", "standby"]) for (const [how, broken] of [["refuses", dead], ["is mute", mute]] as const) {
  test(`a ${name} pressed while the line ${how} is said to be unsent, given up, and never fires by itself`, async () => {
    line = broken;
    const desk = acts(), done = desk.take({ act: name, item: "a" });
    await pass(1_200);
    assert.equal(desk.isUnsent(name), true);
    await pass(2_000);

    assert.equal(await done, false);
    assert.deepEqual(fates, [{ response: null, late: true }]);
    assert.equal(desk.pending.length, 0);

    const tries = sent.length;
    line = async () => ok();
    await pass(60_000);
    assert.equal(sent.length, tries);
  });
}

test("a go whose line comes back within its moment is done once, under one key", async () => {
  line = dead;
  const done = acts().take({ act: "go", item: "a" });
  await pass(500);
  line = async () => ok();
  await pass(1_000);

  assert.equal(await done, true);
  assert.equal(new Set(sent.map((act) => act["key"])).size, 1);
  assert.equal(fates.length, 1);
});

test("a go does not wait out its moment behind another act", async () => {
  line = mute;
  const desk = acts();
  void desk.take({ act: "stretch", seconds: 60 });
  const go = desk.take({ act: "go", item: "a" });
  await pass(3_200);

  assert.equal(await go, false);
  assert.deepEqual(sent.map(({ act }) => act), ["stretch"]);
});

test("a page that slept through the moment sends nothing when it wakes", async () => {
  line = dead;
  const desk = acts(), go = desk.take({ act: "go", item: "a" });
  await settled();
  const tries = sent.length;
  line = async () => ok();
  mock.timers.setTime(Date.now() + 20_000);
  await pass(3_500);

  assert.equal(await go, false);
  assert.equal(sent.length, tries);
});

test("other acts are repeated for longer, and their fate is unknown then, not late", async () => {
  line = dead;
  const done = acts().take({ act: "hold" });
  await pass(4_000);
  assert.equal(fates.length, 0);
  await pass(8_000);

  assert.equal(await done, false);
  assert.deepEqual(fates, [{ response: null, late: false }]);
});

test("a go says when it was pressed, by the server's clock, however often it is sent", async () => {
  line = dead;
  void acts().take({ act: "go", item: "a" });
  await pass(2_000);

  assert.ok(sent.length > 1);
  assert.deepEqual(new Set(sent.map((act) => act["pressed_at"])), new Set(["1970-01-01T00:17:40.000Z"]));
  await pass(2_000);
});

test("what may come late says no moment", async () => {
  line = async () => ok();
  await acts().take({ act: "hold" });

  assert.equal(sent[0]?.["pressed_at"], undefined);
});

test("the same act is not taken twice while it waits, minutes are", async () => {
  line = mute;
  const desk = acts();
  void desk.take({ act: "go", item: "a" });
  assert.equal(await desk.take({ act: "go", item: "a" }), false);
  void desk.take({ act: "stretch", seconds: 60 });
  void desk.take({ act: "stretch", seconds: 60 });

  assert.equal(desk.pending.length, 3);
  await pass(3_200);
});
