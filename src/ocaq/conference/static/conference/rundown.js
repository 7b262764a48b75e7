// Rows of the rundown can be dragged, or moved with Alt and an arrow; each move is the same form that the buttons send.
(() => {
  const root = () => document.querySelector("[data-rundown]");
  const rows = () => [...root().querySelectorAll("tr[data-place]")];

  const show = () => { for (const e of root().querySelectorAll("[data-handle],[data-keys]")) e.hidden = false; };

  // One move after another: each stands on the order that the one before left.
  let last = Promise.resolve();
  const later = (id, step) => {
    last = last.then(() => {
      const row = document.getElementById(id);
      return row && move(row, step(Number(row.dataset.place)));
    });
  };

  const move = async (row, place) => {
    const form = row.querySelector("form");
    if (place < 0 || place >= rows().length || place === Number(row.dataset.place)) return;
    const body = new FormData(form);
    body.set("position", String(place));
    const id = row.id;
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-rundown]");
      if (!fresh) throw new Error("another page");
      root().replaceWith(document.adoptNode(fresh));
      show();
      const moved = document.getElementById(id);
      moved?.querySelector("a")?.focus();
      const said = root().querySelector("[data-said]");
      if (said && moved) said.textContent = moved.querySelector(".num").textContent + " " + moved.querySelector("a").textContent;
    } catch { location.reload(); }
  };

  addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const row = event.target.closest?.("tr[data-place]");
    if (!row) return;
    event.preventDefault();
    later(row.id, (place) => place + (event.key === "ArrowUp" ? -1 : 1));
  });

  let lifted = null;
  const mark = (y) => {
    let target = null;
    for (const row of rows()) {
      const box = row.getBoundingClientRect();
      row.classList.remove("before", "after");
      if (y >= box.top && y < box.bottom) target = { row, after: y > box.top + box.height / 2 };
    }
    target?.row.classList.add(target.after ? "after" : "before");
    return target;
  };
  addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    lifted = handle.closest("tr");
    lifted.classList.add("lifted");
    handle.setPointerCapture(event.pointerId);
  });
  addEventListener("pointermove", (event) => { if (lifted) mark(event.clientY); });
  const drop = (event) => {
    if (!lifted) return;
    const row = lifted, from = Number(row.dataset.place), target = mark(event.clientY);
    lifted = null;
    row.classList.remove("lifted");
    for (const one of rows()) one.classList.remove("before", "after");
    if (event.type === "pointercancel" || !target) return;
    let to = Number(target.row.dataset.place) + (target.after ? 1 : 0);
    if (to > from) to -= 1;
    later(row.id, () => to);
  };
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", drop);
  show();
})();
