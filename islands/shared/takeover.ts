/** The server's first drawing gives way to the island's, and nobody who had begun to write loses a letter or their place. */
interface Begun { id: string; value: string; focused: boolean; at: number | null }

export function takeOver(mount: HTMLElement, draw: () => void): void {
  const begun: Begun[] = [];
  for (const field of mount.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input.in, textarea.in")) {
    const focused = field === document.activeElement;
    if (field.id && (field.value || focused)) begun.push({ id: field.id, value: field.value, focused, at: field.selectionStart });
  }
  const top = window.scrollY;
  mount.textContent = "";
  draw();
  for (const { id, value, focused, at } of begun) {
    const field = document.getElementById(id);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (focused) field.focus({ preventScroll: true });
    if (focused && at !== null) field.setSelectionRange(at, at);
  }
  window.scrollTo({ top });
}
