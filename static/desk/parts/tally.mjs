// The arithmetic of a show of hands, in whole numbers; server/domain/ballot.py counts the same (S7-MEET-A7).

/** The tally of `choices` (one a voter, undefined while nothing is said) over `base`, to pass at `part`/`whole`. */
export function countHands(choices, { base, part, whole }) {
  const count = (wanted) => choices.filter((choice) => choice === wanted).length;
  const agree = count("agree");
  return {
    agree,
    against: count("against"),
    abstain: count("abstain"),
    open: choices.length - choices.filter(Boolean).length,
    notVoting: base - choices.length,
    needed: Math.ceil((part * base) / whole),
    left: whole * agree,
    right: part * base,
    passed: base > 0 && whole * agree >= part * base,
  };
}

/** One class a square, in the order they stand in the row. */
export function squares(tally) {
  const row = [
    ...Array(tally.agree).fill("agree"),
    ...Array(tally.against).fill("against"),
    ...Array(tally.abstain).fill("abstain"),
    ...Array(tally.open).fill("open"),
    ...Array(tally.notVoting).fill("not-voting"),
  ];
  return row.map((kind, place) => (place === tally.needed - 1 ? `${kind} mark` : kind));
}
