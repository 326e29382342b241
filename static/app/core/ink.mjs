// A signature as drawing: whole-number paths, cut to the ink, small enough to seal and print. Pure.

const MARGIN = 12;

/**
 * @param {{points: {x: number, y: number}[]}[]} strokes as signature_pad gives them
 * @returns {{width: number, height: number, paths: string[]}}
 */
export function inkOf(strokes) {
  const lines = strokes.map(({ points }) => points.map(({ x, y }) => [Math.round(x), Math.round(y)])).filter((line) => line.length > 0);
  if (lines.length === 0) return { width: 0, height: 0, paths: [] };
  const xs = lines.flat().map(([x]) => x);
  const ys = lines.flat().map(([, y]) => y);
  const [left, top] = [least(xs) - MARGIN, least(ys) - MARGIN];
  return { width: most(xs) - left + MARGIN, height: most(ys) - top + MARGIN, paths: lines.map((line) => pathOf(line, left, top)) };
}

/** Smaller than a scratch: whether the drawing is too little to be a name. */
export function isScratch({ paths }) {
  return paths.reduce((sum, path) => sum + path.length, 0) < 24;
}

const MOST_TEXT = 20_000;

/**
 * The ink as one text, "320 140 M12,30L14,32 M…": size, then a line for each stroke.
 * @param {{width: number, height: number, paths: string[]}} ink
 * @returns {string} thinned where a long signature would not fit an answer
 */
export function inkText({ width, height, paths }) {
  const text = [width, height, ...paths.map((path) => path.replaceAll(" ", ","))].join(" ");
  return text.length <= MOST_TEXT ? text : inkText({ width, height, paths: paths.map(thinned) });
}

/**
 * @param {string} text
 * @returns {{width: number, height: number, paths: string[]}}
 */
export function inkFrom(text) {
  const [width, height, ...paths] = text.split(" ");
  return { width: Number(width), height: Number(height), paths: paths.map((path) => path.replaceAll(",", " ")) };
}

/** Every other point of a line, with its ends. @param {string} path */
function thinned(path) {
  const points = path.slice(1).split("L");
  return `M${points.filter((_, at) => at % 2 === 0 || at === points.length - 1).join("L")}`;
}

function pathOf(line, left, top) {
  const kept = line.filter(([x, y], at) => at === 0 || x !== line[at - 1][0] || y !== line[at - 1][1]);
  if (kept.length === 1) kept.push([kept[0][0] + 1, kept[0][1]]);
  return kept.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x - left} ${y - top}`).join("");
}

function least(numbers) {
  return numbers.reduce((one, other) => Math.min(one, other));
}

function most(numbers) {
  return numbers.reduce((one, other) => Math.max(one, other));
}
