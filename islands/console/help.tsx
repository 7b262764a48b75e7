/** All keys on one sheet, and the switch that turns them off. */
import { useEffect, useRef, useState } from "preact/hooks";
import { keysAreOn, setKeys } from "./keys";
import type { Desk } from "./scene";

export function Help({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const w = desk.words;
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(keysAreOn());
  useEffect(() => { if (!dialog.current?.open) dialog.current?.showModal(); }, []);
  const keys: [string, string][] = [
    [w.t("console.space"), w.t("key.space")], ["S", w.t("key.standby")], ["U", w.t("key.undo")], ["P", w.t("key.hold")], ["+ −", w.t("key.stretch")],
    ["↑ ↓", w.t("key.choose")], ["↵", w.t("key.enter")], ["X", w.t("key.skip")], ["I", w.t("key.insert")], ["N", w.t("key.nudge")], ["1 … 9", w.t("key.hands")],
    ["M", w.t("key.message")], ["F1 F2 F3", w.t("key.quick")], ["H", w.t("key.baton")], ["D", w.t("key.doors")], ["/", w.t("key.filter")], ["J", w.t("key.jump")], ["Esc", w.t("key.escape")], ["?", w.t("key.help")],
  ];
  return (
    <dialog class="keys" ref={dialog} onClose={onClose} aria-labelledby="kt">
      <h2 id="kt">{w.t("key.title")}</h2>
      <dl class="facts">{keys.map(([key, does]) => [<dt key={key}><kbd>{key}</kbd></dt>, <dd key={`${key}d`}>{does}</dd>])}</dl>
      <label class="pick"><input type="checkbox" checked={on} onChange={(event) => { setOn(event.currentTarget.checked); setKeys(event.currentTarget.checked); }} />{w.t("key.switch")}</label>
      <form method="dialog"><button class="k">{w.t("key.close")}</button></form>
    </dialog>
  );
}
