// What depends on what. A point is one thing that can change: whether an item is relevant
// ("shown"), whether its trigger went off ("fired"), what it says ("value"), or how it is judged and
// worded ("look"). An arrow says which points a change touches and how many levels of rows the two
// ends share; one that is only `order` touches nothing: what a trigger reads is worked out first.

import { allItems } from "./form_schema.mjs";

/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {import("./form_schema.mjs").Scope} Scope */
/** @typedef {"shown" | "fired" | "value" | "look"} Aspect */

/**
 * @typedef {object} Point
 * @property {Item} item
 * @property {Aspect} aspect
 * @property {{to: Point, level: number, order: boolean}[]} arrows what a change here touches
 * @property {number} rank its place in the order of recalculation
 */

/**
 * @typedef {object} Graph
 * @property {Point[]} order every point, what it rests on first
 * @property {(item: Item, aspect: Aspect) => Point} point
 */

/**
 * @param {Scope} root
 * @returns {Graph}
 */
export function drawGraph(root) {
  const points = new Map();
  for (const item of allItems(root)) {
    for (const aspect of /** @type {Aspect[]} */ (["shown", "fired", "value", "look"])) {
      points.set(`${aspect} ${item.id}`, { item, aspect, arrows: [], rank: -1 });
    }
  }
  /** @type {Graph["point"]} */
  const point = (item, aspect) => points.get(`${aspect} ${item.id}`);
  for (const item of allItems(root)) drawArrows(item, point);
  return { order: ranked([...points.values()]), point };
}

/**
 * @param {Item} item
 * @param {Graph["point"]} point
 */
function drawArrows(item, point) {
  const { node, scope } = item;
  const shown = point(item, "shown");
  const value = point(item, "value");
  const around = item.group ?? scope.repeat;
  if (around) connect(point(around, "shown"), shown, around.scope.level);
  connect(shown, value, scope.level);
  connect(value, point(item, "look"), scope.level);
  draw([node.relevant], item, shown, point);
  draw([node.count], item, value, point);
  if (node.trigger) drawTrigger(item, point(item, "fired"), value, point);
  else draw([node.calculate], item, value, point);
  draw(looks(node), item, point(item, "look"), point);
}

/**
 * @param {Item} item
 * @param {Point} fired
 * @param {Point} value
 * @param {Graph["point"]} point
 */
function drawTrigger(item, fired, value, point) {
  draw(item.node.trigger, item, fired, point);
  for (const { level, found } of references(item.node.calculate, item.scope)) {
    if (found !== item) connect(point(found, "value"), fired, level, true);
  }
  connect(fired, value, item.scope.level);
}

/** @param {any} node */
function looks(node) {
  const worded = [node.label, node.hint, node.guidance, node.constraint_message, node.required_message];
  const templates = worded.flatMap((words) => (words ? Object.values(words) : [])).flatMap((words) => (Array.isArray(words) ? words : []));
  return [node.constraint, node.required, node.filter, ...templates];
}

/**
 * @param {any[]} trees
 * @param {Item} item
 * @param {Point} to
 * @param {Graph["point"]} point
 */
function draw(trees, item, to, point) {
  for (const tree of trees) {
    for (const { level, found } of references(tree, item.scope)) {
      if (found !== item || level < item.scope.level) connect(point(found, "value"), to, level);
    }
  }
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} level
 * @param {boolean} [order]
 */
function connect(from, to, level, order = false) {
  if (!from.arrows.some((arrow) => arrow.to === to && arrow.level === level)) from.arrows.push({ to, level, order });
}

/**
 * Every item a tree refers to, with the number of row levels it shares with the expression.
 * @param {any} tree
 * @param {Scope} scope
 * @param {Scope} [outer] inside a predicate, the scope of the whole expression
 * @returns {{level: number, found: Item}[]}
 */
export function references(tree, scope, outer = scope) {
  if (!Array.isArray(tree) || tree[0] === "text") return [];
  const [head, level, second, third] = tree;
  if (head === "at") return [{ level, found: itemAt(scope.chain[level], second) }];
  if (head === "all") return below(scope.chain[level], level, second, third);
  if (head === "rows") return below(scope.chain[level], level, second, null);
  if (head === "position") return below(scope.chain[level - 1], level - 1, [scope.chain[level].repeat?.name ?? ""], null);
  if (head === "nth") {
    const names = second.map((/** @type {any} */ step) => step[0]);
    return [...below(scope.chain[level], level, names, third), ...second.flatMap((/** @type {any} */ step) => references(step[1], scope, outer))];
  }
  if (head === "find") return foundBelow(tree, scope, outer);
  if (head === "current") return references(level, outer);
  return tree.slice(1).flatMap((part) => references(part, scope, outer));
}

/**
 * What a path with predicates leads through, and what the predicates read: seen from the whole
 * expression, every row looked at may matter.
 * @param {any} tree
 * @param {Scope} scope
 * @param {Scope} outer
 */
function foundBelow([, level, steps, name, ...kept], scope, outer) {
  const names = steps.map((/** @type {any} */ step) => step[0]);
  const found = below(scope.chain[level], level, names, name);
  let inner = scope.chain[level];
  for (const [repeat, ...predicates] of steps) {
    inner = /** @type {Scope} */ (itemAt(inner, repeat).inner);
    found.push(...read(predicates, inner, outer, level));
  }
  return [...found, ...read(kept, inner, outer, level)];
}

/**
 * @param {any[]} predicates
 * @param {Scope} inner
 * @param {Scope} outer
 * @param {number} level
 */
function read(predicates, inner, outer, level) {
  return predicates.flatMap((each) => references(each, inner, outer)).map((one) => ({ ...one, level: Math.min(one.level, level) }));
}

/**
 * @param {Scope} scope
 * @param {number} level
 * @param {string[]} repeats
 * @param {string | null} name
 */
function below(scope, level, repeats, name) {
  const found = [];
  let inner = scope;
  for (const repeat of repeats) {
    const item = itemAt(inner, repeat);
    found.push({ level, found: item });
    inner = /** @type {Scope} */ (item.inner);
  }
  if (name !== null) found.push({ level, found: itemAt(inner, name) });
  return found;
}

/**
 * @param {Scope} scope
 * @param {string} name
 */
function itemAt(scope, name) {
  const item = scope.items.get(name);
  if (!item) throw new RangeError(`form: nothing is called ${name}`);
  return item;
}

/**
 * A depth-first order in which every point comes after what it rests on. The compiler has
 * refused circles, so there are none here.
 * @param {Point[]} points
 * @returns {Point[]}
 */
function ranked(points) {
  /** @type {Point[]} */
  const finished = [];
  const seen = new Set();
  /** @param {Point} point */
  const visit = (point) => {
    if (seen.has(point)) return;
    seen.add(point);
    point.arrows.forEach((arrow) => visit(arrow.to));
    finished.push(point);
  };
  [...points].reverse().forEach(visit);
  finished.reverse().forEach((point, rank) => (point.rank = rank));
  return finished;
}
