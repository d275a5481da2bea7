import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { FormCell, FormRow } from "../../kit/FormRows";
import { TextArea } from "../../kit/TextArea";
import { TextField } from "../../kit/TextField";
import styles from "./CachesProgram.module.css";
import { placeholder } from "./cachesDraft";
import type { Caches } from "./useCaches";

type Props = { settings: Caches; errorOf: (field: string) => ReactNode };

/** A program that clears caches, and the consent to it. */
export function CachesProgram({ settings, errorOf }: Props) {
  const { t } = useTranslation();
  const { draft, change } = settings;
  return (
    <>
      <FormRow>
        <FormCell field="path" columns={12}>
          <TextField
            label={t("caches.program.path")}
            hint={t("caches.program.pathHint")}
            isRequired
            autoComplete="off"
            spellCheck="false"
            value={draft.path}
            onChange={(path) => change({ path })}
            error={errorOf("path")}
          />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="arguments" columns={12}>
          <TextArea
            label={t("caches.program.arguments")}
            lines={4}
            hint={t("caches.program.argumentsHint", { placeholder })}
            value={draft.arguments}
            onChange={(given) => change({ arguments: given })}
            error={errorOf("arguments")}
          />
        </FormCell>
      </FormRow>
      <FormRow>
        <FormCell field="agreed" columns={12}>
          <ProgramConsent settings={settings} error={errorOf("agreed")} />
        </FormCell>
      </FormRow>
    </>
  );
}

/** The program as it is now, with what it is known by, and whether it may be run. */
function ProgramConsent({ settings, error }: { settings: Caches; error: ReactNode }) {
  const { t } = useTranslation();
  const { draft, change, program, busy } = settings;
  const sha256 = program?.sha256 ?? draft.agreed;
  return (
    <fieldset aria-label={t("caches.consent.label")} className={styles.consent}>
      {sha256 ? (
        <dl className={styles.file}>
          <dt>{t("caches.consent.path")}</dt>
          <dd>{program?.path ?? draft.path}</dd>
          <dt>{t("caches.consent.sha256")}</dt>
          <dd>{sha256}</dd>
        </dl>
      ) : (
        <p>{t("caches.consent.text")}</p>
      )}
      <div className={styles.choice}>
        <Button
          isDisabled={busy !== null || draft.path.trim() === ""}
          onPress={() => void settings.look()}
        >
          {sha256 ? t("caches.consent.lookAgain") : t("caches.consent.look")}
        </Button>
        {sha256 ? (
          <Checkbox
            label={t("caches.consent.agree")}
            isSelected={draft.agreed === sha256}
            onChange={(agrees) => change({ agreed: agrees ? sha256 : "" })}
          />
        ) : null}
      </div>
      {error ? (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
