// Keeping the place while a page is drawn anew in other words or another size: what stands at the top stays
// there, what has the focus keeps it, and what is being typed is not lost.

/**
 * @param {ParentNode} root
 * @returns {() => void} puts everything back where it was
 */
export function holdPlace(root) {
  const typing = typingIn(root);
  const mark = firstInSight(root);
  return () => {
    typing?.();
    const now = mark && find(root, mark.path);
    if (now) scrollBy(0, now.getBoundingClientRect().top - mark.top);
  };
}

/** The first question that is in sight, and how far from the top it stands. @param {ParentNode} root */
function firstInSight(root) {
  for (const element of root.querySelectorAll("[data-path]")) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > 0 && bottom > top) return { path: element.getAttribute("data-path"), top };
  }
  return null;
}

/** @param {ParentNode} root @param {string | null} path */
function find(root, path) {
  return root.querySelector(`[data-path="${CSS.escape(path ?? "")}"]`);
}

/** @param {ParentNode} root */
function typingIn(root) {
  const before = /** @type {any} */ (document.activeElement);
  if (!before?.id || !root.contains(before)) return null;
  const { id, value, selectionStart: start, selectionEnd: end } = before;
  return () => {
    const input = /** @type {any} */ (document.getElementById(id));
    input?.focus({ preventScroll: true });
    if (input && value !== undefined && start !== null && start !== undefined) retype(input, value, start, end);
  };
}

/** @param {any} input @param {string} value @param {number} start @param {number} end */
function retype(input, value, start, end) {
  if (input.value !== value) {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  input.setSelectionRange(start, end);
}
