/** The accents that can be chosen, by name. */
export const hues = [
  { id: "blue", hue: 255 },
  { id: "green", hue: 145 },
  { id: "amber", hue: 70 },
  { id: "red", hue: 25 },
  { id: "violet", hue: 300 },
  { id: "teal", hue: 200 },
  { id: "pink", hue: 345 },
] as const;

export type HueName = (typeof hues)[number]["id"];

/** The first accent that no installation has yet, so that no two look the same. */
export function freeHue(taken: readonly number[]): number {
  return (hues.find(({ hue }) => !taken.includes(hue)) ?? hues[0]).hue;
}
