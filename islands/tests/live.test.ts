import assert from "node:assert/strict";
import { test } from "node:test";
import { Live, PATIENCE } from "../shared/live";
import type { Levels, RoomEvent } from "../shared/state";
import { Ticket } from "../shared/ticket";
import { Clock } from "../shared/time";

Object.assign(PATIENCE, { silentStart: 60, silent: 200, poll: 5, pollActive: 5, backoff: 1, backoffMost: 4, streamAgain: 400 });

/** A server with events 1…n; each request is answered by `say`. */
class Hall {
  head = 0;
  asked: string[] = [];
  streams: ReadableStreamDefaultController<Uint8Array>[] = [];

  event(seq: number): RoomEvent {
    const at = new Date(1_767_000_000_000 + seq).toISOString();
    return { seq, kind: "cue.went", at, patch: { put: { seen: { [seq]: seq } } } };
  }

  frame(seq: number): string { return `id: ${seq}\nevent: patch\ndata: ${JSON.stringify(this.event(seq))}\n\n`; }
  snapshot() { return { seq: this.head, seen: Object.fromEntries(Array.from({ length: this.head }, (_, i) => [i + 1, i + 1])) }; }

  stream(text: string, open = true): Response {
    return new Response(new ReadableStream<Uint8Array>({
      start: (controller) => {
        if (text) controller.enqueue(new TextEncoder().encode(text));
        if (open) this.streams.push(controller); else controller.close();
      },
    }), { status: 200 });
  }

  tell(text: string): void { for (const stream of this.streams) try { stream.enqueue(new TextEncoder().encode(text)); } catch { /* its reader has left */ } }
  cut(): void { for (const stream of this.streams.splice(0)) try { stream.close(); } catch { /* cut already */ } }
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const after = (url: string) => Number(/after=(\d+)/.exec(url)?.[1] ?? 0);
const missed = (hall: Hall, from: number) => Array.from({ length: hall.head - from }, (_, i) => from + 1 + i);

function live(hall: Hall, say: (url: string, init: RequestInit) => Promise<Response> | Response, more: { delay?: () => number } = {}) {
  const ticket = new Ticket("old", "/ticket", "c", "csrf", async () => json({ ticket: "new" }));
  const lines: string[] = [];
  const page = new Live<{ seq: number; seen: Record<string, number> }>({
    state: { seq: 0, seen: {} }, levels: {} as Levels, ticket, clock: new Clock(), urls: { stream: "/s", state: "/s/state", events: "/s/events" },
    changed: () => { if (lines[lines.length - 1] !== page.line) lines.push(page.line); },
    online: () => true, random: () => 0,
    fetcher: (async (url: string, init: RequestInit) => {
      hall.asked.push(url);
      const answer = await Promise.race([say(url, init), new Promise<never>((_, fail) => init.signal?.addEventListener("abort", () => fail(new DOMException("aborted", "AbortError"))))]);
      // As browsers do, an abort ends the reading of a body too.
      init.signal?.addEventListener("abort", () => { for (const stream of hall.streams.splice(0)) try { stream.error(new DOMException("aborted", "AbortError")); } catch { /* closed */ } });
      return answer;
    }) as typeof fetch, ...more,
  });
  return { page, lines, ticket };
}

async function until(done: () => boolean, what: string): Promise<void> {
  for (const from = Date.now(); !done(); await new Promise((resolve) => setTimeout(resolve, 2))) if (Date.now() - from > 5_000) assert.fail(`waited in vain: ${what}`);
}
const whole = (page: { state: { seen: Record<string, number> } }, n: number) => assert.deepEqual(Object.keys(page.state.seen).map(Number).sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i + 1));

test("a stream that breaks again and again loses nothing and doubles nothing", async () => {
  const hall = new Hall();
  let opened = 0;
  const { page } = live(hall, (url) => {
    if (url.endsWith("/state")) return json(hall.snapshot());
    if (url.includes("/events")) return json({ seq: hall.head, events: missed(hall, after(url)).map((seq) => hall.event(seq)), levels: {} });
    opened += 1;
    // What was missed comes again with some of what was had.
    return hall.stream(missed(hall, Math.max(0, after(url) - 2)).map((seq) => hall.frame(seq)).join("") || ":\n\n");
  });
  let last = 0;
  const original = page.state;
  void page.run();
  for (let round = 0; round < 60; round++) {
    hall.head += 1 + (round % 3);
    if (round % 2) hall.tell(missed(hall, hall.head - 1).map((seq) => hall.frame(seq)).join(""));   // the rest got lost on the way
    if (round % 7 === 6) hall.cut();
    await new Promise((resolve) => setTimeout(resolve, 3));
    assert.ok(page.state.seq >= last, "never back");
    last = page.state.seq;
  }
  await until(() => page.state.seq === hall.head, "all events");
  whole(page, hall.head);
  assert.ok(opened >= 3);
  assert.deepEqual(original.seen, {});
  page.stop();
});

test("a stream that yields nothing falls back to polling at once", async () => {
  const hall = new Hall();
  hall.head = 3;
  const { page, lines } = live(hall, (url) => {
    if (url.includes("/events")) return json({ seq: hall.head, events: missed(hall, after(url)).map((seq) => hall.event(seq)), levels: { people: 5 } });
    return new Promise<Response>(() => undefined);
  });
  void page.run();
  await until(() => page.state.seq === 3 && page.line === "polling", "polling");

  assert.equal(page.levels.people, 5);
  assert.ok(lines.includes("polling"));
  page.stop();
});

test("a stream cut three times falls back to polling, and tries a stream again later", async () => {
  const hall = new Hall();
  let streams = 0;
  const { page } = live(hall, (url) => {
    if (url.includes("/events")) return json({ seq: 0, events: [], levels: {} });
    streams += 1;
    return hall.stream(":\n\n", streams > 3);
  });
  void page.run();
  await until(() => page.line === "polling", "polling");
  assert.equal(streams, 3);
  await until(() => page.line === "live", "a stream again");
  assert.equal(streams, 4);
  page.stop();
});

test("where streams never open but requests pass, it polls", async () => {
  const hall = new Hall();
  hall.head = 2;
  const { page } = live(hall, (url) => {
    if (url.includes("/events")) return json({ seq: hall.head, events: missed(hall, after(url)).map((seq) => hall.event(seq)), levels: {} });
    throw new TypeError("blocked");
  });
  void page.run();
  await until(() => page.line === "polling" && page.state.seq === 2, "polling");
  page.stop();
});

test("a server that was away for a moment is not given up", async () => {
  const hall = new Hall();
  let asked = 0;
  const { page } = live(hall, (url) => {
    if (++asked < 6) throw new TypeError("refused");
    return url.includes("/events") ? json({ seq: 0, events: [], levels: {} }) : hall.stream(":\n\n");
  });
  void page.run();
  await until(() => page.line === "live", "live");
  page.stop();
});

test("a gap fetches the snapshot", async () => {
  const hall = new Hall();
  hall.head = 9;
  const { page } = live(hall, (url) => (url.endsWith("/state") ? json(hall.snapshot()) : hall.stream(hall.frame(9))));
  void page.run();
  await until(() => page.state.seq === 9, "snapshot");

  whole(page, 9);
  assert.equal(hall.asked.filter((url) => url.endsWith("/state")).length, 1);
  page.stop();
});

test("who is told to reload starts from the snapshot", async () => {
  const hall = new Hall();
  hall.head = 500;
  const { page } = live(hall, (url) => (url.endsWith("/state") ? json(hall.snapshot()) : hall.stream(after(url) < 500 ? "event: reload\ndata: {\"seq\":500}\n\n" : ":\n\n", after(url) >= 500)));
  void page.run();
  await until(() => page.state.seq === 500 && page.line === "live", "snapshot");
  whole(page, 500);
  page.stop();
});

test("an expired ticket is renewed", async () => {
  const hall = new Hall();
  const { page, ticket } = live(hall, (_url, init) => ((init.headers as Record<string, string>)["Authorization"] === "Bearer new" ? hall.stream(":\n\n") : json({ refused: "ticket-expired" }, 401)));
  void page.run();
  await until(() => page.line === "live", "live again");
  assert.equal(ticket.value, "new");
  page.stop();
});

test("who has no right any more is told so and not hammered with requests", async () => {
  const hall = new Hall();
  const { page, ticket } = live(hall, () => json({ refused: "ticket-expired" }, 401));
  ticket.renew = async () => { ticket.refused = true; return false; };
  await page.run();
  assert.equal(page.line, "closed");
  assert.equal(hall.asked.length, 1);
});

test("a cue waits for the picture, and what comes after it waits behind it", async () => {
  const hall = new Hall();
  let delay = 0;
  const { page } = live(hall, () => hall.stream(":\n\n"), { delay: () => delay });
  void page.run();
  await until(() => page.line === "live", "live");
  delay = 120;
  const at = new Date().toISOString();
  const send = (seq: number, kind: string) => hall.tell(`event: patch\ndata: ${JSON.stringify({ ...hall.event(seq), kind, at })}\n\n`);
  send(1, "cue.went");
  send(2, "question.shown");
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.equal(page.state.seq, 0);
  await until(() => page.state.seq === 2, "the picture's time");
  assert.ok(Date.now() - Date.parse(at) >= 100);
  page.stop();
});
