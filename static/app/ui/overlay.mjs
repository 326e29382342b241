// A page over the page (camera, signature): the tablet's own "back" closes it and leaves what lies under it alone.

const LATEST_MS = 500;
const nothing = async () => {};
let leave = nothing;

/** The page on top, if any, is left as by "back". */
export function leaveOverlay() {
  return leave();
}

/** @param {HTMLElement} page @param {() => void} onBack @returns {() => Promise<void>} takes it away again */
export function openOverlay(page, onBack) {
  const back = () => { leave = nothing; page.remove(); onBack(); };
  leave = async () => {
    removeEventListener("popstate", back);
    document.body.classList.remove("has-overlay");
    back();
    await stepBack();
  };
  history.pushState({ overlay: true }, "");
  addEventListener("popstate", back, { once: true });
  document.body.classList.add("has-overlay");
  document.body.append(page);

  return async () => {
    removeEventListener("popstate", back);
    leave = nothing;
    document.body.classList.remove("has-overlay");
    if (!page.isConnected) return;
    page.remove();
    await stepBack();
  };
}

/** The history entry of the overlay goes too, before anything else moves. */
function stepBack() {
  return new Promise((resolve) => {
    addEventListener("popstate", resolve, { once: true });
    setTimeout(resolve, LATEST_MS);
    history.back();
  });
}
