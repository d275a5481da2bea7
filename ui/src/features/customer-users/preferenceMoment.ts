/** The time that a text of seconds since 1970 stands for; `null` if it is none. */
export function momentOf(seconds: string): string | null {
  return /^\d{9,10}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : null;
}
