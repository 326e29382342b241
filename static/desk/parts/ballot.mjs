// Counts while a vote is entered; the words come from the page, the rule from tally.mjs, the record from the server.
import { countHands, squares, tallyOf } from "./tally.mjs";

const NUMBERS = ["issued", "returned", "agree", "against", "abstain", "invalid"];

export function watchBallots(root) {
  for (const form of root.querySelectorAll?.("form[data-ballot]") ?? []) {
    const recount = () => form.dataset.closed || showTally(panelOf(form), readBallot(form));
    form.addEventListener("input", recount);
    form.addEventListener("change", recount);
    recount();
  }
}

/** What is entered in a form so far. */
export function readBallot(form) {
  const { base, part, whole, comparator, voters } = form.dataset;
  const rule = { base: Number(base), part: Number(part), whole: Number(whole), comparator };
  if (form.elements.agree) return tallyOf(readNumbers(form), rule, Number(voters));
  const groups = [...form.querySelectorAll("[role=radiogroup]:not([hidden])")];
  return countHands(groups.map((group) => group.querySelector("input:checked")?.value), rule);
}

export function panelOf(form) {
  return document.getElementById(form.dataset.ballot);
}

export function showTally(panel, tally) {
  for (const figure of panel.querySelectorAll("[data-count]")) figure.textContent = tally[figure.dataset.count];
  panel.querySelector(".boxes").replaceChildren(...squares(tally).map(square));
  for (const line of panel.querySelectorAll("[data-when]")) line.hidden = !line.dataset.when.split(" ").includes(stateOf(tally));
  for (const part of panel.querySelectorAll("[data-figure]")) part.textContent = tally[part.dataset.figure];
  for (const line of panel.querySelectorAll("[data-base]")) {
    line.textContent = line.dataset.words.replace("{base}", tally.base).replace("{needed}", tally.needed);
  }
}

function readNumbers(form) {
  const read = NUMBERS.filter((name) => form.elements[name]?.value).map((name) => [name, Number(form.elements[name].value) || 0]);
  return Object.fromEntries(read);
}

function stateOf(tally) {
  if (tally.over) return "over";
  if (tally.open || !tally.base) return "open";
  return tally.passed ? "passed" : "failed";
}

function square(kind) {
  const box = document.createElement("i");
  box.className = kind;
  return box;
}
