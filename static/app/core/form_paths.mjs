// Stable addresses of answers: member[<id>].income[<id>].amount. Groups do not appear in them.

/**
 * @typedef {object} Address
 * @property {[string, string][]} rows each repeat on the way with the id of its row
 * @property {string} name the last name
 */

/**
 * @param {string} path
 * @returns {Address}
 */
export function parsePath(path) {
  const parts = path.split(".");
  const name = parts.pop() ?? "";
  return { rows: parts.map(parseStep), name };
}

/**
 * @param {Address} address
 * @returns {string}
 */
export function formatPath({ rows, name }) {
  return rows.map(([repeat, id]) => `${repeat}[${id}].`).join("") + name;
}

/**
 * @param {string} step
 * @returns {[string, string]}
 */
function parseStep(step) {
  const open = step.indexOf("[");
  if (open < 1 || !step.endsWith("]")) throw new RangeError(`form path: ${step} is not name[id]`);
  return [step.slice(0, open), step.slice(open + 1, -1)];
}
