import { useTranslation } from "react-i18next";

/** Numbers and times as the reader's language writes them. */
export type Format = {
  number: (value: number) => string;
  /** Short, for the navigation: 1.2 M. */
  compact: (value: number) => string;
  /** A time given as RFC 3339: day, month, year. */
  date: (time: string) => string;
  /** The time of day. */
  clock: (time: string) => string;
  /** Day and time of day. */
  moment: (time: string) => string;
  /** Whether a time is of the day that it is now. */
  isToday: (time: string) => boolean;
};

/** Makes the formats of a language. */
export function formatFor(language: string): Format {
  // British order of day and month: English here is read in Europe first.
  const locale = language === "en" ? "en-GB" : language;
  const number = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(language, {
    notation: "compact",
    maximumFractionDigits: 1,
  });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return {
    number: (value) => number.format(value),
    compact: (value) => (value < 10_000 ? number.format(value) : compact.format(value)),
    date: (time) => date.format(new Date(time)),
    clock: (time) => clock.format(new Date(time)),
    moment: (time) => moment.format(new Date(time)),
    isToday: (time) => new Date(time).toDateString() === new Date().toDateString(),
  };
}

/** Formats are dear to make, and every number that is drawn asks for them. */
const made = new Map<string, Format>();

/** The formats of the language in use. */
export function useFormat(): Format {
  const { language } = useTranslation().i18n;
  const format = made.get(language) ?? formatFor(language);
  made.set(language, format);
  return format;
}
