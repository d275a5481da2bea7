import type {
  MapRowView,
  SelectionView,
  SourceFindingView,
  SourceForm,
  SourceView,
} from "../../bridge/bindings";
import { type Rows, rowsOf } from "../../lib/rows";

/** A source as it is being edited. */
export type SourceDraft = {
  form: SourceForm;
  map: Rows<MapRowView>;
  selections: Rows<SelectionView>;
};

export function draftOf(form: SourceForm): SourceDraft {
  return { form, map: rowsOf(form.map), selections: rowsOf(form.selections) };
}

/** The form as it is sent. */
export function formOf({ form, map, selections }: SourceDraft): SourceForm {
  return { ...form, map: [...map.items], selections: [...selections.items] };
}

/**
 * The form of a new source beside others of its kind: under a name of its own, and without a table, which
 * would be the one that is read already.
 */
export function besideOthers(form: SourceForm, all: readonly SourceView[]): SourceForm {
  const names = all.filter(({ kind }) => kind === form.kind).map(({ name }) => name);
  if (names.length === 0) return form;
  const inForm = (key: string, shipped: string) => {
    if (key === "Name") return freeName(shipped, names);
    return key === "Params.Table" ? "" : shipped;
  };
  const keys = form.keys.map((one) => ({ ...one, value: inForm(one.key, one.value) }));
  return { ...form, keys };
}

function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) free = `${name} ${number}`;
  return free;
}

/** A row of the map that nothing was typed in yet. */
export const emptyRow: MapRowView = {
  var: "",
  label: "",
  storage: "",
  shown: 1,
  required: false,
  type: "var",
  link: "",
  readOnly: false,
  target: "",
  class: "",
};

export const emptySelection: SelectionView = { var: "", value: "", text: "" };

/**
 * The findings that may be said by now. That something is needed is held back in a new source and in a
 * row that was just added, until a save was tried: nobody is corrected before they begin.
 */
export function toldFindings(
  findings: readonly SourceFindingView[],
  draft: SourceDraft,
  wasTried: boolean,
): SourceFindingView[] {
  const isBegun = ({ key, row }: SourceFindingView) => {
    if (row === null) return false;
    const texts =
      key === "Map"
        ? [draft.map.items[row]?.var, draft.map.items[row]?.label, draft.map.items[row]?.storage]
        : Object.values(draft.selections.items[row] ?? {});
    return texts.some((text) => typeof text === "string" && text !== "");
  };
  return findings.filter(
    (finding) => wasTried || finding.problem.kind !== "required" || isBegun(finding),
  );
}
