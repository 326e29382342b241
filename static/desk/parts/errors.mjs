// A form that came back begins at its list of errors, so that a screen reader reads it first.
export function watchErrors(root) {
  const summary = root.querySelector?.("#errors");
  if (summary) summary.focus();
}
