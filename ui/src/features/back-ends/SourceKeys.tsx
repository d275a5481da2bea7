import { memo, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BackEndKind, SourceGroup, SourceKeyView, SourceProblem } from "../../bridge/bindings";
import { SettingField } from "../../kit/SettingField";
import { SettingSecret } from "../../kit/SettingSecret";
import { SettingSelect } from "../../kit/SettingSelect";
import { DirectoryWarnings } from "./SourceDirectoryWarnings";
import styles from "./SourceForm.module.css";
import type { SecretStanding } from "./sourceSecret";
import { isTlsMode, modeOf, tlsChoices } from "./sourceTls";
import { choiceWords, keyWords, secretWords } from "./sourceWords";
import type { EditedSource } from "./useSource";

/** A directory comes before what is read of it. */
const groups: readonly SourceGroup[] = [
  "general",
  "directory",
  "storage",
  "search",
  "display",
  "writing",
  "connection",
];

/** A group that most sources have nothing in: closed as long as that is so. */
const rare: SourceGroup = "connection";

/** All keys of a source, by what they are about. */
export function SourceKeys({ source }: { source: EditedSource }) {
  const { t } = useTranslation();
  const { keys, backEnd } = source.draft.form;
  return groups.map((group) => {
    const own = keys.filter((key) => key.group === group);
    if (own.length === 0) return null;
    const isOfDirectory = backEnd === "directory" && group === "storage";
    const title = t(`backEnds.form.group.${isOfDirectory ? "attributes" : group}`);
    const fields = own.map((key) => (
      <KeyField
        key={key.key}
        of={key}
        backEnd={backEnd}
        finding={source.findings.find((one) => one.key === key.key)?.problem.kind ?? null}
        secret={key.kind === "secret" ? source.secret : null}
        onChange={source.changeKey}
      />
    ));
    if (group !== rare) {
      return (
        <section key={group} className={styles.group}>
          <h2 className={styles.title}>{title}</h2>
          {group === "directory" ? <DirectoryWarnings form={source.draft.form} /> : null}
          {fields}
        </section>
      );
    }
    return (
      <RareGroup
        key={group}
        title={title}
        isSet={own.some((key) => key.value !== "")}
        isWrong={own.some((key) => source.findings.some((one) => one.key === key.key))}
      >
        {fields}
      </RareGroup>
    );
  });
}

type RareProps = { title: string; isSet: boolean; isWrong: boolean; children: ReactNode };

/** A group that opens by itself only if there is something in it. */
function RareGroup({ title, isSet, isWrong, children }: RareProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(isSet);
  return (
    <details
      className={styles.group}
      open={isOpen || isWrong}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className={styles.summary}>
        {isSet ? title : t("backEnds.form.optional", { group: title })}
      </summary>
      {children}
    </details>
  );
}

type FieldProps = {
  of: SourceKeyView;
  backEnd: BackEndKind;
  finding: SourceProblem["kind"] | null;
  /** How the kept secret stands; `null` of a key that is none. */
  secret: SecretStanding | null;
  onChange: (key: string, value: string) => void;
};

/** One key, filled in as its kind asks for. */
const KeyField = memo(function KeyField(props: FieldProps) {
  const { t } = useTranslation();
  const { of, backEnd, finding, secret, onChange } = props;
  const { key, kind, value, byDefault, required, choices } = of;
  const { label, help } = keyWords(t, key, backEnd);
  const isList = kind === "columns" || kind === "list";
  const words = {
    label,
    code: key,
    help: isList ? `${help} ${t("backEnds.form.listHint")}` : help,
    isRequired: required,
    error: finding ? t(`backEnds.form.finding.${finding}`) : null,
  };
  const put = (typed: string) => onChange(key, typed);

  if (kind === "encryption" && isTlsMode(value)) {
    return (
      <div data-field={key}>
        <SettingSelect {...words} {...tlsChoices(t, value)} onChange={(id) => put(modeOf(id))} />
      </div>
    );
  }
  if (secret) {
    const standing = secretWords(t, secret);
    const isNeeded = finding === "required" && secret.kind === "void";
    return (
      <div data-field={key}>
        <SettingSecret
          {...words}
          help={standing ?? help}
          error={isNeeded ? standing : words.error}
          value={value}
          placeholder={secret.kind === "kept" ? "••••••••" : ""}
          onChange={put}
        />
      </div>
    );
  }
  if (kind === "flag" && isFlag(value)) {
    const yesOrNo = byDefault === "1" ? t("backEnds.form.flag.yes") : t("backEnds.form.flag.no");
    return (
      <div data-field={key}>
        <SettingSelect
          {...words}
          value={value === "" ? "default" : value}
          choices={[
            {
              id: "default",
              label: t("backEnds.form.flag.default", { value: yesOrNo.toLocaleLowerCase() }),
            },
            { id: "1", label: t("backEnds.form.flag.yes") },
            { id: "0", label: t("backEnds.form.flag.no") },
          ]}
          onChange={(chosen) => put(chosen === "default" ? "" : chosen)}
        />
      </div>
    );
  }
  if (choices.includes(value)) {
    return (
      <div data-field={key}>
        <SettingSelect
          {...words}
          value={idOf(value)}
          choices={choices.map((choice) => ({
            id: idOf(choice),
            label: choiceWords(t, key, choice),
          }))}
          onChange={(chosen) => put(choices.find((choice) => idOf(choice) === chosen) ?? "")}
        />
      </div>
    );
  }
  return (
    <div data-field={key}>
      <SettingField
        {...words}
        value={value}
        placeholder={byDefault}
        inputMode={kind === "number" ? "numeric" : "text"}
        onChange={put}
      />
    </div>
  );
});

/** A choice needs an id, that of no value too. */
function idOf(choice: string): string {
  return choice === "" ? "default" : choice;
}

/** Whether a flag has a value that a choice can show; others are left as text, to be mended. */
function isFlag(value: string): value is "" | "0" | "1" {
  return value === "" || value === "0" || value === "1";
}
