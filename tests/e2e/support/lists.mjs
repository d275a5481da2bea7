// Lists, read the way people do: from the top, row by row.
import { until } from "./until.mjs";

/** The rows that are drawn, from the top, each as the texts of its cells. */
export async function rowsOf(page) {
  return page.run(() => {
    const rowIndex = (row) => Number(row.getAttribute("aria-rowindex"));
    const textOf = (cell) => {
      const said = cell.cloneNode(true);
      for (const hidden of said.querySelectorAll("[aria-hidden=true]")) hidden.remove();
      return said.textContent.trim();
    };
    return [...document.querySelectorAll("[role=grid] [role=row]")]
      .filter((row) => rowIndex(row) > 1)
      .sort((one, other) => rowIndex(one) - rowIndex(other))
      .map((row) => [...row.querySelectorAll("[role=gridcell]")].map(textOf));
  });
}

/** Waits until the rows are as wanted, and returns them. */
export async function rowsWhen(page, what, areWanted) {
  return until(what, async () => {
    const rows = await rowsOf(page);
    return rows.length > 0 && areWanted(rows) && rows;
  });
}

/**
 * The heads of the columns, from the left. As the page itself gives their text: the driver's own way
 * takes words that may be cut for words that nobody sees.
 */
export async function columnsOf(page) {
  const heads = await page.all("columnheader");
  const texts = await Promise.all(heads.map((head) => head.getAttribute("innerText")));
  return texts.map((text) => text.trim());
}
