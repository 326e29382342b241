// One key an action on the reviewer's page: an element with data-key is followed when its key is pressed alone.
// Nothing happens while somebody writes, an input method is at work, or a key is held down.
// Where a form is filled in, Ctrl and Enter do what its one button says.
// A page that was come to by its key begins where its form does.
const WRITES = "input, textarea, select, [contenteditable]";
const FIRST = ["input:not([type=hidden])", "select", "textarea", ".go button[type=submit]"]
  .map((each) => `form.form ${each}:not([disabled])`)
  .join(", ");
const GOING = "ruhu-by-key"; // the address a key led to, until that page begins

export function watchKeys(page) {
  if (takeGoing() === page.location.href) beginForm(page);
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
    if (asked.href) keepGoing(asked.href);
    asked.click();
  });
}

/** Puts the cursor into the first field; where errors are told, or a field asks for it, it stays there. */
export function beginForm(page) {
  if (page.querySelector("#errors, [autofocus]")) return;
  [...page.querySelectorAll(FIRST)].find((field) => field.checkVisibility())?.focus();
}

function keepGoing(address) {
  try {
    sessionStorage.setItem(GOING, address);
  } catch {
    // A browser that keeps nothing begins the page at its top.
  }
}

function takeGoing() {
  try {
    const address = sessionStorage.getItem(GOING);
    sessionStorage.removeItem(GOING);
    return address;
  } catch {
    return null;
  }
}

function isSending({ key, ctrlKey, metaKey, repeat, isComposing }) {
  return key === "Enter" && (ctrlKey || metaKey) && !repeat && !isComposing;
}

/** Whether a key was pressed for the page: with no other, and not to write. */
export function isPressedAlone(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return !event.target.closest(WRITES);
}
