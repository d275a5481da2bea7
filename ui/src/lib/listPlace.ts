/** Where somebody is in a list: what the route holds of it. */
export type ListPlace = {
  /** The term that is searched. */
  q: string;
  /** Whether invalid records are listed too; undefined = as the settings say. */
  invalid: boolean | undefined;
  /** Whether is searched as OTOBO does; undefined = by Deskbook's own search where there is one. */
  otobo: boolean | undefined;
  /** Whether all installations are searched; undefined = the one that the window shows. */
  everywhere: boolean | undefined;
  /** The column that the list is sorted by; undefined = best match first. */
  sort: { column: string; descending: boolean } | undefined;
  /** The ids of sources that are switched off. */
  off: readonly string[];
  /** The key of the record that is open beside the list. */
  open: string | undefined;
  /** What is being done with the open record. */
  act: RecordAct | undefined;
};

/** What can be done with an open customer user in a dialog over the list. */
export type RecordAct = "testLogin" | "setPassword";

/** The same as it stands in an address. */
export type ListSearchParams = {
  q?: string;
  invalid?: boolean;
  otobo?: boolean;
  everywhere?: boolean;
  sort?: string;
  descending?: boolean;
  off?: string;
  open?: string;
  act?: RecordAct;
};

/** Reads a place from an address, whatever stands in it. */
export function toListPlace(params: ListSearchParams): ListPlace {
  return {
    q: params.q ?? "",
    invalid: params.invalid,
    otobo: params.otobo,
    everywhere: params.everywhere,
    sort: params.sort ? { column: params.sort, descending: params.descending ?? false } : undefined,
    off: params.off ? params.off.split(",") : [],
    open: params.open,
    act: params.act,
  };
}

/** Writes a place into an address; what is as usual is left out. */
export function toListSearchParams(place: ListPlace): ListSearchParams {
  return {
    ...(place.q ? { q: place.q } : {}),
    ...(place.invalid === undefined ? {} : { invalid: place.invalid }),
    ...(place.otobo ? { otobo: true } : {}),
    ...(place.everywhere ? { everywhere: true } : {}),
    ...(place.sort ? { sort: place.sort.column } : {}),
    ...(place.sort?.descending ? { descending: true } : {}),
    ...(place.off.length > 0 ? { off: place.off.join(",") } : {}),
    ...(place.open === undefined ? {} : { open: place.open }),
    ...(place.open === undefined || place.act === undefined ? {} : { act: place.act }),
  };
}

/** Takes from an address only what belongs there; a number that was typed as a term is a term. */
export function readListSearchParams(raw: Record<string, unknown>): ListSearchParams {
  const text = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  const q = text(raw.q);
  const sort = text(raw.sort);
  const off = text(raw.off);
  const open = text(raw.open);
  return {
    ...(q ? { q } : {}),
    ...(typeof raw.invalid === "boolean" ? { invalid: raw.invalid } : {}),
    ...(raw.otobo === true ? { otobo: true } : {}),
    ...(raw.everywhere === true ? { everywhere: true } : {}),
    ...(sort ? { sort } : {}),
    ...(raw.descending === true ? { descending: true } : {}),
    ...(off ? { off } : {}),
    ...(open === undefined ? {} : { open }),
    ...(raw.act === "testLogin" || raw.act === "setPassword" ? { act: raw.act } : {}),
  };
}
