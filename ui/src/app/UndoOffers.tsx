import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { appStart } from "../api/app";
import { UndoContext, type UndoOffer } from "../api/undo";
import type { FindingView } from "../bridge/bindings";
import { commandKey } from "../i18n/commandKey";
import { fieldName } from "../i18n/fieldLabel";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { ErrorNote } from "../kit/ErrorNote";
import { useToast } from "../kit/Toast";

/** Why something was not taken back. */
type Trouble = { offer: UndoOffer } & ({ error: unknown } | { findings: FindingView[] });

/** Offers to take the last save back, for some seconds, in whatever view the reader is by then. */
export function UndoOffers({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const takeOff = useRef(() => {});
  const installation = useQuery({ ...appStart(), enabled: false }).data?.installation.id;

  // A save of one installation is never taken back in another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the installation is what it is about
  useEffect(() => () => takeOff.current(), [installation]);

  const { show, run } = useMemo(() => {
    const takeBack = (offer: UndoOffer) => {
      setTrouble(null);
      offer.run?.().then(
        (end) => {
          if (end.kind === "refused") setTrouble({ offer, findings: end.findings });
          else if (end.kind === "putOff") offerBack(offer);
          else toast(end.kind === "undone" ? offer.done : t("undo.left"));
        },
        (error: unknown) => setTrouble({ offer, error }),
      );
    };
    const offerBack = (offer: UndoOffer) => {
      if (!offer.run) return void toast(offer.text);
      takeOff.current = toast(offer.text, {
        label: t("undo.action"),
        key: { letter: "z", words: `${commandKey(t)} Z` },
        onAct: () => takeBack(offer),
      });
    };
    return { show: offerBack, run: takeBack };
  }, [t, toast]);

  return (
    <UndoContext value={show}>
      {children}
      {trouble ? (
        <UndoTrouble
          trouble={trouble}
          onRetry={() => run(trouble.offer)}
          onClose={() => setTrouble(null)}
        />
      ) : null}
    </UndoContext>
  );
}

function fieldNames(t: TFunction, { offer, findings }: Extract<Trouble, { findings: unknown }>) {
  const names = findings.map(({ field }) => fieldName(t, offer.fields, field));
  return [...new Set(names)].join(", ");
}

type TroubleProps = { trouble: Trouble; onRetry: () => void; onClose: () => void };

function UndoTrouble({ trouble, onRetry, onClose }: TroubleProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      role="alertdialog"
      title={t("undo.failed")}
      onClose={onClose}
      actions={<Button onPress={onClose}>{t("common.close")}</Button>}
    >
      {"error" in trouble ? (
        <ErrorNote error={trouble.error} onRetry={onRetry} />
      ) : (
        <p>{t("undo.refused", { fields: fieldNames(t, trouble) })}</p>
      )}
    </Dialog>
  );
}
