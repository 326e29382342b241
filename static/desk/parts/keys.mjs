// One key an action on the reviewer's page: an element with data-key is followed when its key is pressed alone.
// Nothing happens while somebody writes, an input method is at work, or a key is held down.
const WRITES = "input, textarea, select, [contenteditable]";

export function watchKeys(page) {
  page.addEventListener("keydown", (event) => {
    if (!isPressedAlone(event) || event.repeat) return;
    const asked = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!asked) return;
    event.preventDefault();
    asked.click();
  });
}

/** Whether a key was pressed for the page: with no other, and not to write. */
export function isPressedAlone(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return !event.target.closest(WRITES);
}
