// What a family declared beside what is found: when the two say the same (S7-EVAL-05).

const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * 1200 and 1200.00 are one amount, two choices are the same in any order, spaces at the ends say nothing.
 * @param {unknown} declared as it came with the task: text, or a list of texts
 * @param {import("./form_values.mjs").Value} found
 */
export function isSameAs(declared, found) {
  const [one, other] = [partsOf(declared, found), partsOf(found, found)];
  if (NUMBER.test(one.join()) && NUMBER.test(other.join())) return Number(one[0]) === Number(other[0]);
  return one.length === other.length && one.every((part, at) => part === other[at]);
}

/**
 * The parts of an answer in an order that does not matter; what was declared for several choices may be one text.
 * @param {unknown} value
 * @param {unknown} found whose shape the answer has
 * @returns {string[]}
 */
function partsOf(value, found) {
  if (Array.isArray(value)) return value.map(String).sort();
  const text = String(value).normalize("NFC").trim();
  return Array.isArray(found) ? text.split(/\s+/).sort() : [text];
}
