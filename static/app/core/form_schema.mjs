// The definition as the engine walks it: scopes (the form, and the inside of each repeat)
// holding their items by name. Groups are items of their scope, not steps of a path.

/**
 * @typedef {object} Item
 * @property {string} id "member.income.amount"
 * @property {string} name
 * @property {any} node the definition's node
 * @property {Scope} scope
 * @property {Item | null} group the group it stands in, within its scope
 * @property {Scope | null} inner the scope of a repeat's rows
 */

/**
 * @typedef {object} Scope
 * @property {Item | null} repeat
 * @property {Scope[]} chain the scopes from the form to this one
 * @property {number} level how many repeats lie around it
 * @property {Map<string, Item>} items in the order of the form
 */

/**
 * @param {any} definition
 * @returns {Scope} the form's own scope
 */
export function readScopes(definition) {
  const root = newScope(null, []);
  addItems(root, definition.nodes, null);
  return root;
}

/**
 * Every item of a scope and of the repeats inside it, in the order of the form.
 * @param {Scope} scope
 * @returns {Item[]}
 */
export function allItems(scope) {
  return [...scope.items.values()].flatMap((item) => (item.inner ? [item, ...allItems(item.inner)] : [item]));
}

/** @param {Item} item */
export function isQuestion(item) {
  return item.node.type !== "group" && item.node.type !== "repeat";
}

/** A question that a person answers. @param {Item} item */
export function isAsked(item) {
  return isQuestion(item) && item.node.type !== "note" && item.node.type !== "calculate" && !isWorked(item.node);
}

/** What always follows from other answers; what a trigger fills in does not. @param {any} node */
export function isWorked(node) {
  return node.calculate !== undefined && node.trigger === undefined;
}

/**
 * @param {Scope} scope
 * @param {any[]} nodes
 * @param {Item | null} group
 */
function addItems(scope, nodes, group) {
  for (const node of nodes) {
    const item = newItem(scope, node, group);
    scope.items.set(node.name, item);
    if (node.type === "group") addItems(scope, node.nodes, item);
    if (node.type === "repeat") {
      item.inner = newScope(item, scope.chain);
      addItems(item.inner, node.nodes, null);
    }
  }
}

/**
 * @param {Scope} scope
 * @param {any} node
 * @param {Item | null} group
 * @returns {Item}
 */
function newItem(scope, node, group) {
  const prefix = scope.repeat ? `${scope.repeat.id}.` : "";
  return { id: prefix + node.name, name: node.name, node, scope, group, inner: null };
}

/**
 * @param {Item | null} repeat
 * @param {Scope[]} around
 * @returns {Scope}
 */
function newScope(repeat, around) {
  /** @type {Scope} */
  const scope = { repeat, chain: around, level: around.length, items: new Map() };
  scope.chain = [...around, scope];
  return scope;
}
