import type { TFunction } from "i18next";
import type { Encryption, TestFound } from "../bridge/bindings";
import type { Format } from "./format";

/** What a step of a test found, in words. */
export function foundWords(t: TFunction, format: Format, found: TestFound): string {
  switch (found.kind) {
    case "nothing":
      return "";
    case "address":
      return t("installations.test.address", found);
    case "encryption":
      return encryptionWords(t, format, found.encryption);
    case "server":
      return found.server;
    case "database":
      return found.database;
    case "tables":
      return found.tables
        .map(({ table, rows }) =>
          t("installations.test.table", { table, number: format.number(rows) }),
        )
        .join(", ");
    case "noTable":
      return t("installations.test.noTable", found);
  }
}

function encryptionWords(t: TFunction, format: Format, encryption: Encryption): string {
  if (encryption.kind === "none") return t("installations.test.notEncrypted");
  if (encryption.kind === "unseen") return t("installations.test.encrypted");
  const { days, ...certificate } = encryption;
  if (days < 0) return t("installations.test.certificateOver", certificate);
  const number = format.number(days);
  return t("installations.test.certificate", { ...certificate, count: days, number });
}
