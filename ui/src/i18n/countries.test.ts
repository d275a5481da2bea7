import { expect, test } from "vitest";
import { countryName, namedCountries } from "./countries";

test("countries have names in the reader’s language, in its order", () => {
  const labels = (language: string) =>
    namedCountries(language, ["DE", "AT", "AX", "ES"]).map((one) => one.label);
  expect(labels("en")).toEqual(["Åland Islands", "Austria", "Germany", "Spain"]);
  expect(labels("de")).toEqual(["Ålandinseln", "Deutschland", "Österreich", "Spanien"]);
});

test("what is no country goes by what is kept of it", () => {
  expect(countryName("en", "nowhere at all")).toBe("nowhere at all");
});
