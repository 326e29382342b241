// The shipped definition, compiled by Python once for the tests of the engine.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { openForm } from "../../static/app/core/form.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const python = [`${root}.venv/bin/python`].find(existsSync) ?? "python3";
const source = "import json, sys; from forms.library import get_definition; print(json.dumps(get_definition(sys.argv[1])))";

/** @param {string} id */
export function compiled(id) {
  return JSON.parse(execFileSync(python, ["-c", source, id], { cwd: root, encoding: "utf8", maxBuffer: 1e8 }));
}

/** The workbook of tests/forms/trial_form.py, which uses every type. */
export function trial() {
  return written("trial_form");
}

/** The workbook of tests/forms/hundred_form.py, as long as a form ever gets. */
export function hundred() {
  return written("hundred_form");
}

/** @param {string} module of tests/forms */
function written(module) {
  return JSON.parse(execFileSync(python, ["-m", `tests.forms.${module}`], { cwd: root, encoding: "utf8", maxBuffer: 1e8 }));
}

/** A household with one income that is half filled in. */
export function household() {
  return {
    visit_date: "2026-03-12",
    member: [
      { _id: "m1", name: "周例平", relation: "head", birth: "1974-01-02", health: "healthy", employment: "unemployed", income: [] },
      { _id: "m2", name: "陈示兰", relation: "spouse", birth: "1977-01-02", health: "healthy", employment: "flexible",
        income: [{ _id: "i1", kind: "wages", source: "保洁零工", amount: "1860.00", basis: ["payslip"] }, { _id: "i2" }] },
    ],
  };
}

/**
 * @param {any} definition
 * @param {any} [answers]
 * @param {string} [now]
 */
export function open(definition, answers = {}, now = "2026-03-12T02:26:00Z") {
  let made = 0;
  return openForm(definition, { answers, now: () => new Date(now), newId: () => `new${(made += 1)}` });
}
