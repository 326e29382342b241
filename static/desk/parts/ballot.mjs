// Counts while hands are recorded; the words come from the page, the rule from tally.mjs, the record from the server.
import { countHands, squares } from "./tally.mjs";

export function watchBallots(root) {
  for (const form of root.querySelectorAll?.("form[data-ballot]") ?? []) {
    const panel = document.getElementById(form.dataset.ballot);
    form.addEventListener("change", () => show(panel, read(form)));
    show(panel, read(form));
  }
}

function read(form) {
  const rule = { base: Number(form.dataset.base), part: Number(form.dataset.part), whole: Number(form.dataset.whole) };
  const groups = [...form.querySelectorAll("[role=radiogroup]")];
  return countHands(groups.map((group) => group.querySelector("input:checked")?.value), rule);
}

function show(panel, tally) {
  for (const figure of panel.querySelectorAll("[data-count]")) figure.textContent = tally[figure.dataset.count];
  panel.querySelector(".boxes").replaceChildren(...squares(tally).map(square));
  for (const line of panel.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== state(tally);
  for (const part of panel.querySelectorAll("[data-figure]")) part.textContent = tally[part.dataset.figure];
}

function state(tally) {
  if (tally.open) return "open";
  return tally.passed ? "passed" : "failed";
}

function square(kind) {
  const box = document.createElement("i");
  box.className = kind;
  return box;
}
