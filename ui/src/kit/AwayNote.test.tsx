import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { AwayNote } from "./AwayNote";

describe("the note over copies", () => {
  test("says of when the rows of a source are, or how many there are so far", () => {
    render(
      <AwayNote
        away={[
          { id: "CustomerUser", name: "North", asOf: null, soFar: null },
          { id: "CustomerUser1", name: "", asOf: "2026-11-27T08:00:00Z", soFar: 12_500 },
        ]}
      />,
    );
    expect(screen.getByText(/North, time unknown/)).toBeTruthy();
    expect(screen.getByText(/CustomerUser1, partial with 12,500 so far/)).toBeTruthy();
  });

  test("is not there where all answer", () => {
    const { container } = render(<AwayNote away={[]} />);
    expect(container.textContent).toBe("");
  });
});
