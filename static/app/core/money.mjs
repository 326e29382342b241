// Amounts are decimal text; only their looks are made here.

/** `1860` or `1860.5` → `1,860.00`, `1,860.50`; anything else as it is. */
export function formatMoney(text) {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(text));
  if (!parts) return String(text);
  const [, sign, whole, cents = ""] = parts;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents.padEnd(2, "0")}`;
}
