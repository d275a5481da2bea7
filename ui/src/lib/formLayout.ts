/** Where the fields of the shipped maps stand in a form: rows of twelve columns. */
const rows: readonly (readonly (readonly [variable: string, columns: number])[])[] = [
  [
    ["UserTitle", 2],
    ["UserFirstname", 5],
    ["UserLastname", 5],
  ],
  [
    ["UserLogin", 6],
    ["UserEmail", 6],
  ],
  [
    ["UserCustomerID", 6],
    ["UserPassword", 6],
  ],
  [
    ["UserPhone", 4],
    ["UserFax", 4],
    ["UserMobile", 4],
  ],
  [
    ["UserStreet", 6],
    ["UserZip", 2],
    ["UserCity", 4],
  ],
  [["UserCountry", 6]],
  [
    ["CustomerID", 4],
    ["CustomerCompanyName", 8],
  ],
  [
    ["CustomerCompanyStreet", 6],
    ["CustomerCompanyZIP", 2],
    ["CustomerCompanyCity", 4],
  ],
  [
    ["CustomerCompanyCountry", 6],
    ["CustomerCompanyURL", 6],
  ],
  [
    ["ValidID", 4],
    ["UserComment", 8],
    ["CustomerCompanyComment", 8],
  ],
];

/** How wide a field is that no row knows. */
const unknownColumns = 6;

/** Whether a field names its record: changing it renames what exists. */
export function isKey(field: { kind: string }): boolean {
  return field.kind === "login" || field.kind === "customerId";
}

/** One field of a row and the columns it takes, of twelve. */
export type Cell<Field> = { field: Field; columns: number };

/**
 * Puts the fields of a map into rows: the known ones as people expect them, whatever order the map
 * has, then all others in the map's order, two in a row.
 */
export function formRows<Field extends { var: string }>(fields: readonly Field[]): Cell<Field>[][] {
  const rest = new Map(fields.map((field) => [field.var, field]));
  const laidOut: Cell<Field>[][] = [];
  for (const row of rows) {
    const cells: Cell<Field>[] = [];
    for (const [variable, columns] of row) {
      const field = rest.get(variable);
      if (!field) continue;
      rest.delete(variable);
      cells.push({ field, columns });
    }
    if (cells.length > 0) laidOut.push(cells);
  }
  const others = [...rest.values()].map((field) => ({ field, columns: unknownColumns }));
  for (let start = 0; start < others.length; start += 2)
    laidOut.push(others.slice(start, start + 2));
  return laidOut;
}
