import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AwayNote } from "./AwayNote";

const source = (id: string, name: string, asOf: string | null) => ({ id, name, asOf });

test("sources that were copied at the same time are named together, each name once", () => {
  const then = "2026-11-20T08:00:00Z";
  render(
    <AwayNote
      away={[
        source("CustomerUser", "Database", then),
        source("CustomerUser1", "Database", then),
        source("CustomerUser2", "Directory", then),
        source("CustomerUser3", "Old directory", null),
      ]}
    />,
  );
  const note = screen.getByText(/These rows are copies/).textContent;
  expect(note).toMatch(
    /copies: Database, Directory as of [^,]+, [^,]+ and Old directory, time unknown/,
  );
});
