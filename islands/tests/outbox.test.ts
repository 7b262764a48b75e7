import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Outbox, type OutboxOptions } from "../shared/outbox";
import type { Deed, DeedAnswer } from "../shared/state";
import { Ticket } from "../shared/ticket";

class Store implements Storage {
  private kept = new Map<string, string>();
  get length() { return this.kept.size; }
  clear() { this.kept.clear(); }
  getItem(name: string) { return this.kept.get(name) ?? null; }
  key(index: number) { return [...this.kept.keys()][index] ?? null; }
  removeItem(name: string) { this.kept.delete(name); }
  setItem(name: string, value: string) { this.kept.set(name, value); }
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
let online = true, sent: Deed[] = [], answered: [string, DeedAnswer][] = [], next: (deed: Deed) => Promise<Response> = async () => json(201, { done: true });
const renewals: string[] = [];
let keys = 0;

function outbox(store: Storage | null, change: Partial<OutboxOptions> = {}): Outbox {
  const ticket = new Ticket("old", "/ticket", "c", "csrf", async () => { renewals.push("asked"); return json(200, { ticket: "new" }); });
  return new Outbox({
    url: "/intake/x", ticket, owner: "x.p1", store, changed: () => undefined, answered: (deed, answer) => answered.push([deed.key, answer]),
    online: () => online, random: () => 0, newKey: () => `key-${++keys}`,
    fetcher: (async (_url: string, init: RequestInit) => { const deed = JSON.parse(String(init.body)) as Deed; sent.push(deed); return next(deed); }) as typeof fetch, ...change,
  });
}
const settled = async () => { for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve)); };

beforeEach(() => { online = true; sent = []; answered = []; renewals.length = 0; keys = 0; next = async () => json(201, { done: true }); });

test("what is done offline waits, survives a reload and is sent once, in order", async () => {
  const store = new Store();
  online = false;
  const before = outbox(store);
  before.add({ kind: "question", text: "one" });
  before.add({ kind: "question-vote", question: "q", on: true });
  await settled();
  assert.deepEqual(sent, []);

  const after = outbox(store);
  assert.deepEqual(after.waiting.map(({ deed }) => deed.key), ["key-1", "key-2"]);
  online = true;
  await after.flush();
  await after.flush();

  assert.deepEqual(sent.map(({ key }) => key), ["key-1", "key-2"]);
  assert.deepEqual(after.waiting, []);
  assert.equal(store.length, 0);
});

test("a deed whose answer was lost is repeated under the same key", async () => {
  const box = outbox(new Store());
  next = async () => { throw new TypeError("line cut after the server had committed"); };
  box.add({ kind: "hand", topic: "" });
  await settled();
  next = async () => json(200, { done: true });
  await box.flush();

  assert.deepEqual(sent.map(({ key }) => key), ["key-1", "key-1"]);
  assert.deepEqual(answered, [["key-1", { done: true }]]);
  assert.deepEqual(box.waiting, []);
});

test("a refusal is final and carries its sentence", async () => {
  const box = outbox(new Store());
  next = async () => json(409, { refused: "rests-silence", sentence: "During the silence everything else rests." });
  box.add({ kind: "hand", topic: "" });
  await settled();

  assert.deepEqual(answered, [["key-1", { refused: "rests-silence", sentence: "During the silence everything else rests." }]]);
  assert.deepEqual(box.waiting, []);
});

test("a busy server keeps the deed waiting", async () => {
  for (const status of [429, 500, 503]) {
    const box = outbox(null);
    next = async () => json(status, { refused: "try-again", sentence: "" });
    box.add({ kind: "hand-down" });
    await settled();
    assert.equal(box.waiting.length, 1, String(status));
  }
});

test("an expired ticket is renewed and the deed sent again with it", async () => {
  const box = outbox(null, { fetcher: (async (_url: string, init: RequestInit) => {
    const header = (init.headers as Record<string, string>)["Authorization"];
    sent.push(JSON.parse(String(init.body)) as Deed);
    return header === "Bearer new" ? json(201, { done: true }) : json(401, { refused: "ticket-expired" });
  }) as typeof fetch });
  box.add({ kind: "hand-down" });
  await settled();

  assert.equal(renewals.length, 1);
  assert.deepEqual(sent.map(({ key }) => key), ["key-1", "key-1"]);
  assert.deepEqual(box.waiting, []);
});

test("another person on the same device never sees what waits", () => {
  const store = new Store();
  online = false;
  outbox(store).add({ kind: "question", text: "mine" });

  assert.deepEqual(outbox(store, { owner: "x.p2" }).waiting, []);
});

test("a damaged entry of the store is thrown away", () => {
  const store = new Store();
  store.setItem("ocaq.deed.x.p1.k", "{");

  assert.deepEqual(outbox(store).waiting, []);
  assert.equal(store.length, 0);
});
