// People and secrets of a test's own: words that stand nowhere else, so that each of them is found wherever it is.
import { createHash } from "node:crypto";

const LETTERS = "bcdfghjklmnpqrstvwxz";

/** A word of letters that no language has, another one for each number. */
function word(number) {
  const hash = createHash("sha256").update(`planted ${number}`).digest();
  return [...hash.subarray(0, 10)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

function name(number) {
  const letters = word(number);
  return letters[0].toUpperCase() + letters.slice(1);
}

/** So many people: first and last name, login, e-mail address and what their password is stored as. */
export function people(count) {
  return Array.from({ length: count }, (_, number) => ({
    first: name(5 * number),
    last: name(5 * number + 1),
    login: word(5 * number + 2),
    mail: `${word(5 * number + 3)}@planted.example`,
    password: word(5 * number + 4),
  }));
}

/** Puts them into a table of OTOBO's. */
export function insertionOf(planted) {
  const columns =
    "login, email, customer_id, pw, first_name, last_name, valid_id, create_time, create_by, change_time, change_by";
  const now = "'2024-03-01 08:00:00', 1";
  const rows = planted.map(
    ({ first, last, login, mail, password }) =>
      `('${login}', '${mail}', 'ACME', '${password}', '${first}', '${last}', 1, ${now}, ${now})`,
  );
  return `INSERT INTO customer_user (${columns}) VALUES ${rows.join(", ")}`;
}
