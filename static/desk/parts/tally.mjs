// The arithmetic of a vote, in whole numbers; server/domain/ballot.py counts the same (S7-MEET-A7).

/** The tally of `choices` (one a voter, undefined while nothing is said) over `base`, to pass at `part`/`whole`. */
export function countHands(choices, rule) {
  const count = (wanted) => choices.filter((choice) => choice === wanted).length;
  const numbers = { agree: count("agree"), against: count("against"), abstain: count("abstain") };
  return tallyOf(numbers, rule, choices.length);
}

/** The tally of hands by number or of opened slips, of which `voters` could give one. */
export function tallyOf({ agree = 0, against = 0, abstain = 0, invalid = 0, returned, issued = 0 }, rule, voters) {
  const { base, part, whole } = rule;
  const counted = agree + against + abstain + invalid;
  return {
    agree, against, abstain, invalid, base,
    open: Math.max(0, (returned ?? voters) - counted),
    over: counted > (returned ?? voters) || issued > voters || (returned ?? 0) > (issued || voters),
    notVoting: Math.max(0, base - Math.max(counted, returned ?? voters)),
    needed: neededOf(rule),
    left: whole * agree,
    right: part * base,
    passed: base > 0 && agree >= neededOf(rule),
  };
}

/** The smallest number that passes: at least the share, or more than it where the pack says so. */
export function neededOf({ base, part, whole, comparator }) {
  if (comparator === "more_than") return Math.floor((part * base) / whole) + 1;
  return Math.max(1, Math.ceil((part * base) / whole));
}

/** One class a square, in the order they stand in the row. */
export function squares(tally) {
  const row = [
    ...Array(tally.agree).fill("agree"),
    ...Array(tally.against).fill("against"),
    ...Array(tally.abstain + (tally.invalid ?? 0)).fill("abstain"),
    ...Array(tally.open).fill("open"),
    ...Array(tally.notVoting).fill("not-voting"),
  ];
  return row.map((kind, place) => (place === tally.needed - 1 ? `${kind} mark` : kind));
}
