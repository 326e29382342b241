// One line in, one line out: {definition, answers, now} opens a form, {tree, at} is worked out in it.

import { createInterface } from "node:readline";

import { evaluate } from "../../static/app/core/expressions.mjs";
import { environment } from "../../static/app/core/form_environment.mjs";
import { openForm } from "../../static/app/core/form.mjs";
import { parsePath } from "../../static/app/core/form_paths.mjs";
import { findRow } from "../../static/app/core/form_rows.mjs";
import { plain } from "../../static/app/core/form_values.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}

function answer({ definition, answers, now, cases }) {
  const around = { definition, now: () => new Date(now), newId: () => "new" };
  const form = openForm(definition, { answers, ...around });
  return cases.map(({ tree, at }) => {
    const { rows, name } = parsePath(at);
    const row = findRow(form._root, rows);
    try {
      return { value: evaluate(tree, environment(around, row, { self: plain(row.answers[name]) })) };
    } catch (error) {
      return { error: String(error) };
    }
  });
}
