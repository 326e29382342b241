// enketo-core over one form, as its own developer template opens one.

import { Form } from "enketo-core";

async function open() {
  const { form, model, instance } = await (await fetch("/form.json")).json();
  const page = document.querySelector("main");
  page.insertAdjacentHTML("beforeend", form);
  // It works things out on `change`; a form that shows its totals while a person types has to ask at every key.
  page.addEventListener("input", ({ target }) => target.dispatchEvent(new Event("change", { bubbles: true })));
  const opened = new Form(page.querySelector("form.or"), { modelStr: model, instanceStr: instance }, {});
  const problems = opened.init();
  if (problems.length > 0) throw new Error(problems.join("\n"));
  page.dataset.opened = "yes";
}

open();
