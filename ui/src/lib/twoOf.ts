/** Two different numbers from 1 to `count`, by chance, the smaller one first. */
export function twoOf(count: number): [number, number] {
  const one = Math.floor(Math.random() * count);
  const other = (one + 1 + Math.floor(Math.random() * (count - 1))) % count;
  return one < other ? [one + 1, other + 1] : [other + 1, one + 1];
}
