/** The signed ticket of this page, renewed when the server no longer takes it. */
export interface Post { (url: string, body: unknown, headers?: Record<string, string>): Promise<Response> }

export class Ticket {
  private renewal: Promise<boolean> | null = null;
  /** Set when the server says that there is no right any more. */
  refused = false;

  constructor(public value: string, private readonly url: string, private readonly channel: string, private readonly csrf: string,
              private readonly fetcher: typeof fetch = (...args) => fetch(...args)) {}

  get header(): Record<string, string> { return { Authorization: `Bearer ${this.value}` }; }

  /** Everybody who meets a 401 at the same time shares one renewal. */
  renew(): Promise<boolean> {
    return (this.renewal ??= this.ask().finally(() => { this.renewal = null; }));
  }

  private async ask(): Promise<boolean> {
    try {
      const answer = await this.fetcher(this.url, {
        method: "POST", credentials: "same-origin", body: JSON.stringify({ channel: this.channel }),
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf, Accept: "application/json" },
      });
      if (answer.status === 403 || answer.status === 404 || answer.status === 410) this.refused = true;
      if (!answer.ok) return false;
      this.value = ((await answer.json()) as { ticket: string }).ticket;
      this.refused = false;
      return true;
    } catch {
      return false;   // no line: whoever asked tries again with its own patience
    }
  }
}
