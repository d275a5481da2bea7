import { useState } from "react";
import { useTranslation } from "react-i18next";
import { withMirror } from "../../api/mirror";
import type { MirrorView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { FormCell, FormCells, FormRow } from "../../kit/FormRows";
import { Panel } from "../../kit/Panel";
import { TextField } from "../../kit/TextField";
import { MirrorCountry } from "./Country";
import { MirrorErasing } from "./Erasing";
import styles from "./Mirror.module.css";
import type { MirrorAct } from "./useMirror";

type Props = { view: MirrorView; act: MirrorAct };

/** The longest pause is a week, the longest life without a copy a year. */
const most = { minutes: 10_080, days: 366 };

/** How often the installation is copied, how its mirror is kept and read, and the way to be rid of it. */
export function MirrorSettings({ view, act }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [minutes, setMinutes] = useState(String(view.intervalMinutes));
  const [days, setDays] = useState(String(view.retentionDays));
  const [country, setCountry] = useState(view.country);
  const [photos, setPhotos] = useState(view.photos);
  const [isErasing, setIsErasing] = useState(false);
  const interval = numberUpTo(minutes, most.minutes);
  const retention = numberUpTo(days, most.days);
  const isChanged =
    interval !== view.intervalMinutes ||
    retention !== view.retentionDays ||
    country !== view.country ||
    photos !== view.photos;
  const save = () => {
    if (interval === null || retention === null) return;
    const change = { intervalMinutes: interval, retentionDays: retention, country, photos };
    void act((it) => it.save(withMirror(view, change)));
  };
  return (
    <Panel
      title={t("mirror.settings.title")}
      actions={
        <Button isDisabled={!isChanged || interval === null || retention === null} onPress={save}>
          {t("mirror.settings.save")}
        </Button>
      }
    >
      <FormCells>
        <FormRow>
          <FormCell field="interval" columns={6}>
            <TextField
              label={t("mirror.settings.interval")}
              value={minutes}
              onChange={setMinutes}
              inputMode="numeric"
              hint={t("mirror.settings.intervalHint")}
              error={
                interval === null
                  ? t("mirror.settings.notANumber", { most: format.number(most.minutes) })
                  : null
              }
            />
          </FormCell>
          <FormCell field="retention" columns={6}>
            <TextField
              label={t("mirror.settings.retention")}
              value={days}
              onChange={setDays}
              inputMode="numeric"
              hint={t("mirror.settings.retentionHint")}
              error={
                retention === null
                  ? t("mirror.settings.notANumber", { most: format.number(most.days) })
                  : null
              }
            />
          </FormCell>
        </FormRow>
        <FormRow>
          <FormCell field="country" columns={12}>
            <MirrorCountry country={country} onChange={setCountry} />
          </FormCell>
        </FormRow>
        <FormRow>
          <FormCell field="photos" columns={12}>
            <Checkbox
              label={t("mirror.settings.photos")}
              isSelected={photos}
              onChange={setPhotos}
            />
            <p className={styles.hint}>{t("mirror.settings.photosHint")}</p>
          </FormCell>
        </FormRow>
      </FormCells>
      <div className={styles.disk}>
        <p>{t("mirror.settings.size", { size: sizeWords(format.number, view.kibibytes) })}</p>
        <Button onPress={() => setIsErasing(true)}>{t("mirror.erase.open")}</Button>
      </div>
      {isErasing ? <MirrorErasing act={act} onClose={() => setIsErasing(false)} /> : null}
    </Panel>
  );
}

/** What was typed as a whole number from 1 on; `null` if it is none, or too large. */
function numberUpTo(text: string, largest: number): number | null {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= largest ? number : null;
}

function sizeWords(number: (value: number) => string, kibibytes: number): string {
  if (kibibytes < 1024) return `${number(kibibytes)} KiB`;
  return `${number(Math.round(kibibytes / 102.4) / 10)} MiB`;
}
