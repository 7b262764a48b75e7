/** A lease kept alive while somebody looks or listens; given back when the page goes. */
import { newKey } from "./outbox";
import type { Ticket } from "./ticket";

export const BEAT = 25_000;

export class Presence {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private beatAt = 0;
  playing = false;
  private readonly others: BroadcastChannel | null;

  constructor(private readonly url: string, private readonly ticket: Ticket, private readonly fetcher: typeof fetch = (...args) => fetch(...args)) {
    this.others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`ocaq.presence.${url}`);
  }

  start(): void {
    void this.beat();
    this.timer = setInterval(() => void this.beat(), BEAT);
    document.addEventListener("visibilitychange", () => { if (Date.now() - this.beatAt > BEAT) void this.beat(); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) void this.beat(); });
    window.addEventListener("pagehide", () => this.leave());
    // Another page of this browser has left with the lease we share: take it again.
    this.others?.addEventListener("message", () => setTimeout(() => void this.beat(), 500));
  }

  stop(): void { clearInterval(this.timer); }

  private async beat(): Promise<void> {
    if (document.visibilityState === "hidden" && !this.playing) return;
    this.beatAt = Date.now();
    const status = await this.post("present");
    if (status === 401 && (await this.ticket.renew())) await this.post("present");
    if (this.ticket.refused) this.stop();
  }

  /** sendBeacon cannot carry the ticket's header; a kept-alive fetch outlives the page as well. */
  private leave(): void {
    void this.post("leave", true);
    this.others?.postMessage("left");
  }

  private async post(kind: "present" | "leave", keepalive = false): Promise<number> {
    try {
      const answer = await this.fetcher(this.url, {
        method: "POST", keepalive, credentials: "same-origin", body: JSON.stringify({ key: newKey(), kind }),
        headers: { ...this.ticket.header, "Content-Type": "application/json" },
      });
      return answer.status;
    } catch {
      return 0;   // a lost beat does no harm: the lease is longer than two of them
    }
  }
}
