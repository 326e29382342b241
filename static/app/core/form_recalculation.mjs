// Working out again what a change touches, and nothing else, in the order of the graph.

import { holds } from "./expressions.mjs";
import { environment } from "./form_environment.mjs";
import { forgetJudgement, rowsSharing, withInner } from "./form_rows.mjs";
import { isQuestion, isWorked } from "./form_schema.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {import("./form_graph.mjs").Point} Point */

/**
 * @typedef {object} Acts
 * @property {(row: Row, item: Item) => import("./form_values.mjs").Value} work the result of a calculation
 * @property {(row: Row, item: Item) => boolean} fire a triggered answer; whether it differs from before
 * @property {(row: Row, item: Item) => boolean} count the rows a repeat_count asks for; whether they differ
 */

export class Recalculation {
  /**
   * @param {import("./form_graph.mjs").Graph} graph
   * @param {import("./form_environment.mjs").Surroundings} around
   * @param {Acts} acts what working out does to a form
   */
  constructor(graph, around, acts) {
    this._graph = graph;
    this._around = around;
    this._acts = acts;
    /** The rows being worked out whole, by scope; rows that come meanwhile join them. @type {Map<any, Row[]>[]} */
    this._whole = [];
  }

  /**
   * Work out everything about a row and the rows inside it. A trigger goes off by an answer only.
   * @param {Row} row
   */
  everything(row) {
    /** @type {Map<any, Row[]>} */
    const rows = new Map();
    join(rows, row);
    this._whole.push(rows);
    for (const point of this._graph.order) {
      if (point.aspect === "fired") continue;
      for (const each of [...(rows.get(point.item.scope) ?? [])]) this._refresh(point, each);
    }
    this._whole.pop();
  }

  /** A row that a repeat_count asked for. @param {Row} row */
  arrived(row) {
    this._whole.forEach((rows) => join(rows, row));
    this.everything(row);
  }

  /**
   * @param {Row} row
   * @param {Item} item a question that was answered
   * @returns {string[]} the paths that may differ
   */
  answered(row, item) {
    return this._spread(this._graph.point(item, "value"), row);
  }

  /**
   * @param {Row} row
   * @param {Item} item a repeat that gained or lost a row
   * @returns {string[]}
   */
  rowsChanged(row, item) {
    return this._spread(this._graph.point(item, "value"), row);
  }

  /**
   * @param {Point} start
   * @param {Row} row
   * @returns {string[]}
   */
  _spread(start, row) {
    /** @type {Map<Point, Set<Row>>[]} */
    const waiting = [];
    const changed = new Set([row.prefix + start.item.name]);
    this._touch(start, row, waiting);
    for (let rank = start.rank; rank < waiting.length; rank += 1) {
      for (const [point, rows] of waiting[rank] ?? []) {
        for (const each of rows) {
          if (!this._refresh(point, each)) continue;
          changed.add(each.prefix + point.item.name);
          this._touch(point, each, waiting);
        }
      }
    }
    return [...changed];
  }

  /**
   * @param {Point} point
   * @param {Row} row
   * @param {Map<Point, Set<Row>>[]} waiting
   */
  _touch(point, row, waiting) {
    forgetJudgement(row, point.item.name);
    for (const { to, level, order } of point.arrows) {
      if (order) continue;
      const place = waiting[to.rank] ?? (waiting[to.rank] = new Map());
      const rows = place.get(to) ?? new Set();
      rowsSharing(row, level, to.item.scope).forEach((each) => rows.add(each));
      place.set(to, rows);
    }
  }

  /**
   * @param {Point} point
   * @param {Row} row
   * @returns {boolean} whether it differs from before
   */
  _refresh({ aspect, item }, row) {
    if (aspect === "shown") return changeIn(row.shown, item.name, this._isShown(row, item));
    if (aspect === "look") {
      forgetJudgement(row, item.name);
      return true;
    }
    if (aspect === "fired") return this._acts.fire(row, item);
    if (item.node.count !== undefined) return this._acts.count(row, item);
    if (!isQuestion(item) || !isWorked(item.node)) return true;
    const value = row.shown.get(item.name) ? this._acts.work(row, item) : null;
    return changeIn(row.worked, item.name, value);
  }

  /**
   * An item is shown when all around it is and its own condition holds (design §7, lesson 3).
   * @param {Row} row
   * @param {Item} item
   */
  _isShown(row, item) {
    if (item.group && row.shown.get(item.group.name) !== true) return false;
    if (!item.group && row.parent && row.parent.shown.get(row.scope.repeat?.name ?? "") !== true) return false;
    return holds(item.node.relevant, environment(this._around, row), true);
  }
}

/**
 * @param {Map<any, Row[]>} rows by scope
 * @param {Row} row
 */
function join(rows, row) {
  for (const each of withInner(row)) {
    const sisters = rows.get(each.scope);
    if (!sisters) rows.set(each.scope, [each]);
    else if (!sisters.includes(each)) sisters.push(each);
  }
}

/**
 * @template T
 * @param {Map<string, T>} map
 * @param {string} name
 * @param {T} value
 */
function changeIn(map, name, value) {
  if (map.has(name) && map.get(name) === value) return false;
  map.set(name, value);
  return true;
}
