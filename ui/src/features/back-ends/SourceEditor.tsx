import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BackEndKind, SourceFindingView, SourceForm } from "../../bridge/bindings";
import { commandKey } from "../../i18n/commandKey";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { focusField } from "../../kit/FormRows";
import { Link } from "../../kit/Link";
import { SetupBarButtons, SetupBarWords, SetupPage } from "../../kit/SetupPage";
import { SourceKeys } from "./SourceKeys";
import { SourceMap } from "./SourceMap";
import { SourceSelections } from "./SourceSelections";
import { SourceTest } from "./SourceTest";
import { keyWords } from "./sourceWords";
import { useSource } from "./useSource";

type Props = { first: SourceForm; isNew: boolean; onSaved: () => void; onCancel: () => void };

/** The form over all keys of a source, its map and its drop-downs, with the test beside it. */
export function SourceEditor({ first, isNew, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const source = useSource({ first, isNew, onSaved });
  const name = first.keys.find(({ key }) => key === "Name")?.value || first.id;
  const attend = (field: string) => focusField(form.current, field);
  const save = () => void source.save().then(([finding]) => finding && attend(placeOf(finding)));
  const test = () => void source.test().then(([finding]) => finding && attend(placeOf(finding)));

  return (
    <SetupPage
      ref={form}
      where={`${t("backEnds.title")} · ${first.id}`}
      title={isNew ? t(`backEnds.form.new.${titleOf(first)}`) : name}
      panel={<SourceTest source={source} onTest={test} />}
      panelWidth="narrow"
      failure={source.error ? <ErrorNote error={source.error} onRetry={save} /> : null}
      bar={
        <>
          <SetupBarWords>
            <Attention
              backEnd={source.draft.form.backEnd}
              findings={source.findings}
              onAttend={attend}
              isSaving={source.isSaving}
            />
          </SetupBarWords>
          <SetupBarButtons>
            <Button variant="quiet" onPress={onCancel}>
              {t("forms.bar.cancel")}
            </Button>
            <Button
              variant="primary"
              shortcut={`${commandKey(t)} S`}
              isDisabled={source.isSaving}
              onPress={save}
            >
              {t("forms.bar.save")}
            </Button>
          </SetupBarButtons>
        </>
      }
      onCancel={onCancel}
      onSave={save}
      onTest={test}
      leaving={source.guard}
    >
      <SourceKeys source={source} />
      <SourceMap source={source} />
      <SourceSelections source={source} />
    </SetupPage>
  );
}

function titleOf({ kind, backEnd }: SourceForm) {
  return backEnd === "directory" ? ("directory" as const) : kind;
}

/** Where a finding stands in the form. */
function placeOf({ key, row, column }: SourceFindingView): string {
  return row === null || column === null ? key : `${key} ${row} ${column}`;
}

type AttentionProps = {
  backEnd: BackEndKind;
  findings: readonly SourceFindingView[];
  onAttend: (field: string) => void;
  isSaving: boolean;
};

function Attention({ backEnd, findings, onAttend, isSaving }: AttentionProps) {
  const { t } = useTranslation();
  if (isSaving) return t("forms.bar.saving");
  // One for each key; the map counts as one, and leads to its first wrong cell.
  const firsts = [...new Map(findings.toReversed().map((one) => [one.key, one])).values()];
  if (firsts.length === 0) return null;
  const labelOf = (key: string) => {
    if (key === "Map") return t("backEnds.form.map.title");
    return key === "Selections"
      ? t("backEnds.form.selections.title")
      : keyWords(t, key, backEnd).label;
  };
  return (
    <>
      <span>{t("forms.bar.attention", { count: firsts.length })}</span>
      {firsts.toReversed().map((finding) => (
        <Link key={finding.key} onPress={() => onAttend(placeOf(finding))}>
          {labelOf(finding.key)}
        </Link>
      ))}
    </>
  );
}
