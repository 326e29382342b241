// Both evaluators read tests/vectors/expressions: here JavaScript's values.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { evaluate } from "../../static/app/core/expressions.mjs";
import { environment } from "../../static/app/core/form_environment.mjs";
import { openForm } from "../../static/app/core/form.mjs";
import { parsePath } from "../../static/app/core/form_paths.mjs";
import { findRow } from "../../static/app/core/form_rows.mjs";
import { plain } from "../../static/app/core/form_values.mjs";

const folder = new URL("../vectors/expressions/", import.meta.url);

for (const file of readdirSync(folder).sort()) {
  const world = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const around = { definition: { nodes: world.form, lists: world.lists }, now: () => new Date(world.now), newId: () => "new" };
  const form = openForm(around.definition, { answers: structuredClone(world.answers), ...around });
  test(`${file}: JavaScript reaches the value of every vector`, () => {
    for (const { expression, tree, at = "here", expect } of world.cases) {
      const { rows, name } = parsePath(at);
      const row = findRow(form._root, rows);
      const value = evaluate(tree, environment(around, row, { self: plain(row.answers[name]) }));
      assert.deepStrictEqual(value, expect, `${expression} at ${at}`);
    }
  });
}
