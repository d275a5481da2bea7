import type { CustomerUserRow } from "../bridge/bindings";
import { gridVariables } from "../lib/columns";
import { hueOf, initialsOf } from "../lib/initials";
import { type MarkedText, markedParts } from "../lib/marks";
import type { EarlyColumn } from "./columns";
import { element } from "./element";
import { avatar, grid, recordName } from "./styles";

/** The list as the grid will show it: the heads, and as many rows as fit. */
export function gridOf(
  label: string,
  columns: readonly EarlyColumn[],
  rows: readonly CustomerUserRow[],
  rowHeight: number,
): HTMLElement {
  const style = gridVariables(columns, rowHeight);
  const heads = columns.map((one) =>
    element("span", { is: [grid.cell], role: "columnheader" }, one.label),
  );
  return element(
    "div",
    { is: [grid.grid], role: "grid", "aria-label": label, style },
    element(
      "div",
      { is: [grid.viewport], role: "presentation", style: { overflow: "hidden" } },
      element(
        "div",
        { is: [grid.head], role: "rowgroup" },
        element("div", { is: [grid.row, grid.headRow], role: "row" }, ...heads),
      ),
      element(
        "div",
        { is: [grid.sight], role: "rowgroup", style: { height: "100%" } },
        ...rows.map((row, index) => rowOf(columns, row, index * rowHeight)),
      ),
    ),
  );
}

function rowOf(columns: readonly EarlyColumn[], row: CustomerUserRow, top: number): HTMLElement {
  const isDim = row.validity !== "valid";
  return element(
    "div",
    {
      is: [grid.row, grid.bodyRow, isDim && grid.dim],
      role: "row",
      style: { transform: `translateY(${top}px)` },
    },
    ...columns.map(({ id, text }) =>
      element(
        "span",
        { is: [grid.cell], role: "gridcell" },
        id === "name" ? nameOf(row, text(row)) : textOf(text(row)),
      ),
    ),
  );
}

function nameOf(row: CustomerUserRow, text: MarkedText): HTMLElement {
  const { UserFirstname: first = "", UserLastname: last = "" } = row.values;
  const sign = element(
    "span",
    {
      is: [avatar.avatar, avatar.small, avatar.round],
      "aria-hidden": true,
      style: { "--avatar-hue": String(hueOf(row.login)) },
    },
    initialsOf(first, last),
  );
  const line = element(
    "span",
    { is: [recordName.line] },
    element("span", { is: [recordName.text] }, textOf(text)),
  );
  return element("span", { is: [recordName.name] }, sign, line);
}

function textOf({ text, spans, title }: MarkedText): HTMLElement {
  const parts = markedParts(text, spans).map((part) =>
    part.kind ? element("mark", { "data-kind": part.kind }, part.text) : part.text,
  );
  return element("span", { title }, ...parts);
}
