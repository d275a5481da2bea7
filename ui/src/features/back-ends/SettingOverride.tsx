import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { overrideSetting } from "../../api/systemSettings";
import type { SystemSettingView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { TextField } from "../../kit/TextField";
import { overrideProblemWords, readWords } from "./settingWords";

type Props = { setting: SystemSettingView; onClose: () => void };

/** Puts a value over a setting that was read, or takes it away. */
export function SettingOverride({ setting, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [value, setValue] = useState(setting.value);
  const override = useMutation(overrideSetting(client));
  const { name } = setting;
  const problem = override.data?.kind === "refused" ? override.data.problem : null;
  const send = (sent: string | null) =>
    override.mutate(
      { name, value: sent },
      { onSuccess: (answer) => answer.kind === "saved" && onClose() },
    );
  return (
    <Dialog
      title={t("backEnds.settings.dialog", { name })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("common.cancel")}
          </Button>
          {setting.read === null ? null : (
            <Button isDisabled={override.isPending} onPress={() => send(null)}>
              {t("backEnds.settings.takeAway")}
            </Button>
          )}
          <Button variant="primary" isDisabled={override.isPending} onPress={() => send(value)}>
            {t("backEnds.settings.save")}
          </Button>
        </>
      }
    >
      <p>{t("backEnds.settings.dialogText")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(value);
        }}
      >
        <TextField
          label={t("backEnds.settings.value")}
          autoFocus
          autoComplete="off"
          spellCheck="false"
          value={value}
          onChange={(typed) => {
            setValue(typed);
            override.reset();
          }}
          hint={setting.read === null ? undefined : readWords(t, setting.read)}
          error={problem ? overrideProblemWords(t, problem) : null}
        />
      </form>
      {override.error ? <ErrorNote error={override.error} onRetry={() => send(value)} /> : null}
    </Dialog>
  );
}
