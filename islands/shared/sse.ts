/** Reads server-sent events from a fetch body. Unlike EventSource it sees status codes and heartbeats,
 * and keeps the ticket out of addresses and thus out of logs. */
export interface Frame { event: string; data: string; id: string }

export class Frames {
  private rest = "";
  private event = "";
  private data: string[] = [];
  private id = "";
  /** When to come back after the stream ends, as the server spreads it; milliseconds. */
  retry = 0;

  /** Takes a piece of text and gives the frames completed by it. */
  push(text: string): Frame[] {
    const frames: Frame[] = [];
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line) this.field(line);
      else {
        if (this.data.length) frames.push({ event: this.event || "message", data: this.data.join("\n"), id: this.id });
        this.event = "";
        this.data = [];
      }
    }
    return frames;
  }

  private field(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.data.push(value);
    else if (name === "event") this.event = value;
    else if (name === "id") this.id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
  }
}
