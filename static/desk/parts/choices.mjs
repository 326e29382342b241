// Marks the label of what is chosen, for browsers without :has() (Chromium before 105).
export function watchChoices(root) {
  root.addEventListener("change", ({ target }) => {
    if (!target.matches(".opt > input, .vote input")) return;
    const group = target.type === "radio" ? root.querySelectorAll(`input[name="${CSS.escape(target.name)}"]`) : [target];
    for (const input of group) input.closest("label").classList.toggle("is-on", input.checked);
  });
}
