import { CopyPlus, KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ConnectionView, Engine, InstallationView, TlsMode } from "../../bridge/bindings";
import { Checkbox } from "../../kit/Checkbox";
import { FormCell, FormCells, FormRow } from "../../kit/FormRows";
import { Swatch } from "../../kit/InstallationCube";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import styles from "./Connect.module.css";
import { ConnectFinding } from "./ConnectFinding";
import { ConnectPassword } from "./ConnectPassword";
import { type ConnectDraft, isLoopback, tlsModeOf, usualPort } from "./connectDraft";
import { hues } from "./hues";
import type { Connect } from "./useConnect";

type Props = {
  connect: Connect;
  stored: { view: InstallationView; connection: ConnectionView } | null;
  installations: readonly InstallationView[];
};

const engines: readonly Engine[] = ["mysql", "postgresql"];
const tlsModes: readonly TlsMode[] = ["verifyFull", "verifyCa", "require", "disable"];

/** What a text field of the form fills in. */
type TextPart = "name" | "hosts" | "database" | "user" | "caFile" | "certificateFile" | "keyFile";

/** The fields of a connection. */
export function ConnectFields({ connect, stored, installations }: Props) {
  const { t } = useTranslation();
  const { draft, change, problems } = connect;
  const errorOf = (field: string) => {
    const problem = problems.get(field);
    return problem ? <ConnectFinding problem={problem} /> : null;
  };

  const text = (part: TextPart) => ({
    value: draft[part],
    onChange: (value: string) => change({ [part]: value }),
    error: errorOf(part),
    autoComplete: "off",
    spellCheck: "false" as const,
  });
  const mode = tlsModeOf(draft);

  return (
    <FormCells>
      <FormRow>
        <FormCell field="name" columns={6}>
          <TextField
            {...text("name")}
            label={t("installations.connect.name")}
            placeholder={t("installations.connect.namePlaceholder")}
            isRequired
          />
        </FormCell>
        <FormCell field="hue" columns={6}>
          <Colour draft={draft} onChange={(hue) => change({ hue })} />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="engine" columns={4}>
          <Select
            label={t("installations.connect.engine")}
            isRequired
            value={draft.engine}
            choices={engines.map((id) => ({ id, label: t(`installations.connect.${id}`) }))}
            onChange={(engine) => change({ engine })}
          />
        </FormCell>
        <FormCell field="hosts" columns={6}>
          <TextField
            {...text("hosts")}
            label={t("installations.connect.hosts")}
            hint={t("installations.connect.hostsHint")}
            isRequired
          />
        </FormCell>
        <FormCell field="port" columns={2}>
          <TextField
            label={t("installations.connect.port")}
            inputMode="numeric"
            autoComplete="off"
            value={draft.port}
            placeholder={usualPort(draft.engine)}
            error={errorOf("port")}
            onChange={(port) => change({ port })}
          />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="database" columns={4}>
          <TextField {...text("database")} label={t("installations.connect.database")} isRequired />
        </FormCell>
        <FormCell field="user" columns={4}>
          <TextField {...text("user")} label={t("installations.connect.user")} isRequired />
        </FormCell>
        <FormCell field="password" columns={4}>
          <ConnectPassword connect={connect} stored={stored} error={errorOf("password")} />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="tlsMode" columns={6}>
          <Select
            label={t("installations.connect.tls")}
            value={mode}
            choices={tlsModes.map((id) => ({
              id,
              label: t(`installations.connect.tlsMode.${id}`),
            }))}
            hint={tlsHint()}
            onChange={(tlsMode) => change({ tlsMode })}
          />
        </FormCell>
        <FormCell field="caFile" columns={6}>
          <TextField
            {...text("caFile")}
            label={t("installations.connect.caFile")}
            hint={t("installations.connect.caFileHint")}
          />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="certificateFile" columns={6}>
          <TextField
            {...text("certificateFile")}
            label={t("installations.connect.certificateFile")}
            hint={t("installations.connect.pemHint")}
          />
        </FormCell>
        <FormCell field="keyFile" columns={6}>
          <TextField {...text("keyFile")} label={t("installations.connect.keyFile")} />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="readOnly" columns={12}>
          <Checkbox
            label={t("installations.connect.readOnly")}
            isSelected={draft.readOnly}
            onChange={(readOnly) => change({ readOnly })}
          />
        </FormCell>
      </FormRow>
      <KeptNote installations={installations} />
      {stored === null ? <MirrorNote /> : null}
    </FormCells>
  );

  function tlsHint(): string | undefined {
    if (mode === "require") return t("installations.connect.tlsRequireHint");
    if (mode !== "disable") return undefined;
    return isLoopback(draft.hosts)
      ? t("installations.connect.tlsLoopbackHint")
      : t("installations.connect.tlsDisableHint");
  }
}

function Colour({ draft, onChange }: { draft: ConnectDraft; onChange: (hue: number) => void }) {
  const { t } = useTranslation();
  const known = hues.find((one) => one.hue === draft.hue);
  const choices = [
    ...hues.map(({ id, hue }) => ({
      id: String(hue),
      label: t(`installations.hue.${id}`),
      icon: <Swatch hue={hue} />,
    })),
    ...(known
      ? []
      : [
          {
            id: String(draft.hue),
            label: t("installations.hue.other"),
            icon: <Swatch hue={draft.hue} />,
          },
        ]),
  ];
  return (
    <Select
      label={t("installations.connect.colour")}
      value={String(draft.hue)}
      choices={choices}
      onChange={(hue) => onChange(Number(hue))}
    />
  );
}

/** Where the password goes, as far as the other installations tell. */
function KeptNote({ installations }: { installations: readonly InstallationView[] }) {
  const { t } = useTranslation();
  const states = installations.map((one) => one.secret);
  const where = states.includes("sessionOnly")
    ? "sessionOnly"
    : states.includes("keyring")
      ? "keyring"
      : "unknown";
  return (
    <p className={styles.kept}>
      <KeyRound aria-hidden="true" />
      {t(`installations.connect.kept.${where}`)}
    </p>
  );
}

/** That a copy is made as soon as the installation is connected. */
function MirrorNote() {
  const { t } = useTranslation();
  return (
    <p className={styles.kept}>
      <CopyPlus aria-hidden="true" />
      {t("installations.connect.mirrored")}
    </p>
  );
}
