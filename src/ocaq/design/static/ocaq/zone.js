// Remembers the reader's zone and, on the first page, writes their time beside the capital's.
(() => {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!timeZone || /(^|; )ocaq_zone=/.test(document.cookie)) return;
  document.cookie = `ocaq_zone=${timeZone};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  for (const place of document.querySelectorAll("[data-when]")) {
    place.querySelector("time").textContent =
      new Date(place.dataset.when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
    place.hidden = false;
  }
})();
