// The one-time code that makes a tablet an assessor's. Pure.

/** The code in an enrolment link, or one typed with spaces and dashes; null when it is neither. */
export function codeIn(text) {
  const link = /#enrol=([\w-]+)/.exec(text ?? "");
  if (link) return link[1];
  const bare = (text ?? "").replace(/[\s-]/g, "");
  return /^\w{6,64}$/.test(bare) ? bare.toUpperCase() : null;
}
