/** The speaker's own screen, readable from four metres: time, one message, who is next. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Boot, readBoot, Scene } from "../shared/boot";
import { useScene, useSeconds } from "../shared/hooks";
import { newKey } from "../shared/outbox";
import type { Now, SpeakerState } from "../shared/state";
import { clockOf, elapsed, left, sizeOf } from "../shared/time";
import { takeOver } from "../shared/takeover";

interface SpeakerBoot extends Boot<SpeakerState> { me: { looks_on: boolean } }

class Screen extends Scene<SpeakerState, SpeakerBoot> {
  seen = 0;

  /** Tells the console that the message was read. Under one key until it is told, however often the line fails. */
  async tellSeen(message: number): Promise<void> {
    const key = newKey();
    for (let wait = 1_000; this.state.message?.id === message; wait = Math.min(wait * 2, 15_000)) {
      try {
        const answer = await fetch(this.boot.actsUrl, {
          method: "POST", credentials: "same-origin", body: JSON.stringify({ act: "message_seen", id: message, key }),
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.boot.csrf, Accept: "application/json" },
        });
        if (answer.status < 500) break;
      } catch { /* the next try says it */ }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    this.seen = message;
    this.changed();
  }
}

function SpeakerPage({ screen }: { screen: Screen }) {
  useScene(screen);
  const w = screen.words, { now, next, message, phase } = screen.state;
  const at = useSeconds(() => screen.clock.now());
  useAwake();
  return (
    <main class="spk">
      <div>
        <div class="run" aria-hidden="true"><i style={`inline-size:${now ? Math.min(100, (100 * elapsed(now, at)) / Math.max(1, now.seconds)).toFixed(1) : 0}%`} /></div>
        <div class="nx">
          <span class={now ? "now" : ""}>{now ? w.t(now.held_at ? "stage.held" : "speaker.on_air") : w.of("phase", phase)}</span>
          {now && <span><bdi>{w.list(now.people.map((person) => person.name)) || now.title}</bdi></span>}
          <span class="num">{w.t("time.in_capital", { time: screen.capitalTime(at) })}</span>
        </div>
      </div>
      <h1 class="sr">{w.t("speaker.title")}</h1>
      <Big screen={screen} now={now} at={at} />
      {message ? <Told screen={screen} message={message} /> : <span />}
      <p class="nx">
        <span>{next ? w.parts("speaker.next", { name: <b><bdi>{next}</bdi></b> }) : ""}</span>
        <span role="status">{screen.live.line === "live" || screen.live.line === "polling" ? phase !== "ended" && w.t("speaker.slowly") : w.t("line.offline")}</span>
      </p>
    </main>
  );
}

function Big({ screen, now, at }: { screen: Screen; now: Now | null; at: number }) {
  const w = screen.words, rest = now ? left(now, at) : 0;
  const text = now ? clockOf(rest) : screen.capitalTime(at);
  const label = !now ? w.t("console.clock") : w.t(rest < 0 ? "stage.over" : "stage.left");
  return <p class={`big ${sizeOf(text)} ${rest < 0 ? "over" : ""}`} role="timer" aria-label={label}>{text}</p>;
}

function Told({ screen, message }: { screen: Screen; message: { id: number; text: string } }) {
  const w = screen.words, seen = screen.seen === message.id;
  const [sending, setSending] = useState(0);
  const tell = () => { setSending(message.id); void screen.tellSeen(message.id); };
  return (
    <div class="msg">
      <p role="status"><bdi>{message.text}</bdi></p>
      <button type="button" class={sending === message.id && !seen ? "btn second waits" : "btn second"} disabled={seen || screen.boot.me.looks_on} onClick={tell}>{w.t(seen ? "speaker.seen" : "speaker.i_see")}</button>
    </div>
  );
}

/** The screen of somebody who speaks must not fall asleep; asked for again whenever the page comes back. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const ask = () => {
      if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").then((got) => { lock = got; }, () => { /* not on this device */ });
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => { document.removeEventListener("visibilitychange", ask); void lock?.release(); };
  }, []);
}

const mount = document.getElementById("speaker");
if (mount) {
  const screen = new Screen(readBoot<SpeakerBoot>());
  takeOver(mount, () => render(<SpeakerPage screen={screen} />, mount));
  void screen.live.run();
}
