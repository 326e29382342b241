// One key an action on the reviewer's page: an element with data-key is followed when its key is pressed alone.
// Nothing happens while somebody writes, an input method is at work, or a key is held down.
// Where a form is filled in, Ctrl and Enter do what its one button says.
const WRITES = "input, textarea, select, [contenteditable]";

export function watchKeys(page) {
  page.addEventListener("keydown", (event) => {
    const button = isSending(event) && event.target.closest("form.form")?.querySelector(".go button[type=submit]");
    if (button) {
      event.preventDefault();
      button.click();
      return;
    }
    if (!isPressedAlone(event) || event.repeat) return;
    const asked = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!asked) return;
    event.preventDefault();
    asked.click();
  });
}

function isSending({ key, ctrlKey, metaKey, repeat, isComposing }) {
  return key === "Enter" && (ctrlKey || metaKey) && !repeat && !isComposing;
}

/** Whether a key was pressed for the page: with no other, and not to write. */
export function isPressedAlone(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return !event.target.closest(WRITES);
}
