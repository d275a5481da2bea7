import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SourceForm } from "../../bridge/bindings";
import styles from "./SourceForm.module.css";
import { type DirectoryRisk, directoryRisks } from "./sourceRisks";

/** What the settings of a directory risk, in plain words. */
export function DirectoryWarnings({ form }: { form: SourceForm }) {
  const risks = directoryRisks(form);
  if (risks.length === 0) return null;
  return (
    <ul role="status" className={styles.risks}>
      {risks.map((risk) => (
        <Risk key={risk} risk={risk} />
      ))}
    </ul>
  );
}

function Risk({ risk }: { risk: DirectoryRisk }) {
  const { t } = useTranslation();
  return (
    <li className={styles.risk}>
      <TriangleAlert aria-hidden="true" />
      <span>{t(`backEnds.form.risk.${risk}`)}</span>
    </li>
  );
}
