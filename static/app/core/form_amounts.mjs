// An amount of money read back in words, which catches a slipped zero.

const DIGITS = [..."零一二三四五六七八九"];
const UNITS = ["", "十", "百", "千"];
const GROUPS = ["", "万", "亿", "万亿"];
const ONES = [
  "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
];
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const THOUSANDS = ["", "thousand", "million", "billion"];

/**
 * @param {string} text decimal text with at most twelve digits before the point: "1860.50"
 * @param {string} language
 * @returns {string} empty where it is no amount that can be read
 */
export function amountInWords(text, language) {
  const parts = /^([0-9]{1,12})(?:\.([0-9]{1,2}))?$/.exec(text);
  if (!parts) return "";
  const whole = Number(parts[1]);
  const fen = Number((parts[2] ?? "").padEnd(2, "0"));
  return language === "zh" ? chinese(whole, fen) : english(whole, fen);
}

/**
 * @param {number} yuan
 * @param {number} fen
 */
function chinese(yuan, fen) {
  const small = (fen >= 10 ? `${DIGITS[Math.floor(fen / 10)]}角` : "") + (fen % 10 ? `${DIGITS[fen % 10]}分` : "");
  if (yuan === 0 && small) return small;
  return `${chineseWhole(yuan)}元${fen > 0 && fen < 10 ? "零" : ""}${small}`;
}

/** @param {number} number */
function chineseWhole(number) {
  if (number === 0) return "零";
  let words = "";
  for (let left = number, at = 0; left > 0; left = Math.floor(left / 10000), at += 1) {
    const group = left % 10000;
    const gap = group > 0 && group < 1000 && left >= 10000 ? "零" : "";
    if (group > 0) words = gap + spokenTwo(chineseGroup(group), at, left < 10000) + GROUPS[at] + words;
  }
  return words.startsWith("一十") ? words.slice(1) : words;
}

/** @param {number} group between 1 and 9999 */
function chineseGroup(group) {
  let words = "";
  let gap = false;
  [...String(group)].forEach((digit, at, all) => {
    const unit = UNITS[all.length - 1 - at];
    if (digit === "0") gap = true;
    else {
      words += (gap ? "零" : "") + DIGITS[Number(digit)] + unit;
      gap = false;
    }
  });
  return words;
}

/**
 * 两千 and 两万 where the amount begins with them, but 一万二千, 二百, 二十 and 二.
 * @param {string} words
 * @param {number} at which group of four digits
 * @param {boolean} first
 */
function spokenTwo(words, at, first) {
  if (!first) return words;
  return words === "二" && at > 0 ? "两" : words.replace(/^二千/, "两千");
}

/**
 * @param {number} yuan
 * @param {number} fen
 */
function english(yuan, fen) {
  const cents = String(fen).padStart(2, "0");
  const point = fen > 0 ? ` point ${ONES[Number(cents[0])]} ${ONES[Number(cents[1])]}` : "";
  return englishWhole(yuan) + point;
}

/** @param {number} number */
function englishWhole(number) {
  if (number === 0) return ONES[0];
  const words = [];
  for (let left = number, at = 0; left > 0; left = Math.floor(left / 1000), at += 1) {
    const group = left % 1000;
    if (group > 0) words.unshift(`${at === 0 && group < 100 && number >= 1000 ? "and " : ""}${englishGroup(group)} ${THOUSANDS[at]}`.trim());
  }
  return words.join(" ");
}

/** @param {number} group between 1 and 999 */
function englishGroup(group) {
  const rest = group % 100;
  const small = rest < 20 ? ONES[rest] : TENS[Math.floor(rest / 10)] + (rest % 10 ? `-${ONES[rest % 10]}` : "");
  if (group < 100) return small;
  return `${ONES[Math.floor(group / 100)]} hundred${rest ? ` and ${small}` : ""}`;
}
