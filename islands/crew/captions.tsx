/** Words for the hall: typed as they are said, or taken line by line from the prepared script. */
import { useRef, useState } from "preact/hooks";
import type { Desk } from "../console/scene";
import { Key } from "../console/parts";

export function Captions({ desk }: { desk: Desk }) {
  const w = desk.words, languages = desk.boot.languages ?? [];
  const [language, setLanguage] = useState(desk.boot.language), [interpreted, setInterpreted] = useState(false), [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const say = (event: Event) => {
    event.preventDefault();
    const line = text.trim();
    if (!line) return;
    // The field is free at once: a captioner does not wait for the line. A refused text comes back.
    setText("");
    void desk.act({ act: "say_words", text: line, language, interpreted }).then((done) => { if (!done) setText((now) => now || line); });
    field.current?.focus();
  };
  return (
    <>
      <form class="ask caption" onSubmit={say}>
        <label>{w.t("caption.language")}<select class="in" value={language} onChange={(event) => setLanguage(event.currentTarget.value)}>
          {languages.map(({ code, name }) => <option key={code} value={code} lang={code}>{name}</option>)}</select></label>
        <label class="said">{w.t("caption.words")}<input class="in" ref={field} lang={language} dir="auto" maxLength={500} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        <button class="k">{w.t("caption.say")} <kbd>↵</kbd></button>
      </form>
      <label class="pick"><input type="checkbox" checked={interpreted} onChange={(event) => setInterpreted(event.currentTarget.checked)} />{w.t("caption.interpreted")}</label>
      <Script desk={desk} />
      <ol class="said-lines" aria-label={w.t("words.label")}>{desk.state.words.slice(-3).map((line) => <li key={line.id}><bdi lang={line.lang}>{line.text}</bdi></li>)}</ol>
    </>
  );
}

/** The script of the item on stage; the next line not yet said is the one to say. */
function Script({ desk }: { desk: Desk }) {
  const w = desk.words, { now, crew, words } = desk.state;
  const [said, setSaid] = useState<{ item: string; line: number }>({ item: "", line: -1 });
  const lines = now ? (crew[now.ref]?.script ?? []) : [];
  if (!now || lines.length === 0) return null;
  const last = said.item === now.ref ? said.line : Math.max(-1, ...words.map((line) => lines.indexOf(line.text)));
  const sayLine = (line: number) => {
    setSaid({ item: now.ref, line });
    void desk.act({ act: "say_line", item: now.ref, line }).then((done) => { if (!done) setSaid({ item: now.ref, line: line - 1 }); });
  };
  return (
    <ol class="script" aria-label={w.t("caption.script")}>
      {lines.map((line, i) => (
        <li key={i} class={i <= last ? "past" : i === last + 1 ? "to-say" : ""}>
          <span dir="auto">{line}</span>{i === last + 1 && <Key label={w.t("caption.say_line")} busy={desk.isPending("say_line")} onPress={() => sayLine(i)} />}
        </li>
      ))}
    </ol>
  );
}
