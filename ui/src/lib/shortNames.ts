/** Names up to here stand whole. */
const most = 18;

/**
 * Names for a narrow column. What is too long loses its middle, since names that go together differ at
 * their ends, and those that are the same all the same are told apart by a number.
 */
export function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) => {
    const letters = [...name];
    if (letters.length <= most) return name;
    const end = Math.floor((most - 1) / 2);
    return `${letters
      .slice(0, most - 1 - end)
      .join("")
      .trimEnd()}…${letters.slice(-end).join("").trimStart()}`;
  });
  return short.map((name, index) => {
    const isAlone = short.filter((other) => other === name).length === 1;
    return isAlone
      ? name
      : `${name} (${short.slice(0, index + 1).filter((other) => other === name).length})`;
  });
}
