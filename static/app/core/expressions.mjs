// The evaluator of compiled form expressions: a JSON tree and an environment in, a value out.
// forms/expressions.py writes the trees, forms/evaluate.py is the twin of this file.
// Nothing is ever eval'd: a tree names operations from the table below and no others.

import { compare, finite, plain, toBoolean, toNumber, toText } from "./form_values.mjs";
import { FUNCTIONS } from "./form_functions.mjs";

/** @typedef {import("./form_values.mjs").Value} Value */
/** @typedef {number | [string, ...any[]]} Tree */

/**
 * Where an expression finds what it refers to. A level counts the repeats around the
 * expression: 0 is the form itself, 1 the row of the outermost repeat it stands in.
 * @typedef {object} Environment
 * @property {(level: number, name: string) => Value} value one answer, seen from the row at `level`
 * @property {(level: number, repeats: string[], name: string) => Value[]} all the answers of every row below
 * @property {(level: number, repeats: string[]) => number} rows how many rows there are below
 * @property {(level: number, places: [string, number | null][], name: string) => Value} nth
 * @property {(level: number, steps: [string, ...Tree[]][], name: string | null, kept: Tree[]) => Value[]} find the
 *   answers (null for each row, without a name) that keep the predicates
 * @property {Environment} outer inside a predicate, where the whole expression stands; elsewhere, this
 * @property {[number, number]} place inside a predicate, the place of what is looked at, from 1, and how many there are
 * @property {(level: number) => number} position of the row at `level` among its sisters, from 1
 * @property {Value} self the answer of the question itself
 * @property {(name: string) => Value} column a column of the choice that is being filtered
 * @property {(list: string, value: string) => string | null} choiceName
 * @property {string} today an ISO date
 * @property {string} now an ISO moment
 * @property {() => string} newId
 */

/**
 * @param {Tree} tree
 * @param {Environment} env
 * @returns {Value}
 */
export function evaluate(tree, env) {
  if (typeof tree === "number") return tree;
  const special = FORMS[tree[0]];
  if (special) return plain(special(tree, env));
  const args = tree.slice(1).map((part) => evaluate(part, env));
  return plain(apply(tree[0], args, env));
}

/**
 * @param {Tree | undefined} tree
 * @param {Environment} env
 * @param {boolean} otherwise what a missing expression means
 * @returns {boolean}
 */
export function holds(tree, env, otherwise) {
  return tree === undefined ? otherwise : toBoolean(evaluate(tree, env));
}

/**
 * @param {string} name
 * @param {Value[]} args
 * @param {Environment} env
 */
function apply(name, args, env) {
  const sum = ARITHMETIC[name];
  if (sum) return calculate(sum, args);
  if (COMPARISONS.has(name)) return compare(/** @type {any} */ (name), args[0], args[1]);
  const known = FUNCTIONS[name];
  if (!known) throw new Error(`form expression: unknown operation ${name}`);
  return known(args, env);
}

/**
 * Arithmetic with something empty is empty.
 * @param {(a: number, b: number) => number} operation
 * @param {Value[]} args
 */
function calculate(operation, args) {
  const left = toNumber(args[0]);
  const right = args.length > 1 ? toNumber(args[1]) : 0;
  return left === null || right === null ? null : finite(operation(left, right));
}

/** @type {Record<string, (a: number, b: number) => number>} */
const ARITHMETIC = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
  neg: (a) => -a,
};

const COMPARISONS = new Set(["=", "!=", "<", "<=", ">", ">="]);

/**
 * Operations that read the environment or do not evaluate all they are given.
 * @type {Record<string, (tree: any, env: Environment) => any>}
 */
const FORMS = {
  text: (tree) => tree[1],
  at: (tree, env) => env.value(tree[1], tree[2]),
  self: (_, env) => env.self,
  column: (tree, env) => env.column(tree[1]),
  rows: (tree, env) => env.rows(tree[1], tree[2]),
  position: (tree, env) => env.position(tree[1]),
  nth: (tree, env) => env.nth(tree[1], places(tree[2], env), tree[3]),
  first: (tree, env) => found(tree[1], env)[0] ?? null,
  count: (tree, env) => found(tree[1], env).length,
  current: (tree, env) => evaluate(tree[1], env.outer),
  place: (_, env) => env.place[0],
  last: (_, env) => env.place[1],
  and: (tree, env) => tree.slice(1).every((/** @type {Tree} */ part) => toBoolean(evaluate(part, env))),
  or: (tree, env) => tree.slice(1).some((/** @type {Tree} */ part) => toBoolean(evaluate(part, env))),
  if: (tree, env) => evaluate(toBoolean(evaluate(tree[1], env)) ? tree[2] : tree[3], env),
  coalesce: (tree, env) => evaluate(tree[1], env) ?? evaluate(tree[2], env),
  once: (tree, env) => env.self ?? evaluate(tree[1], env),
  "choice-name": (tree, env) => choiceNames(evaluate(tree[1], env), tree[2], env),
  sum: (tree, env) => total(numbers(tree, env)),
  min: (tree, env) => least(numbers(tree, env)),
  max: (tree, env) => most(numbers(tree, env)),
  "count-non-empty": (tree, env) => spread(tree.slice(1), env).filter((value) => value !== null).length,
  concat: (tree, env) => spread(tree.slice(1), env).map(toText).join(""),
  join: (tree, env) => joined(toText(evaluate(tree[1], env)), spread(tree.slice(2), env)),
};

/**
 * @param {[string, Tree][]} steps
 * @param {Environment} env
 * @returns {[string, number | null][]}
 */
function places(steps, env) {
  return steps.map(([name, at]) => [name, toNumber(evaluate(at, env))]);
}

/**
 * Every value of the arguments; an ["all", …] gives the answers of all its rows, a ["find", …] of some.
 * @param {any[]} parts
 * @param {Environment} env
 * @returns {Value[]}
 */
function spread(parts, env) {
  return parts.flatMap((part) => {
    if (part[0] === "all") return env.all(part[1], part[2], part[3]).map(plain);
    return part[0] === "find" ? found(part, env) : [evaluate(part, env)];
  });
}

/**
 * @param {any} tree
 * @param {Environment} env
 * @returns {Value[]}
 */
function found([, level, steps, name, ...kept], env) {
  return env.find(level, steps, name, kept).map(plain);
}

/**
 * @param {any} tree
 * @param {Environment} env
 * @returns {number[]} what is filled in and is a number
 */
function numbers(tree, env) {
  return spread(tree.slice(1), env).map(toNumber).filter((number) => number !== null);
}

/** A total skips what is empty; where nothing is filled it is empty, not nought. @param {number[]} list */
function total(list) {
  return list.length === 0 ? null : list.reduce((sum, number) => sum + number, 0);
}

/** @param {number[]} list */
function least(list) {
  return list.length === 0 ? null : list.reduce((a, b) => (b < a ? b : a));
}

/** @param {number[]} list */
function most(list) {
  return list.length === 0 ? null : list.reduce((a, b) => (b > a ? b : a));
}

/**
 * @param {string} separator
 * @param {Value[]} values
 */
function joined(separator, values) {
  return values.filter((value) => value !== null).map(toText).join(separator);
}

/**
 * @param {Value} value
 * @param {string} list
 * @param {Environment} env
 */
function choiceNames(value, list, env) {
  if (value === null) return null;
  const names = Array.isArray(value) ? value : [toText(value)];
  return names.map((name) => env.choiceName(list, name) ?? name).join(" ");
}
