/** Deeds wait here until the server has answered for good: visible, kept through a reload, sent once each. */
import type { Deed, DeedAnswer } from "./state";
import type { Ticket } from "./ticket";

export interface Waiting { deed: Deed; made: number; order: number }
export interface Refusal { deed: Deed; sentence: string }
type Body = Deed extends infer D ? (D extends { key: string } ? Omit<D, "key"> : never) : never;

export interface OutboxOptions {
  url: string; ticket: Ticket; owner: string; store: Storage | null;
  changed: () => void;
  answered: (deed: Deed, answer: DeedAnswer) => void;
  fetcher?: typeof fetch; online?: () => boolean; random?: () => number; newKey?: () => string;
}

export const MOST_PATIENCE = 30_000;

export class Outbox {
  waiting: Waiting[] = [];
  private sending = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly prefix: string;

  constructor(private readonly options: OutboxOptions) {
    // One entry a deed, so that two open pages of one person never write over each other.
    this.prefix = `ocaq.deed.${options.owner}.`;
    this.waiting = this.kept();
  }

  /** Takes a deed and sends it as soon as the line allows. */
  add(body: Body): Deed {
    const deed = { key: (this.options.newKey ?? newKey)(), ...body } as Deed;
    const order = Math.max(0, ...this.waiting.map((entry) => entry.order)) + 1;
    const entry = { deed, made: Date.now(), order };
    this.waiting = [...this.waiting, entry];
    this.keep(entry);
    this.options.changed();
    void this.flush();
    return deed;
  }

  /** Sends what waits, one after the other and in order, until the line fails. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.sending) return;
    this.sending = true;
    try {
      for (let entry = this.waiting[0]; entry && this.isOnline; entry = this.waiting[0]) {
        if (!(await this.send(entry.deed))) return this.later();
      }
    } finally {
      this.sending = false;
    }
  }

  private async send(deed: Deed): Promise<boolean> {
    const answer = await this.post(deed);
    if (answer === null) return false;
    if (answer.status === 401) {
      const renewed = await this.options.ticket.renew();
      if (!renewed && !this.options.ticket.refused) return false;
      if (renewed && this.failures++ > 2) return false;
      if (renewed) return this.send(deed);
    }
    if (answer.status === 429 || answer.status >= 500) return false;
    this.failures = 0;
    const body = await said(answer);
    this.drop(deed);
    this.options.answered(deed, body);
    this.options.changed();
    return true;
  }

  private async post(deed: Deed): Promise<Response | null> {
    try {
      return await (this.options.fetcher ?? fetch)(this.options.url, {
        method: "POST", body: JSON.stringify(deed), credentials: "same-origin",
        headers: { ...this.options.ticket.header, "Content-Type": "application/json" },
      });
    } catch {
      return null;   // the line is gone; the key makes the repeat harmless
    }
  }

  private later(): void {
    const most = Math.min(MOST_PATIENCE, 1_000 * 2 ** this.failures++);
    this.timer = setTimeout(() => void this.flush(), most * (0.5 + 0.5 * (this.options.random ?? Math.random)()));
  }

  private get isOnline(): boolean { return (this.options.online ?? (() => navigator.onLine))(); }

  private drop(deed: Deed): void {
    this.waiting = this.waiting.filter((entry) => entry.deed.key !== deed.key);
    try { this.options.store?.removeItem(this.prefix + deed.key); } catch { /* a full or forbidden store keeps nothing anyway */ }
  }

  private keep(entry: Waiting): void {
    try { this.options.store?.setItem(this.prefix + entry.deed.key, JSON.stringify(entry)); } catch { /* it waits in memory alone */ }
  }

  private kept(): Waiting[] {
    const found: Waiting[] = [], store = this.options.store;
    for (let i = 0; store && i < store.length; i++) {
      const name = store.key(i);
      if (name?.startsWith(this.prefix)) {
        try { found.push(JSON.parse(store.getItem(name) ?? "") as Waiting); } catch { store.removeItem(name); }
      }
    }
    return found.sort((a, b) => a.order - b.order || a.made - b.made);
  }
}

async function said(answer: Response): Promise<DeedAnswer> {
  try {
    const body = (await answer.json()) as DeedAnswer;
    if ("done" in body || "refused" in body) return body;
  } catch { /* a proxy's page, not ours */ }
  return answer.ok ? { done: true } : { refused: String(answer.status), sentence: "" };
}

export function newKey(): string {
  // randomUUID exists on secure pages only; a hall served by plain http on a local network has none.
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(c) / 4)))).toString(16));
}

export function browserStore(): Storage | null {
  try { return window.localStorage; } catch { return null; }
}
