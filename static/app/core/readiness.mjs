// What a tablet still lacks before it can be opened with no network. Pure.

/**
 * @param {object} facts
 * @param {boolean} facts.shell the app lies here whole and would be answered from here
 * @param {string | null} facts.fetchedAt when the tasks were last fetched to the end
 * @param {{form: string, policy: string}[]} facts.tasks
 * @param {Set<string>} facts.ids of every document that came down
 * @returns {("shell"|"tasks"|"forms"|"roster")[]}
 */
export function lacking({ shell, fetchedAt, tasks, ids }) {
  const needed = tasks.flatMap(({ form, policy }) => [`form:${form}`, `policy:${policy}`]);
  const here = { shell, tasks: fetchedAt !== null, forms: needed.every((id) => ids.has(id)), roster: ids.has("roster") };
  return Object.keys(here).filter((name) => !here[name]);
}
