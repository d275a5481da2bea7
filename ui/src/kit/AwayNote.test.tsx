import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { AwayView } from "../bridge/bindings";
import { AwayNote } from "./AwayNote";

const then = "2026-11-27T08:00:00Z";

function source(id: string, name: string, more: Partial<AwayView> = {}): AwayView {
  return { id, name, asOf: null, soFar: null, ...more };
}

describe("the note over copies", () => {
  test("says of when the rows of a source are, or how many there are so far", () => {
    const partial = source("CustomerUser1", "", { asOf: then, soFar: 12_500 });
    render(<AwayNote away={[source("CustomerUser", "North"), partial]} />);
    expect(screen.getByText(/North, time unknown/)).toBeTruthy();
    expect(screen.getByText(/CustomerUser1, partial with 12,500 so far/)).toBeTruthy();
  });

  test("names those together that were copied at the same time, each name once", () => {
    const away = [
      source("CustomerUser", "Database", { asOf: then }),
      source("CustomerUser1", "Database", { asOf: then }),
      source("CustomerUser2", "Directory", { asOf: then }),
      source("CustomerUser3", "Old directory"),
    ];
    render(<AwayNote away={away} />);
    expect(screen.getByText(/These rows are copies/).textContent).toMatch(
      /copies: Database, Directory as of [^,]+, [^,]+ and Old directory, time unknown/,
    );
  });

  test("is not there where all answer", () => {
    const { container } = render(<AwayNote away={[]} />);
    expect(container.textContent).toBe("");
  });
});
