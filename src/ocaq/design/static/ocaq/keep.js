// Keeps what is typed through an outage: in this browser until the server has it, and sends it when the line is back.
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const name = `ocaq-keep:${form.dataset.keep}`;
  const note = form.querySelector("[data-kept]");
  const say = (which) => { if (note && note.dataset[which]) note.textContent = note.dataset[which]; };
  const fields = () => [...form.elements].filter((e) => e.name && e.type !== "hidden" && e.type !== "submit");
  const store = (value) => { try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* no room: the page works on */ } };
  let waiting = false, busy = false;

  const kept = (() => { try { return JSON.parse(localStorage.getItem(name) || "null"); } catch { return null; } })();
  // Going back to an answer with errors would ask whether to send the form again, and show nothing until then.
  if (document.querySelector(".summary")) history.replaceState(null, "", location.href);
  // What the server answered with wins where it marks an error; else what was typed last on this device.
  if (kept && !document.querySelector(".summary") && Date.now() - kept.at < 1209600000)
    for (const e of fields()) {
      const was = kept.said[e.name];
      if (!was) continue;
      if (e.type === "radio" || e.type === "checkbox") e.checked = was.includes(e.value);
      else if (was[0] || !e.value) e.value = was[0] ?? "";
    }

  const keep = () => {
    const said = {};
    for (const e of fields()) {
      said[e.name] ??= [];
      if (e.type === "radio" || e.type === "checkbox") { if (e.checked) said[e.name].push(e.value); } else said[e.name].push(e.value);
    }
    store(JSON.stringify({ at: Date.now(), said }));
  };
  form.addEventListener("input", () => { keep(); if (!waiting) say("stored"); });

  const send = async () => {
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (answer.status >= 500) throw new Error("not taken");
      waiting = false;
      if (answer.redirected) { store(null); location.assign(answer.url); }
      else { form.dataset.direct = "1"; form.submit(); } // the server has something to say: let the browser show it
    } catch {
      waiting = true;
      say("waiting");
      setTimeout(() => { busy = false; if (waiting && navigator.onLine) { say("sending"); send(); } }, 5000);
      return;
    }
    busy = false;
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.direct) return;
    event.preventDefault();
    keep();
    send();
  });
  addEventListener("online", () => { if (waiting) { busy = false; say("sending"); send(); } });
})();
