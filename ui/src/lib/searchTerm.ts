/** A term that finds the text with every sign in it taken as it stands; a quote cannot be. */
export function quotedTerm(text: string): string {
  return `"${text.trim().replaceAll('"', "")}"`;
}

/** A term that finds the text as it stands: quoted where it holds signs of the search language. */
export function literalTerm(text: string): string {
  const plain = /^[\p{L}\p{N}._@-]+$/u.test(text);
  return plain || text.includes('"') ? text : quotedTerm(text);
}
