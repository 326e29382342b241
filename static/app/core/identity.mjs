// Identity numbers as GB 11643 writes them. The twin of forms/identity.py, which asks python-stdnum;
// tests/vectors/identity.json holds both to one answer.

import { isDate } from "./form_dates.mjs";

const SHAPE = /^[0-9]{17}[0-9X]$/;
const OLD = /^[0-9]{15}$/;

/**
 * What is wrong with an identity number; `old` is one of fifteen figures, out of use since 2013.
 * @param {string} number
 * @returns {"length" | "old" | "letters" | "date" | "check" | null}
 */
export function faultOf(number) {
  if ([...number].length !== 18) return OLD.test(number) ? "old" : "length";
  if (!SHAPE.test(number)) return "letters";
  if (!isDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)) return "date";
  return number[17] === checkCharacter(number) ? null : "check";
}

/** ISO 7064 MOD 11-2 over the first seventeen. @param {string} number */
function checkCharacter(number) {
  let sum = 0;
  for (const figure of number.slice(0, 17)) sum = ((sum + Number(figure)) * 2) % 11;
  const check = (12 - sum) % 11;
  return check === 10 ? "X" : String(check);
}
