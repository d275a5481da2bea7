/** A country by its code (ISO 3166), with its name. */
export type NamedCountry = { id: string; label: string };

const namesIn = (language: string) => new Intl.DisplayNames(language, { type: "region" });

/** What is no code has no name, and asking for one throws. */
const nameOf = (names: Intl.DisplayNames, code: string) =>
  (/^[A-Z]{2}$/.test(code) ? names.of(code) : undefined) ?? code;

/** The name of a country in a language; its code where the language has none. */
export const countryName = (language: string, code: string) => nameOf(namesIn(language), code);

/** Countries with their names, as the language orders them. */
export function namedCountries(language: string, codes: Iterable<string>): NamedCountry[] {
  const names = namesIn(language);
  const { compare } = new Intl.Collator(language);
  const named = Array.from(codes, (id) => ({ id, label: nameOf(names, id) }));
  return named.sort((one, other) => compare(one.label, other.label));
}
