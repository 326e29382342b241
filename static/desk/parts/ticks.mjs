// One box that ticks all of a list: only with a script, so it is hidden in the page as it comes.
export function watchTicks(root) {
  for (const all of root.querySelectorAll("input[data-ticks]")) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => tick(all));
  }
}

function tick(all) {
  for (const one of all.form.querySelectorAll(`input[name="${CSS.escape(all.dataset.ticks)}"]`)) {
    if (one.checked !== all.checked) one.click();
  }
}
