/** One line without control characters and direction marks, in composed form: as the server keeps what a person writes. */
export function tidy(text: string): string {
  return text.normalize("NFC")
    .replace(/[\p{Z}\t-\r\x1c-\x1f\x85]/gu, " ")
    // Joiners are letters' business in Persian, Arabic and Indic words.
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "")
    .replace(/ +/g, " ").trim();
}
