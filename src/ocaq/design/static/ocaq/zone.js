// Remembers the reader's zone and, on the first page, writes their time beside the capital's.
(() => {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!timeZone || /(^|; )ocaq_zone=/.test(document.cookie)) return;
  document.cookie = `ocaq_zone=${timeZone};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const write = (time) => {
    time.textContent = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  };
  all("[data-when]", (place) => { write(place.querySelector("time")); place.hidden = false; });
  all("time[data-here]", (time) => {
    const there = time.cloneNode(true);
    there.className = "there";
    if (time.closest(".order")) time.parentNode.append(there);
    write(time);
  });
  all("[data-both]", (words) => { words.textContent = words.dataset.both; });
})();
