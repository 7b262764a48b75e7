// Says, while a name is typed, who of a like name is here already. Nobody is chosen by it.
(() => {
  const form = document.querySelector("form[data-alike]");
  const list = form && form.querySelector("[data-alike-list]");
  if (!list) return;
  let timer = 0, asked = "", controller;
  const show = (rows) => {
    list.replaceChildren();
    list.hidden = !rows.length;
    if (!rows.length) return;
    const title = document.createElement("p"), lines = document.createElement("ul");
    title.textContent = list.dataset.title;
    for (const row of rows) {
      const line = document.createElement("li"), name = document.createElement("bdi"), rest = document.createElement("span");
      name.textContent = row.name;
      rest.className = "quiet";
      rest.textContent = ` ${[...row.where, row.why].join(" · ")}`;
      line.append(name, rest);
      lines.append(line);
    }
    list.append(title, lines);
  };
  const ask = async () => {
    const name = form.elements.name.value.trim();
    if (name === asked) return;
    asked = name;
    controller?.abort();
    if (name.length < 3) { show([]); return; }
    controller = new AbortController();
    const body = new FormData();
    body.set("name", name);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.alike, { method: "POST", body, credentials: "same-origin", signal: controller.signal });
      if (answer.ok) show((await answer.json()).alike);
    } catch { /* no line: the server asks again when the form is sent */ }
  };
  form.elements.name.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 400); });
})();
