import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CachesView, CommandError, KeyringState } from "../../bridge/bindings";
import { errorWords } from "../../i18n/errorWords";
import { Checkbox } from "../../kit/Checkbox";
import { FormCell, FormCells, FormRow } from "../../kit/FormRows";
import { PasswordField } from "../../kit/PasswordField";
import { RadioGroup } from "../../kit/RadioGroup";
import { TextField } from "../../kit/TextField";
import { CachesProgram } from "./CachesProgram";
import { ConnectFinding } from "./ConnectFinding";
import { usualPort } from "./cachesDraft";
import type { Caches } from "./useCaches";

type Props = {
  settings: Caches;
  /** Whether there is a keyring for a password. */
  keyring: KeyringState;
};

const kinds: readonly CachesView["kind"][] = ["none", "redis", "program"];

/** The fields of a way of clearing. */
export function CachesFields({ settings, keyring }: Props) {
  const { t } = useTranslation();
  const { draft, change, problems, faulty } = settings;
  const errorOf = (field: string): ReactNode => {
    const problem = problems.get(field);
    if (problem) return <ConnectFinding problem={problem} />;
    return field === "path" && faulty ? <CachesFault error={faulty} /> : null;
  };
  return (
    <FormCells>
      <FormRow>
        <FormCell field="kind" columns={12}>
          <RadioGroup
            label={t("caches.kind.label")}
            value={draft.kind}
            choices={kinds.map((id) => ({ id, label: t(`caches.kind.${id}`) }))}
            onChange={(kind) => change({ kind })}
            hint={t(`caches.kind.${draft.kind}Hint`)}
          />
        </FormCell>
      </FormRow>
      {draft.kind === "redis" ? (
        <RedisFields settings={settings} errorOf={errorOf} keyring={keyring} />
      ) : null}
      {draft.kind === "program" ? <CachesProgram settings={settings} errorOf={errorOf} /> : null}
    </FormCells>
  );
}

/** Why a program would not be run, and what would do. */
function CachesFault({ error }: { error: CommandError }) {
  const { t } = useTranslation();
  const { what, todo } = errorWords(t, error);
  return (
    <>
      {what}. {todo}
    </>
  );
}

type RedisProps = Props & { errorOf: (field: string) => ReactNode };

function RedisFields({ settings, errorOf, keyring }: RedisProps) {
  const { t } = useTranslation();
  const { draft, change, isKept } = settings;
  const text = (part: "host" | "port" | "database" | "caFile" | "user") => ({
    value: draft[part],
    onChange: (value: string) => change({ [part]: value }),
    error: errorOf(part),
    autoComplete: "off",
    spellCheck: "false" as const,
  });
  const keeps = isKept && !draft.withoutPassword;
  return (
    <>
      <FormRow>
        <FormCell field="host" columns={6}>
          <TextField {...text("host")} label={t("caches.redis.host")} isRequired />
        </FormCell>
        <FormCell field="port" columns={3}>
          <TextField
            {...text("port")}
            label={t("caches.redis.port")}
            inputMode="numeric"
            placeholder={usualPort}
          />
        </FormCell>
        <FormCell field="database" columns={3}>
          <TextField
            {...text("database")}
            label={t("caches.redis.database")}
            inputMode="numeric"
            placeholder="0"
          />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="user" columns={6}>
          <TextField
            {...text("user")}
            label={t("caches.redis.user")}
            hint={t("caches.redis.userHint")}
          />
        </FormCell>
        <FormCell field="password" columns={6}>
          <PasswordField
            label={t("caches.redis.password")}
            value={draft.password}
            onChange={(password) => change({ password })}
            placeholder={keeps ? "••••••••" : undefined}
            hint={
              keeps
                ? t("installations.connect.passwordKept")
                : t(`caches.redis.passwordHint.${keyring}`)
            }
            error={errorOf("password")}
          />
        </FormCell>
      </FormRow>
      {isKept ? (
        <FormRow>
          <FormCell field="withoutPassword" columns={12}>
            <Checkbox
              label={t("caches.redis.withoutPassword")}
              isSelected={draft.withoutPassword}
              onChange={(withoutPassword) => change({ withoutPassword })}
            />
          </FormCell>
        </FormRow>
      ) : null}
      <FormRow>
        <FormCell field="encrypted" columns={6}>
          <Checkbox
            label={t("caches.redis.encrypted")}
            isSelected={draft.encrypted}
            onChange={(encrypted) => change({ encrypted })}
          />
          {draft.encrypted ? null : <p>{t("installations.connect.tlsDisableHint")}</p>}
        </FormCell>
        {draft.encrypted ? (
          <FormCell field="caFile" columns={6}>
            <TextField
              {...text("caFile")}
              label={t("installations.connect.caFile")}
              hint={t("installations.connect.caFileHint")}
            />
          </FormCell>
        ) : null}
      </FormRow>
    </>
  );
}
