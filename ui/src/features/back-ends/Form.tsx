import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sourceOpened, sources } from "../../api/sources";
import type { NewSource } from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { FormInstead, FormPlace } from "../../kit/FormInstead";
import { Waiting } from "../../kit/Waiting";
import { SourceEditor } from "./SourceEditor";
import { besideOthers } from "./sourceDraft";

type Props = {
  of: { id: string } | { new: NewSource };
  onSaved: () => void;
  onCancel: () => void;
};

/** Adds a source, or changes one. */
export function SourceFormView({ of, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const opened = useQuery({ ...sourceOpened(of), refetchOnWindowFocus: false });
  const isNew = "new" in of;
  const others = useQuery({ ...sources(), enabled: isNew });
  const back = <Button onPress={onCancel}>{t("backEnds.form.back")}</Button>;
  if (opened.error && toCommandError(opened.error).code === "notFound") {
    const id = "id" in of ? of.id : "";
    return (
      <FormInstead
        title={t("backEnds.form.gone.title")}
        text={t("backEnds.form.gone.text", { id })}
        back={back}
      />
    );
  }
  if (opened.error) {
    return (
      <FormPlace>
        <ErrorNote heading="h1" error={opened.error} onRetry={() => void opened.refetch()} />
      </FormPlace>
    );
  }
  if (!opened.data || (isNew && others.isPending)) return <Waiting />;
  const first = isNew ? besideOthers(opened.data, others.data ?? []) : opened.data;
  return <SourceEditor first={first} isNew={isNew} onSaved={onSaved} onCancel={onCancel} />;
}
