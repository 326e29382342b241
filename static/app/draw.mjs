// A published draw, drawn again in the visitor's own browser. The page gives <section id="redraw" data-source>.

import { checkDraw } from "./core/draw.mjs";
import { h, icon } from "./ui/dom.mjs";
import { DRAW_WORDS } from "./ui/draw_words.mjs";

const section = document.getElementById("redraw");
const words = DRAW_WORDS[document.documentElement.lang.startsWith("en") ? "en" : "zh"];

async function drawAgain() {
  const answer = await fetch(section.dataset.source);
  const draw = await answer.json();
  const { faults } = await checkDraw(draw);
  show(faults, draw.seed ? "same" : "sealed");
}

function show(faults, agreed) {
  const ok = !faults.length;
  section.querySelector(".checking").replaceWith(
    h("div", { class: `verdict on-dark ${ok ? "ok" : "no"}`, role: ok ? "status" : "alert" }, icon(ok ? "check" : "warn"),
      h("h3", null, ok ? words[agreed] : words.differs),
      h("p", null, ok ? words[`${agreed}_say`] : faults.map((fault) => words[fault]).join(""))),
    ok ? "" : h("p", { class: "note red" }, words.what_to_do));
}

if (section) drawAgain().catch(() => show(["unreadable"]));
