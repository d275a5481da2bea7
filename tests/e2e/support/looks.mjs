// One state of the window, looked at in the sizes and colours there are.
import { assertNoBarriers } from "./axe.mjs";
import { assertNothingCutOff } from "./cut-off.mjs";
import { takePicture } from "./pictures.mjs";
import { SIZES } from "./tour.mjs";

/** Takes a picture in each size and colour, and looks for barriers and for what is cut off. */
export async function lookAround({ driver, page }, view) {
  const [first] = SIZES;
  for (const size of SIZES) {
    await page.resize(...size);
    for (const theme of ["light", "dark"]) {
      await page.run((to) => document.documentElement.setAttribute("data-theme", to), theme);
      const name = `${view}-${theme}-${size.join("x")}`;
      await takePicture(driver, name);
      await assertNothingCutOff(page, name);
      await assertNoBarriers(driver, name);
    }
  }
  await page.run(() => document.documentElement.setAttribute("data-theme", "light"));
  await page.resize(...first);
}

/** Whether two things in the window lie on one another. */
export function overlaps(page, one, other) {
  return page.run(
    (...elements) => {
      const [a, b] = elements.map((element) => element.getBoundingClientRect());
      return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    },
    one,
    other,
  );
}
