import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { installationConnection, installations } from "../../api/installations";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { FormInstead, FormPlace } from "../../kit/FormInstead";
import { Waiting } from "../../kit/Waiting";
import { ConnectForm } from "./ConnectForm";
import { draftOf, newDraft } from "./connectDraft";
import type { SavedConnection } from "./useConnect";

type Props = {
  /** The installation to change; `null` to connect one. */
  id: string | null;
  onSaved: (saved: SavedConnection) => void;
  onCancel: () => void;
};

/** Connects an OTOBO database, or changes how one is reached. */
export function ConnectView({ id, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const all = useQuery(installations());
  const reached = useQuery({
    ...installationConnection(id ?? ""),
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
  });
  const error = all.error ?? reached.error;
  const back = <Button onPress={onCancel}>{t("installations.connect.back")}</Button>;

  if (error) {
    const retry = () => {
      void all.refetch();
      if (id !== null) void reached.refetch();
    };
    return (
      <FormPlace>
        <ErrorNote heading="h1" error={error} onRetry={retry} />
      </FormPlace>
    );
  }
  if (!all.data || (id !== null && reached.isPending)) return <Waiting />;
  const form = { installations: all.data, onSaved, onCancel };
  if (id === null) return <ConnectForm {...form} stored={null} first={newDraft(all.data)} />;
  const view = all.data.find((one) => one.id === id);
  if (!view) {
    return (
      <FormInstead
        title={t("installations.connect.gone.title")}
        text={t("installations.connect.gone.text")}
        back={back}
      />
    );
  }
  const connection = reached.data;
  if (!connection) {
    return (
      <FormInstead
        title={t("installations.connect.local.title")}
        text={t("installations.connect.local.text")}
        back={back}
      />
    );
  }
  return <ConnectForm {...form} stored={{ view, connection }} first={draftOf(view, connection)} />;
}
