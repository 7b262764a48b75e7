// While the hall is open the window on it is looked at again every twenty seconds; before that, every five minutes.
(() => {
  const look = async () => {
    const now = document.querySelector("[data-front]");
    if (!document.hidden && !now.contains(document.activeElement)) {
      try {
        const fresh = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html").querySelector("[data-front]");
        if (fresh && "lit" in fresh.dataset !== "lit" in now.dataset) return location.reload();
        if (fresh) { for (const g of fresh.querySelectorAll(".kindle")) g.classList.remove("kindle"); now.replaceWith(document.adoptNode(fresh)); }
      } catch { /* the line is down: what was seen last stays */ }
    }
    wait();
  };
  const wait = () => setTimeout(look, "lit" in document.querySelector("[data-front]").dataset ? 20000 : 300000);
  wait();
})();
