// One key an action on the reviewer's page: an element with data-key is followed when its key is pressed alone.
// Nothing happens while somebody writes, an input method is at work, or a key is held down.
const WRITES = "input, textarea, select, [contenteditable]";

export function watchKeys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (event.target.closest(WRITES)) return;
    const asked = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!asked) return;
    event.preventDefault();
    asked.click();
  });
}
