import { useTranslation } from "react-i18next";
import type { SettingProblem } from "../../bridge/bindings";

/** What is wrong with a value of a connection, in words. */
export function ConnectFinding({ problem }: { problem: SettingProblem }) {
  const { t } = useTranslation();
  if (problem.kind === "tooLong") {
    return t("installations.connect.finding.tooLong", { limit: problem.limit });
  }
  return t(`installations.connect.finding.${problem.kind}`);
}
