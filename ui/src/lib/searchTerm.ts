/** A term that finds the text with every sign in it taken as it stands; a quote cannot be. */
export function quotedTerm(text: string): string {
  return `"${text.trim().replaceAll('"', "")}"`;
}

/** Signs and words that the search language takes for more than letters. */
const operators = /[+*%_!"&|()\\]|(^|\s)(AND|OR)(\s|$)/;

/**
 * A term that finds each of several plain words somewhere; `null` where there is one word only, or where
 * the search language was used already. A space is a letter to it (C22, C23).
 */
export function allWordsTerm(term: string): string | null {
  const words = term.trim().split(/\s+/);
  return words.length < 2 || operators.test(term) ? null : words.join("+");
}

/** A term that finds the text as it stands: quoted where it holds signs of the search language. */
export function literalTerm(text: string): string {
  const plain = /^[\p{L}\p{N}._@-]+$/u.test(text);
  return plain || text.includes('"') ? text : quotedTerm(text);
}
