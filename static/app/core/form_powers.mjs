// Powers, exponentials and logarithms with the same bits as forms/powers.py, which says how: only
// + - * / on doubles, carried in pairs of about 100 bits (T. J. Dekker, 1971).

/** @typedef {[number, number]} Pair */

const SPLIT = 134217729; // 2^27 + 1
/** @type {Pair} */
const LN2 = [0.6931471805599453, 2.3190468138462996e-17];
/** @type {Pair} */
const LN10 = [2.302585092994046, -2.1707562233822494e-16];
const ROOT_HALF = 0.7071067811865476;
const FARTHEST = 2000; // e^2000 and e^-2000 lie beyond every double

/**
 * base^exponent; null where there is no real or finite result.
 * @param {number} base
 * @param {number} exponent
 * @returns {number | null}
 */
export function power(base, exponent) {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 64) return wholePower(base, exponent);
  if (base === 0) return exponent > 0 ? 0 : null;
  if (base < 0 && !Number.isInteger(exponent)) return null;
  const size = raisedTo(logged(Math.abs(base)), exponent);
  return base < 0 && size !== null && exponent % 2 !== 0 ? -size : size;
}

/** @param {number} number */
export function exponential(number) {
  return raised([number, 0]);
}

/** @param {number} number */
export function logarithm(number) {
  return number <= 0 ? null : sum(logged(number));
}

/** @param {number} number */
export function logarithm10(number) {
  return number <= 0 ? null : sum(over(logged(number), LN10));
}

/** The square root, which IEEE 754 itself fixes. @param {number} number */
export function root(number) {
  return number < 0 ? null : Math.sqrt(number);
}

/** @param {Pair} log @param {number} exponent */
function raisedTo(log, exponent) {
  const about = log[0] * exponent;
  if (about === 0) return 1;
  if (Math.abs(about) > FARTHEST) return about < 0 ? 0 : null;
  return raised(times(log, [exponent, 0]));
}

/**
 * By repeated squaring.
 * @param {number} base
 * @param {number} exponent
 */
function wholePower(base, exponent) {
  let result = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}

/** ln(m·2^k) = k·ln 2 + 2·artanh((m - 1) / (m + 1)), m between √½ and √2. @param {number} number @returns {Pair} */
function logged(number) {
  let mantissa = number;
  let twos = 0;
  for (; mantissa < ROOT_HALF; twos += 1) mantissa *= 2;
  for (; mantissa >= 2 * ROOT_HALF; twos -= 1) mantissa /= 2;
  const part = over([mantissa - 1, 0], plus([mantissa, 0], [1, 0]));
  const square = times(part, part);
  /** @type {Pair} */
  let series = [0, 0];
  for (let odd = 47; odd > 0; odd -= 2) series = plus(times(series, square), over([1, 0], [odd, 0]));
  return plus(times(series, times(part, [2, 0])), times(LN2, [-twos, 0]));
}

/** e^x = e^r·2^k, with r at most half of ln 2. @param {Pair} number @returns {number | null} */
function raised(number) {
  if (Math.abs(number[0]) > FARTHEST) return number[0] < 0 ? 0 : null;
  const twos = Math.floor(number[0] / LN2[0] + 0.5);
  const rest = plus(number, times(LN2, [-twos, 0]));
  /** @type {Pair} */
  let series = [1, 0];
  for (let step = 28; step > 0; step -= 1) series = plus([1, 0], over(times(series, rest), [step, 0]));
  return scaled(sum(series), twos);
}

/**
 * number·2^twos, by steps that are exact until the last. Whole powers of two are exact in every engine's pow.
 * @param {number} number
 * @param {number} twos
 */
function scaled(number, twos) {
  let [found, left] = [number, twos];
  for (; left > 1000; left -= 1000) found *= twoTo(1000);
  for (; left < -1000; left += 1000) found *= twoTo(-1000);
  found *= twoTo(left);
  return Number.isFinite(found) ? found : null;
}

/** @param {number} twos between -1000 and 1000 */
function twoTo(twos) {
  return wholePower(twos < 0 ? 0.5 : 2, Math.abs(twos));
}

/** @param {Pair} pair */
function sum([high, low]) {
  return high + low;
}

/** @param {Pair} a @param {Pair} b @returns {Pair} */
function plus(a, b) {
  const high = a[0] + b[0];
  const back = high - a[0];
  const low = (a[0] - (high - back)) + (b[0] - back) + a[1] + b[1];
  return settled(high, low);
}

/** @param {Pair} a @param {Pair} b @returns {Pair} */
function times(a, b) {
  const high = a[0] * b[0];
  const low = lost(a[0], b[0], high) + (a[0] * b[1] + a[1] * b[0]);
  return settled(high, low);
}

/** @param {Pair} a @param {Pair} b @returns {Pair} */
function over(a, b) {
  const high = a[0] / b[0];
  const back = high * b[0];
  const low = (((a[0] - back) - lost(high, b[0], back)) + a[1] - high * b[1]) / b[0];
  return settled(high, low);
}

/** @param {number} high @param {number} low @returns {Pair} */
function settled(high, low) {
  const total = high + low;
  return [total, low - (total - high)];
}

/** What rounding took from a·b. @param {number} a @param {number} b @param {number} product */
function lost(a, b, product) {
  const [scaledA, scaledB] = [a * SPLIT, b * SPLIT];
  const [aHigh, bHigh] = [scaledA - (scaledA - a), scaledB - (scaledB - b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
}
