import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { systemSettings } from "../../api/systemSettings";
import type { LoginTestView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Pill } from "../../kit/Pill";
import { classNames } from "../../lib/classNames";
import { cryptType } from "./passwords";
import styles from "./TestLogin.module.css";
import { TestLoginModules } from "./TestLoginModules";

type Props = {
  result: LoginTestView;
  login: string;
  onSetting: (() => void) | null;
  onSetPassword: (() => void) | null;
};

/** What a new password mends. */
const mended: ReadonlySet<LoginTestView["verdict"]> = new Set(["wrong", "noneStored", "unusable"]);

/** How the login would end, what to do about it, and how the password is kept. */
export function TestLoginResult({ result, login, onSetting, onSetPassword }: Props) {
  const { t } = useTranslation();
  const { verdict, name, modules, hasStored, form, weakness } = result;
  const isAccepted = verdict === "accepted";
  const canHelp = weakness !== null || mended.has(verdict);
  // A single table has nothing to add to the verdict.
  const isTableOnly = modules.every(({ outcome }) => outcome.kind === "stored");
  const words = { login, name: name ?? login };
  return (
    <>
      <div className={classNames(styles.verdict, isAccepted ? styles.good : styles.bad)}>
        {isAccepted ? <CircleCheck aria-hidden="true" /> : <CircleX aria-hidden="true" />}
        <div>
          <p className={styles.what}>{t(`loginTest.verdict.${verdict}.what`, words)}</p>
          <p>{t(`loginTest.verdict.${verdict}.todo`, words)}</p>
        </div>
      </div>
      {isTableOnly && modules.length === 1 ? null : <TestLoginModules modules={modules} />}
      {hasStored ? (
        <p className={styles.stored}>
          <span className={styles.quiet}>{t("loginTest.stored")}</span>{" "}
          {form ? t(`loginTest.form.${form}`) : t("loginTest.storedNone")}{" "}
          {weakness ? (
            <Pill tone="warn" dot="half">
              {t("loginTest.weak")}
            </Pill>
          ) : null}
        </p>
      ) : null}
      {weakness ? (
        <div className={classNames(styles.verdict, styles.warn)}>
          <TriangleAlert aria-hidden="true" />
          <div>
            <p>{t(`loginTest.weakness.${weakness}`)}</p>
            <Remedy />
          </div>
        </div>
      ) : null}
      {canHelp ? (
        <div className={styles.ways}>
          {weakness && onSetting ? (
            <Button variant="quiet" onPress={onSetting}>
              {t("loginTest.setting")}
            </Button>
          ) : null}
          {onSetPassword ? (
            <Button onPress={onSetPassword}>{t("loginTest.setPassword")}</Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

/** How the next password would be stored, as far as the settings of the installation tell. */
function Remedy() {
  const { t } = useTranslation();
  const settings = useQuery(systemSettings()).data;
  const form = settings?.find(({ name }) => name === cryptType)?.value;
  if (!form) return <p>{t("loginTest.remedy")}</p>;
  return (
    <p>
      {form === "bcrypt"
        ? t("loginTest.remedyIs", { form })
        : t("loginTest.remedyIsWeak", { form })}
    </p>
  );
}
