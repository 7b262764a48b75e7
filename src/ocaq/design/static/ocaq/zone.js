(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !/(^|; )ocaq_zone=/.test(document.cookie))
    document.cookie = `ocaq_zone=${zone};path=/;max-age=31536000;samesite=lax`;
})();
