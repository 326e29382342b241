// Working out again what a change touches, and nothing else, in the order of the graph.

import { holds } from "./expressions.mjs";
import { environment } from "./form_environment.mjs";
import { rowsSharing, withInner } from "./form_rows.mjs";
import { isQuestion } from "./form_schema.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {import("./form_graph.mjs").Point} Point */

export class Recalculation {
  /**
   * @param {import("./form_graph.mjs").Graph} graph
   * @param {import("./form_environment.mjs").Surroundings} around
   * @param {(row: Row, item: Item) => import("./form_values.mjs").Value} work the result of a calculation
   */
  constructor(graph, around, work) {
    this._graph = graph;
    this._around = around;
    this._work = work;
  }

  /**
   * Work out everything about a row and the rows inside it.
   * @param {Row} row
   */
  everything(row) {
    const rows = new Map();
    for (const each of withInner(row)) rows.set(each.scope, [...(rows.get(each.scope) ?? []), each]);
    for (const point of this._graph.order) {
      for (const each of rows.get(point.item.scope) ?? []) this._refresh(point, each);
    }
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
    row.errors.delete(point.item.name);
    for (const { to, level } of point.arrows) {
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
      row.errors.delete(item.name);
      return true;
    }
    if (!isQuestion(item) || item.node.calculate === undefined) return true;
    const value = row.shown.get(item.name) ? this._work(row, item) : null;
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
