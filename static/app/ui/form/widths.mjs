// How wide words are, in ems: so that choices stand in as many columns as hold each of them well. Chinese stands
// on one line; of longer English words may go to a second line, and none is cut.

const MOST = 13;
const ON_ONE_LINE = 7;
const SHARE_OF_TWO_LINES = 0.6;
/** Bold letters of the face on the tablet, in ems; what is chosen is bold. @type {[RegExp, number][]} */
const LETTERS = [
  [/[\u2e80-\uffef\u{10000}-\u{10ffff}]/u, 1],
  [/[ ]/, 0.24],
  [/[iljI.,:;'|]/, 0.33],
  [/[ftr()\-]/, 0.42],
  [/[mwMW%@]/, 0.94],
  [/[A-Z]/, 0.7],
];

/** The same list stands in every card. @type {Map<string, number>} */
const measured = new Map();

/**
 * @param {string[]} texts
 * @returns {number} the ems of a line that suits them all, in tenths upwards
 */
export function widthOf(texts) {
  const all = texts.join("\n");
  const known = measured.get(all) ?? Math.ceil(Math.max(0, ...texts.map(lineOf)) * 10) / 10;
  measured.set(all, known);
  return known;
}

/** @param {string} text */
function lineOf(text) {
  const [whole, word] = [emsOf(text), Math.max(...text.split(" ").map(emsOf))];
  if (!text.includes(" ")) return Math.min(whole, MOST);
  return whole <= ON_ONE_LINE ? whole : Math.min(Math.max(word, whole * SHARE_OF_TWO_LINES), MOST);
}

/** @param {string} text */
function emsOf(text) {
  return [...text].reduce((sum, letter) => sum + (LETTERS.find(([kind]) => kind.test(letter))?.[1] ?? 0.62), 0);
}
