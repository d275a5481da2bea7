/** The letters that stand for a name in its avatar: of the first name, then of the last. */
export function initialsOf(first: string, last: string): string {
  const letters = [first, last].map((name) => [...name.trim()][0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}

/** A hue that always goes with the same text. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash / 10;
}

/** The letters that stand for a company: those of its first two words. */
export function companyInitials(name: string): string {
  const [first = "", second = ""] = name.trim().split(/[\s-]+/);
  return initialsOf(first, second);
}

/** The two letters that stand for an installation. */
export function installationInitials(name: string): string {
  return [...name.trim()].slice(0, 2).join("") || "?";
}
