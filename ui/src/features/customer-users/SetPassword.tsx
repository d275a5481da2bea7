import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AppView, CustomerUserView, FindingView } from "../../bridge/bindings";
import { fieldName } from "../../i18n/fieldLabel";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { FormFinding } from "../../kit/FormFinding";
import { PasswordField } from "../../kit/PasswordField";
import { RadioGroup } from "../../kit/RadioGroup";
import { SaveFailure } from "../../kit/SaveFailure";
import { SavingWords } from "../../kit/SavingWords";
import { useToast } from "../../kit/Toast";
import { FormGeneratedPassword } from "./FormGeneratedPassword";
import styles from "./SetPassword.module.css";
import { useSetPassword } from "./useSetPassword";
import { WeakForm } from "./WeakForm";

type Props = {
  record: CustomerUserView;
  app: AppView;
  onClose: () => void;
  onEdit: () => void;
};

const kinds = ["generate", "typed"] as const;

/** Sets a customer user's password and nothing else. */
export function SetPassword({ record, app, onClose, onEdit }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const name = record.displayName || record.login;
  const [kind, setKind] = useState<(typeof kinds)[number]>("generate");
  const [typed, setTyped] = useState("");
  const [generated, setGenerated] = useState<string | null>(null);
  const { isSetting, findings, error, set } = useSetPassword(record);
  const own = findings.find(({ field }) => field === "UserPassword")?.problem;
  const others = findings.filter(({ field }) => field !== "UserPassword");

  async function save() {
    const answer = await set(kind === "typed" ? { kind, password: typed } : { kind });
    if (!answer) return;
    if (answer.generatedPassword !== null) return setGenerated(answer.generatedPassword);
    toast(t("setPassword.done", { name }));
    onClose();
  }

  if (generated !== null) {
    return (
      <FormGeneratedPassword
        name={name}
        login={record.login}
        password={generated}
        onClose={onClose}
      />
    );
  }
  const problem = own ? (
    <FormFinding problem={own} value={typed} hasLines={false} onPut={setTyped} />
  ) : null;
  return (
    <Dialog
      title={t("setPassword.title", { name })}
      onClose={onClose}
      actions={
        <>
          <p role="status" className={styles.state}>
            {isSetting ? <SavingWords /> : null}
          </p>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" isPending={isSetting} onPress={() => void save()}>
            {t("setPassword.save")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <RadioGroup
          label={t("setPassword.choice")}
          value={kind}
          choices={kinds.map((id) => ({ id, label: t(`forms.password.${id}`) }))}
          onChange={setKind}
          hint={kind === "generate" ? t("forms.password.generateHint") : undefined}
          error={kind === "generate" ? problem : null}
        />
        {kind === "typed" ? (
          <PasswordField
            label={t("forms.password.new")}
            autoComplete="new-password"
            autoFocus
            value={typed}
            onChange={setTyped}
            hint={t("forms.password.typedHint")}
            error={problem}
          />
        ) : null}
      </form>
      <WeakForm />
      <p>{t("setPassword.note")}</p>
      {others.length > 0 ? (
        <div role="alert">
          <p>{t("setPassword.refused", { fields: namesOf(t, app, record, others) })}</p>
          <Button onPress={onEdit}>{t("setPassword.openForm")}</Button>
        </div>
      ) : null}
      {error ? <SaveFailure error={error} onRetry={() => void save()} /> : null}
    </Dialog>
  );
}

function namesOf(
  t: TFunction,
  app: AppView,
  record: CustomerUserView,
  findings: readonly FindingView[],
): string {
  const fields = app.sources.find((one) => one.id === record.source)?.fields ?? [];
  return findings.map(({ field }) => fieldName(t, fields, field)).join(", ");
}
