// Says calmly what is not yet sent, in the page's own words; nothing here decides anything.
import { clock } from "./view.mjs";

/** `state` is sent, sending, offline, refused or signedOut; `items` are the jottings that are left. */
export function showUnsent(page, state, items, why = "") {
  for (const chip of page.querySelectorAll("[data-status]")) {
    chip.hidden = chip.dataset.status !== state;
    fill(chip.querySelector("[data-words]"), items);
  }
  const refused = page.querySelector("[data-refused]");
  refused.hidden = state !== "refused";
  refused.querySelector("[data-why]").textContent = why;
  fill(refused.querySelector("[data-list]"), items);
  const out = page.querySelector("[data-signed-out]");
  out.hidden = state !== "signedOut";
  fill(out.querySelector("[data-words]"), items);
}

function fill(words, items) {
  if (!words) return;
  const list = items.map(({ at, label }) => `${clock(at)} ${label}`).join("；");
  words.textContent = words.dataset.words.replace("{n}", items.length).replace("{list}", list);
}
