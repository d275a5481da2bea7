import { useState } from "react";
import { useTranslation } from "react-i18next";
import { withMirror } from "../../api/mirror";
import type { MirrorSourceView, MirrorView } from "../../bridge/bindings";
import { fieldLabel } from "../../i18n/fieldLabel";
import { useFormat } from "../../i18n/format";
import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { Dialog } from "../../kit/Dialog";
import styles from "./Mirror.module.css";
import type { MirrorAct } from "./useMirror";

type Props = { view: MirrorView; source: MirrorSourceView; act: MirrorAct };

/** What is mirrored of a source, and the way to keep fields out. */
export function MirrorFields(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { fields, name, id, photos } = props.source;
  const number = format.number(fields.filter((field) => field.mirrored).length);
  const total = format.number(fields.length);
  return (
    <p className={styles.fields}>
      {t("mirror.fields.words", { number, total })}
      {photos === null ? null : (
        <span>{t(photos ? "mirror.fields.photos" : "mirror.fields.noPhotos")}</span>
      )}
      <Button
        variant="quiet"
        aria-label={t("mirror.fields.openNamed", { name: name || id })}
        onPress={() => setIsOpen(true)}
      >
        {t("mirror.fields.open")}
      </Button>
      {isOpen ? <Choice {...props} onClose={() => setIsOpen(false)} /> : null}
    </p>
  );
}

function Choice({ view, source, act, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const [out, setOut] = useState<ReadonlySet<string>>(
    () => new Set(source.fields.filter((field) => !field.mirrored).map((field) => field.var)),
  );
  const toggle = (name: string, isMirrored: boolean) => {
    const next = new Set(out);
    if (isMirrored) next.delete(name);
    else next.add(name);
    setOut(next);
  };

  async function save() {
    const others = withMirror(view, {}).keptOut.filter((one) => one.source !== source.id);
    const mine = [...out].map((name) => ({ source: source.id, var: name }));
    await act((it) => it.save(withMirror(view, { keptOut: [...others, ...mine] })));
    onClose();
  }

  return (
    <Dialog
      title={t("mirror.fields.title", { name: source.name || source.id })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" onPress={() => void save()}>
            {t("mirror.fields.save")}
          </Button>
        </>
      }
    >
      <p>{t("mirror.fields.text")}</p>
      <ul className={styles.choices}>
        {source.fields.map((field) => (
          <li key={field.var}>
            <Checkbox
              label={fieldLabel(t, field)}
              isSelected={!out.has(field.var)}
              onChange={(isMirrored) => toggle(field.var, isMirrored)}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
