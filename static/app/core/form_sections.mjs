// The sections of a form: its outermost groups; a question or repeat that stands outside every
// group is a section of its own. What only calculates is no section.

import { allItems, isAsked } from "./form_schema.mjs";

/** @typedef {import("./form_schema.mjs").Item} Item */

/**
 * @param {any} definition
 * @param {import("./form_schema.mjs").Scope} root
 */
export function sectionsOf(definition, root) {
  return definition.nodes
    .map((/** @type {any} */ node) => section(node, root))
    .filter((/** @type {any} */ each) => each.items.some(isSeen));
}

/**
 * Something a person meets: a question or a note, here or in the rows of a repeat.
 * @param {Item} item
 * @returns {boolean}
 */
function isSeen(item) {
  if (item.inner) return allItems(item.inner).some(isSeen);
  return item.node.type === "note" || (isAsked(item) && item.node.type !== "hidden");
}

/**
 * @param {any} node
 * @param {import("./form_schema.mjs").Scope} root
 */
function section(node, root) {
  const items = [...root.items.values()].filter((item) => stands(item, node));
  return { name: node.name, label: node.label, nodes: node.type === "group" ? node.nodes : [node], node, items };
}

/**
 * @param {Item} item
 * @param {any} node
 * @returns {boolean}
 */
function stands(item, node) {
  return item.node === node || (item.group !== null && stands(item.group, node));
}
