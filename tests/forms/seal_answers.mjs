// Reads [{definition, answers, now}] and writes what the tablet's engine makes of each.

import { readFileSync } from "node:fs";

import { openForm } from "../../static/app/core/form.mjs";

const records = JSON.parse(readFileSync(0, "utf8"));
const made = records.map(({ definition, answers, now }) => {
  let count = 0;
  const form = openForm(definition, { answers, now: () => new Date(now), newId: () => `new${(count += 1)}` });
  return { sealed: form.sealedAnswers(), missing: form.missing().sort(), wrong: form.wrong().sort() };
});
process.stdout.write(JSON.stringify(made));
