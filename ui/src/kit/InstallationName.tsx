import { useTranslation } from "react-i18next";
import type { InstallationView } from "../bridge/bindings";
import { installationName, installationSign } from "../i18n/installationWords";
import { InstallationCube } from "./InstallationCube";
import styles from "./InstallationName.module.css";

/** An installation in a line: its sign in its colour, and its name. */
export function InstallationName({ installation }: { installation: InstallationView }) {
  const { t } = useTranslation();
  const name = installationName(t, installation);
  return (
    <span className={styles.name} title={name}>
      <InstallationCube
        size="small"
        sign={installationSign(t, installation)}
        hue={installation.hue}
      />
      <span className={styles.text}>{name}</span>
    </span>
  );
}
