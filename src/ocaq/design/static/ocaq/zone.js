// Remembers the reader's zone and, on the first page, writes their time beside the capital's.
(() => {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!timeZone || /(^|; )ocaq_zone=/.test(document.cookie)) return;
  document.cookie = `ocaq_zone=${timeZone};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const clock = (time) => new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  const write = (time) => { time.textContent = clock(time); };
  // Where both clocks show the same, the page already says all there is.
  const same = (time) => time.textContent.trim() === clock(time);
  // Which day it is for the reader, beside the capital's day that the moment is written with.
  const otherDay = (moment) => {
    const here = new Date(moment).toLocaleDateString("sv", { timeZone }), there = moment.slice(0, 10);
    return here < there ? "before" : here > there ? "after" : "";
  };
  let differs = false;
  all("[data-when]", (place) => {
    const there = place.nextElementSibling?.querySelector("time");
    if (there && same(there)) return;
    write(place.querySelector("time"));
    place.hidden = false;
  });
  all("time[data-here]", (time) => {
    if (same(time)) return;
    differs = true;
    const there = time.cloneNode(true);
    there.className = "there";
    if (time.closest(".order")) time.parentNode.append(there);
    write(time);
  });
  all("time[data-before]", (time) => {
    const day = otherDay(time.dateTime);
    if (day) time.textContent = time.dataset[day];
  });
  all("[data-other-day]", (words) => { words.hidden = !otherDay(words.dataset.otherDay); });
  if (differs) all("[data-both]", (words) => { words.textContent = words.dataset.both; });
})();
