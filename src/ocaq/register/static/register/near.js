// What is nearest, worked out here from what the page holds. Where somebody is leaves this function to nobody.
(() => {
  const box = document.querySelector("[data-near]");
  const toomany = document.querySelector("[data-toomany]");
  if (!navigator.geolocation) return;
  if (toomany) toomany.hidden = false;
  if (!box) return;
  const [button, heading, trouble, list] = ["button", "h3", "p[hidden]", "ol"].map((one) => box.querySelector(one));
  const points = JSON.parse(box.querySelector("script").textContent);
  const rad = Math.PI / 180;
  const km = (a, b, c, d) => {
    const h = Math.sin(((c - a) * rad) / 2) ** 2 + Math.cos(a * rad) * Math.cos(c * rad) * Math.sin(((d - b) * rad) / 2) ** 2;
    return 12742 * Math.asin(Math.sqrt(h));
  };
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
  const show = ({ coords }) => {
    const far = points.map((one) => [km(coords.latitude, coords.longitude, one[0], one[1]), one]).sort((a, b) => a[0] - b[0]);
    list.replaceChildren(...far.slice(0, 8).map(([distance, [, , slug, title, town]]) => {
      const row = document.createElement("li"), what = document.createElement("span"), link = document.createElement("a");
      link.href = `${location.pathname}${slug}/`;
      link.textContent = title;
      const where = document.createElement("span");
      where.className = "quiet";
      where.textContent = ` ${town}`;
      what.append(link, where);
      const way = document.createElement("span");
      way.className = "quiet hits";
      way.textContent = `${numbers.format(distance)}\u00a0${box.dataset.unit}`;
      row.append(what, way);
      return row;
    }));
    heading.hidden = false;
    trouble.hidden = true;
  };
  const refuse = () => { trouble.textContent = box.dataset.none; trouble.hidden = false; };
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(show, refuse, { maximumAge: 600000, timeout: 20000 }));
  box.hidden = false;
})();
