import type { ChangesView, Validity } from "./bindings";

/** Mapped values by var, as text. */
export type Values = Record<string, string>;

/** A stored customer user or customer of the fake directory. */
export type FakeRecord = {
  key: string;
  values: Values;
  password: "none" | "set";
  changes: ChangesView;
  /** The source that it was added to; sample records have theirs by their key. */
  source?: string;
};

const firstNames = [
  "Angelika",
  "Jürgen",
  "Bernd",
  "Cäcilie",
  "Dörte",
  "Łukasz",
  "Fatima",
  "Søren",
  "Pat",
  "Zoë",
  "Ole",
  "Ćazim",
  "Eva",
  "小龙",
  "Inés",
  "Noam",
  "Till",
  "Gül",
  "Hugo",
  "Mareike",
  "Aisha",
  "Tomáš",
  "Ingrid",
  "Emre",
  "Sibylle",
  "Paweł",
  "Renée",
];

const lastNames = [
  "Müller",
  "Meyer",
  "Meyerhoff",
  "Obermeyer",
  "Schulz",
  "Weiß",
  "Núñez",
  "Kowalski",
  "Hansen",
  "Yılmaz",
  "Okafor",
  "Lindqvist",
  "Brandt",
  "Dvořák",
  "Petersen",
  "Vogel",
  "Rossi",
  "Nguyễn",
  "Fischer",
  "Großmann",
  "Keller",
  "Ōe",
  "Sommer",
  "Ahlers",
  "Bachmann",
  "O’Brien",
  "van der Velde",
  "Jansen",
  "Krause",
  "Lang",
  "Ziegler",
];

const companies = [
  "ACME Maschinenbau",
  "Globex Logistik",
  "Hafenwerk",
  "Stadtwerke Lindau",
  "Alpin Optik",
  "Kibbutz Tools",
  "Glockengießerei Apolda",
  "Nordlicht Verlag",
  "Bäckerei Sonnenschein",
  "Trave Schiffbau",
];

const towns = [
  ["10115", "Berlin", "Germany"],
  ["20457", "Hamburg", "Germany"],
  ["88131", "Lindau", "Germany"],
  ["6020", "Innsbruck", "Austria"],
  ["8001", "Zürich", "Switzerland"],
  ["99510", "Apolda", "Germany"],
] as const;

const comments = [
  "",
  "",
  "Signs for the warehouse team. Prefers calls before ten.",
  "",
  "Works part-time",
  "",
  "Speaks German and English",
  "",
];

const streets = ["Speicherstraße", "Am Markt", "Hafenallee", "Bergweg", "Lange Reihe"];

/** The part of a list that belongs to a number; lists repeat. */
function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

/** Plain letters of a name, as a login or an address takes them. */
function plain(name: string): string {
  const spelled = name
    .toLowerCase()
    .replaceAll("ü", "ue")
    .replaceAll("ö", "oe")
    .replaceAll("ä", "ae");
  const ascii = spelled
    .replaceAll("ß", "ss")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .replaceAll("ı", "i");
  return ascii.normalize("NFD").replaceAll(/[^a-z0-9]/g, "") || "x";
}

function changesOf(index: number): ChangesView {
  const day = String(1 + (index % 28)).padStart(2, "0");
  const changed = `2026-11-${day}T09:14:00Z`;
  return {
    created: "2026-01-12T08:00:00Z",
    createdBy: "root@localhost",
    changed,
    changedBy: "root@localhost",
  };
}

function validityOf(index: number): Validity {
  if (index % 23 === 11) return "invalid";
  return index % 61 === 40 ? "invalidTemporarily" : "valid";
}

/** The CustomerID of the n-th sample customer. */
function customerIdOf(index: number): string {
  const word = plain(pick(companies, index).split(" ")[0] ?? "").toUpperCase();
  const round = Math.floor(index / companies.length);
  return round === 0 ? word : `${word}-${round + 1}`;
}

/** The n-th sample customer: always the same one for the same number. */
export function sampleCustomer(index: number): FakeRecord {
  const round = Math.floor(index / companies.length);
  const place = ["", " Nord", " Süd", " West", " Ost"][round % 5] ?? "";
  const [zip, city, country] = pick(towns, index);
  const customerId = customerIdOf(index);
  const values: Values = {
    CustomerID: customerId,
    CustomerCompanyName: `${pick(companies, index)}${place}`,
    CustomerCompanyStreet: `${pick(streets, index)} ${3 + index}`,
    CustomerCompanyZIP: zip,
    CustomerCompanyCity: city,
    CustomerCompanyCountry: country,
    CustomerCompanyURL: `https://${customerId.toLowerCase()}.example`,
    CustomerCompanyComment: pick(comments, index * 3),
    ValidID: index % 19 === 17 ? "invalid" : "valid",
  };
  return { key: customerId, values, password: "none", changes: changesOf(index) };
}

/** The n-th sample customer user: always the same one for the same number. */
export function sampleCustomerUser(index: number, customers: number): FakeRecord {
  const first = pick(firstNames, index * 7 + Math.floor(index / firstNames.length));
  const last = pick(lastNames, index * 11 + Math.floor(index / lastNames.length));
  const customerId = customerIdOf((index * 5) % customers);
  const login = `${plain(first).slice(0, 1)}.${plain(last)}${index < lastNames.length ? "" : index}`;
  const [zip, city, country] = pick(towns, index);
  const number = String(1200 + index).padStart(4, "0");
  const values: Values = {
    UserTitle: index % 9 === 1 ? "Dr." : "",
    UserFirstname: first,
    UserLastname: last,
    UserLogin: login,
    UserEmail: `${plain(first)}.${plain(last)}${index}@${customerId.toLowerCase()}.example`,
    UserCustomerID: customerId,
    UserPhone: `+49 40 5550 ${number}`,
    UserFax: "",
    UserMobile: index % 3 === 0 ? `+49 171 5550 ${number}` : "",
    UserStreet: `${pick(streets, index)} ${1 + (index % 90)}`,
    UserZip: zip,
    UserCity: city,
    UserCountry: country,
    UserComment: pick(comments, index),
    ValidID: validityOf(index),
  };
  return {
    key: login,
    values,
    password: index % 5 === 0 ? "none" : "set",
    changes: changesOf(index),
  };
}
