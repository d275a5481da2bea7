import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveSignIn } from "../../api/signIn";
import type {
  SignInFindingView,
  SignInKeyView,
  SignInModuleView,
  SignInRequestKind,
} from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { RadioGroup } from "../../kit/RadioGroup";
import { SettingField } from "../../kit/SettingField";
import { SettingSecret } from "../../kit/SettingSecret";
import { SettingSelect } from "../../kit/SettingSelect";
import { isTlsMode, modeOf, tlsChoices } from "./sourceTls";

type Props = { module: SignInModuleView; onClose: () => void };

/** What a module can be made to ask. */
type Kind = Exclude<SignInRequestKind, "none">;

const kinds: readonly Kind[] = ["directory", "database"];

/** The form's name of the password, which is no setting. */
const secretKey = "SearchUserPw";

/** A module of the sign-in being set up. What is typed goes with the dialog. */
export function SignInDialog({ module, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>(module.kind === "database" ? "database" : "directory");
  const [typed, setTyped] = useState<Partial<Record<string, string>>>({});
  const [password, setPassword] = useState("");
  const [findings, setFindings] = useState<readonly SignInFindingView[]>(module.findings);
  const [error, setError] = useState<unknown>(null);
  const [isSending, setIsSending] = useState(false);
  const id = `Customer::AuthModule${module.number || ""}`;
  const keys = module[kind];
  const shownOf = (key: SignInKeyView) => typed[key.setting] ?? key.value;
  const findingOf = (key: string) => findings.find((one) => one.key === key)?.problem.kind;
  const errorOf = (key: string) => {
    const finding = findingOf(key);
    return finding ? t(`backEnds.signIn.finding.${finding}`) : null;
  };

  async function send(wanted: SignInRequestKind) {
    if (isSending) return;
    setIsSending(true);
    setError(null);
    try {
      const values = keys.map((key) => ({ key: key.key, value: shownOf(key) }));
      const request = { number: module.number, kind: wanted, values, password: password || null };
      const saved = await saveSignIn(client, request);
      setFindings(saved.findings);
      if (saved.findings.length === 0) return onClose();
    } catch (thrown) {
      setError(thrown);
    }
    setIsSending(false);
  }

  return (
    <Dialog
      size="large"
      title={t("backEnds.signIn.dialog", { id })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("common.cancel")}
          </Button>
          {module.kind === "none" ? null : (
            <Button isDisabled={isSending} onPress={() => void send("none")}>
              {t("backEnds.signIn.remove")}
            </Button>
          )}
          <Button variant="primary" isDisabled={isSending} onPress={() => void send(kind)}>
            {t("backEnds.signIn.save")}
          </Button>
        </>
      }
    >
      <p>{t("backEnds.signIn.dialogText")}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(kind);
        }}
      >
        <RadioGroup
          label={t("backEnds.signIn.asks")}
          value={kind}
          choices={kinds.map((one) => ({ id: one, label: t(`backEnds.signIn.kind.${one}`) }))}
          onChange={setKind}
        />
        {keys.map((key) => (
          <div key={key.setting}>
            <KeyField
              of={key}
              value={shownOf(key)}
              error={errorOf(key.key)}
              onChange={(value) => setTyped((before) => ({ ...before, [key.setting]: value }))}
            />
            {key.key === "SearchUserDN" ? (
              <SettingSecret
                label={t("backEnds.signIn.key.SearchUserPw.label")}
                code={`Customer::AuthModule::LDAP::${secretKey}${module.number || ""}`}
                help={t("backEnds.signIn.key.SearchUserPw.help")}
                error={findingOf(secretKey) ? t("backEnds.signIn.secretAnew") : null}
                value={password}
                placeholder={module.secret === "missing" ? "" : "••••••••"}
                onChange={setPassword}
              />
            ) : null}
          </div>
        ))}
        <button type="submit" hidden />
      </form>
      {error ? <ErrorNote error={error} onRetry={() => void send(kind)} /> : null}
    </Dialog>
  );
}

type FieldProps = {
  of: SignInKeyView;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
};

/** One setting, filled in as its kind asks for. */
function KeyField({ of, value, error, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { setting, kind, required, read } = of;
  const key = of.key as KeyName;
  const help = t(`backEnds.signIn.key.${key}.help`);
  const over =
    read === null
      ? ""
      : ` ${t("backEnds.settings.read", { value: read || t("backEnds.settings.none") })}`;
  const words = {
    label: t(`backEnds.signIn.key.${key}.label`),
    code: setting,
    help: help + over,
    isRequired: required,
    error,
  };
  if (kind === "encryption" && isTlsMode(value)) {
    const choices = tlsChoices(t, value);
    return <SettingSelect {...words} {...choices} onChange={(id) => onChange(modeOf(id))} />;
  }
  if (kind === "flag" && (value === "" || value === "0" || value === "1")) {
    const chosen = value === "1" ? "1" : "0";
    return (
      <SettingSelect
        {...words}
        value={chosen}
        choices={[
          { id: "1", label: t("backEnds.form.flag.yes") },
          { id: "0", label: t("backEnds.form.flag.no") },
        ]}
        onChange={onChange}
      />
    );
  }
  return <SettingField {...words} value={value} placeholder="" onChange={onChange} />;
}

/** The settings that a form has words for. */
type KeyName =
  | "Host"
  | "BaseDN"
  | "UID"
  | "SearchUserDN"
  | "GroupDN"
  | "AccessAttr"
  | "UserAttr"
  | "UserSuffix"
  | "AlwaysFilter"
  | "Params"
  | "StartTLS"
  | "Die"
  | "TLSMode"
  | "CAFile"
  | "Table"
  | "CustomerKey"
  | "CustomerPassword"
  | "CryptType"
  | "DSN";
