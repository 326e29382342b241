// ISO dates, times and moments, all counted in Asia/Shanghai (UTC+8, no summer time).
// The Python twin is forms/dates.py.

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const TIME = /^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?$/;
const MOMENT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,3}))?)?(Z|[+-][0-9]{2}:[0-9]{2})$/;
const DAY_MS = 86400000;
const SHANGHAI_MS = 8 * 3600000;

/** @param {string} text */
export function isDate(text) {
  const parts = DATE.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= monthDays(year, month);
}

/** @param {string} text */
export function isTime(text) {
  return TIME.test(text);
}

/** @param {string} text */
export function isDateTime(text) {
  const parts = MOMENT.exec(text);
  return parts !== null && isDate(parts[1]);
}

/**
 * @param {number} year
 * @param {number} month 1 to 12
 */
export function monthDays(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * Milliseconds since 1970 UTC of a date (its midnight in Shanghai) or a moment.
 * @param {string} text an ISO date or date and time
 * @returns {number}
 */
export function momentOf(text) {
  const parts = MOMENT.exec(text);
  if (!parts) return dayNumber(text) * DAY_MS - SHANGHAI_MS;
  const [, date, hour, minute, second = "0", part = "0", zone] = parts;
  const clock = (Number(hour) * 60 + Number(minute)) * 60000 + Number(second) * 1000 + Number(part.padEnd(3, "0"));
  return dayNumber(date) * DAY_MS + clock - zoneMs(zone);
}

/**
 * Days since 1970-01-01 by the clock on the wall in Shanghai; a date alone is a whole number.
 * @param {string} text
 * @returns {number}
 */
export function daysOf(text) {
  return (momentOf(text) + SHANGHAI_MS) / DAY_MS;
}

/** The part of the day that a time of day is. @param {string} time */
export function dayPart(time) {
  return (momentOf(`1970-01-01T${time}+08:00`) + SHANGHAI_MS) / DAY_MS;
}

/**
 * @param {number} days whole days since 1970-01-01
 * @returns {string | null} the ISO date
 */
export function dateOfDays(days) {
  const moment = new Date(days * DAY_MS);
  const year = moment.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return null;
  return `${String(year).padStart(4, "0")}-${two(moment.getUTCMonth() + 1)}-${two(moment.getUTCDate())}`;
}

/**
 * @param {Date} now
 * @returns {string} today in Shanghai, "2026-03-12"
 */
export function dateIn(now) {
  return new Date(now.getTime() + SHANGHAI_MS).toISOString().slice(0, 10);
}

/**
 * @param {Date} now
 * @returns {string} the moment by Shanghai's clock, "2026-03-12T10:26:00.000+08:00"
 */
export function momentIn(now) {
  return new Date(now.getTime() + SHANGHAI_MS).toISOString().replace("Z", "+08:00");
}

/**
 * ODK's format-date with the directives that speak no language: %Y %y %m %n %d %e %H %h %M %S %3.
 * @param {string} text an ISO date or moment
 * @param {string} pattern
 * @returns {string}
 */
export function formatDate(text, pattern) {
  const wall = new Date(momentOf(text) + SHANGHAI_MS);
  return pattern.replace(/%([YymndeHhMS3])/g, (_, letter) => dateParts(wall)[letter]);
}

/**
 * @param {Date} wall
 * @returns {Record<string, string>}
 */
function dateParts(wall) {
  const year = String(wall.getUTCFullYear()).padStart(4, "0");
  const month = wall.getUTCMonth() + 1;
  const day = wall.getUTCDate();
  const hour = wall.getUTCHours();
  return {
    Y: year, y: year.slice(-2), m: two(month), n: String(month), d: two(day), e: String(day),
    H: two(hour), h: String(hour), M: two(wall.getUTCMinutes()), S: two(wall.getUTCSeconds()),
    3: String(wall.getUTCMilliseconds()).padStart(3, "0"),
  };
}

/** @param {string} date */
function dayNumber(date) {
  const parts = DATE.exec(date) ?? [];
  const moment = new Date(0);
  moment.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return moment.getTime() / DAY_MS;
}

/** @param {string} zone */
function zoneMs(zone) {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone[0] === "-" ? -minutes : minutes) * 60000;
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}
