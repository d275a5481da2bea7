import type { CustomerUserRow } from "../bridge/bindings";
import { fieldText, type MarkedText, marksIn, type Span } from "./marks";

/** "Last, First", marked in both; the username of who has no name. */
export function nameText(row: CustomerUserRow): MarkedText {
  const last = row.values.UserLastname ?? "";
  const first = row.values.UserFirstname ?? "";
  if (last === "" && first === "") return { text: row.login, spans: [], title: row.login };
  const comma = last !== "" && first !== "" ? ", " : "";
  const text = `${last}${comma}${first}`;
  const firstMarks = moved(marksIn(row, "UserFirstname"), last.length + comma.length);
  return { text, spans: [...marksIn(row, "UserLastname"), ...firstMarks], title: text };
}

/** The customer's name; the ID too if that is why the row was found, or alone if nobody has it. */
export function customerText(row: CustomerUserRow): MarkedText {
  const { customerName: name } = row;
  const id = fieldText(row, "UserCustomerID");
  if (name === null) return id;
  if (id.spans.length === 0) return { text: name, spans: [], title: name };
  return { text: `${id.text} ${name}`, spans: id.spans, title: `${name} (${id.text})` };
}

function moved(spans: readonly Span[], by: number): Span[] {
  return spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by }));
}
