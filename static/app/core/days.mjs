// Instants are UTC; every day is counted in Asia/Shanghai, which has kept one offset since 1991 (design §3).

const SHANGHAI_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const WEEKDAYS = {
  zh: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

/** The instant as written everywhere: `2026-03-12T02:26:00Z`. */
export function formatInstant(date) {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** The Shanghai day of an instant, `2026-03-12`. */
export function dayOf(instant) {
  return shanghai(instant).toISOString().slice(0, 10);
}

/** The Shanghai time of day of an instant, `9:42`. */
export function timeOf(instant) {
  const at = shanghai(instant);
  return `${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, "0")}`;
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from, to) {
  return Math.round((utc(to) - utc(from)) / DAY_MS);
}

/** `3月12日` or `12 March`; with the year, or with the month cut to three letters, when asked. */
export function formatDay(day, lang, { year = false, short = false } = {}) {
  const [y, m, d] = day.split("-").map(Number);
  if (lang === "zh") return `${year ? `${y}年` : ""}${m}月${d}日`;
  return `${d} ${short ? MONTHS[m - 1].slice(0, 3) : MONTHS[m - 1]}${year ? ` ${y}` : ""}`;
}

/** `3月12日 星期四`. */
export function formatDayAndWeekday(day, lang) {
  const weekday = WEEKDAYS[lang][new Date(utc(day)).getUTCDay()];
  return lang === "zh" ? `${formatDay(day, lang)} ${weekday}` : `${weekday}, ${formatDay(day, lang)}`;
}

/** The time alone when the instant is of today, else day and time. */
export function formatWhen(instant, today, lang) {
  const day = dayOf(instant);
  return day === today ? timeOf(instant) : `${formatDay(day, lang)} ${timeOf(instant)}`;
}

function shanghai(instant) {
  const at = instant instanceof Date ? instant : new Date(instant);
  return new Date(at.getTime() + SHANGHAI_MS);
}

function utc(day) {
  return Date.parse(`${day}T00:00:00Z`);
}
