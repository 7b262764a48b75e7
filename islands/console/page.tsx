/** The director's console: now, next, after next; one key to move everybody. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useScene } from "../shared/hooks";
import { StatusShape } from "../shared/icons";
import { EndedCell, EndedLog } from "./ended";
import { ClockCell } from "./go";
import { Baton, Top } from "./header";
import { Help } from "./help";
import { Keyboard, type Screens } from "./keys";
import { LogCell } from "./log";
import { AfterCell, NextCell, NowCell } from "./now";
import { Key } from "./parts";
import type { Desk } from "./scene";
import { Sheet } from "./sheet";
import { Side } from "./side";

export function ConsolePage({ desk }: { desk: Desk }) {
  useScene(desk);
  const w = desk.words;
  const [open, setOpen] = useState({ help: false, inserting: false, handing: false });
  const screens = useRef<Screens>({ ...open, set: () => undefined });
  screens.current = { ...open, set: (next) => setOpen((before) => ({ ...before, ...next })) };
  useEffect(() => {
    const keyboard = new Keyboard(desk, () => screens.current);
    const press = (event: KeyboardEvent) => { if (desk.state.phase !== "ended") keyboard.press(event); };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [desk]);
  if (desk.state.phase === "ended") return <EndedPage desk={desk} />;
  return (
    <>
      <Top desk={desk}>
        <Baton desk={desk} open={open.handing} onOpen={(handing) => screens.current.set({ handing })} />
        <Key label={w.t("key.all")} hint="?" onPress={() => screens.current.set({ help: true })} />
      </Top>
      <Trouble desk={desk} />
      <nav class="tabs jump" aria-label={w.t("console.parts")}>
        <a href="#now">{w.t("console.now")}</a><a href="#next">{w.t("console.next")}</a><a href="#cues">{w.t("sheet.label")}</a><a href="#side">{w.t("side.floor")}</a><a href="#ms">{w.t("message.title")}</a>
      </nav>
      <main class="desk">
        <h1 class="sr">{w.t("console.title")}</h1>
        <Acting desk={desk}>
          <NowCell desk={desk} />
          <NextCell desk={desk} />
          <AfterCell desk={desk} />
          <ClockCell desk={desk} />
        </Acting>
        <Sheet desk={desk} />
        <Acting desk={desk}>
          <LogCell desk={desk} inserting={open.inserting} onInsert={(inserting) => screens.current.set({ inserting })} />
          <Side desk={desk} />
        </Acting>
      </main>
      {open.help && <Help desk={desk} onClose={() => screens.current.set({ help: false })} />}
    </>
  );
}

function EndedPage({ desk }: { desk: Desk }) {
  const w = desk.words;
  return (
    <>
      <Top desk={desk} />
      <Trouble desk={desk} />
      <main class="desk over">
        <h1 class="sr">{w.t("console.title")}</h1>
        <EndedCell desk={desk} sheet />
        <Sheet desk={desk} />
        <EndedLog desk={desk} />
      </main>
    </>
  );
}

/** Whoever only looks on reads everything and can press nothing. */
export function Acting({ desk, children }: { desk: Desk; children: ComponentChildren }) {
  return desk.boot.me.looks_on ? <fieldset class="looking" disabled>{children}</fieldset> : <>{children}</>;
}

/** Why the last act was not done, in the server's sentence, until the next act or Escape. */
export function Trouble({ desk }: { desk: Desk }) {
  if (desk.boot.me.looks_on) return <p class="onlook">{desk.words.t("act.looks_on")}</p>;
  return (
    <p class="trouble st bad" role="alert" hidden={!desk.trouble}>
      <StatusShape shape="triangle" />{desk.trouble} <Key label={desk.words.t("act.understood")} onPress={() => { desk.trouble = ""; desk.changed(); }} />
    </p>
  );
}
