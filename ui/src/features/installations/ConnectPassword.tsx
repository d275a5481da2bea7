import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionView, InstallationView } from "../../bridge/bindings";
import { PasswordField } from "../../kit/PasswordField";
import { addressOf } from "./connectDraft";
import type { Connect } from "./useConnect";

type Props = {
  connect: Connect;
  stored: { view: InstallationView; connection: ConnectionView } | null;
  error: ReactNode;
};

/** The password of a connection: typed, or the one that is kept as long as it may be used. */
export function ConnectPassword({ connect, stored, error }: Props) {
  const { t } = useTranslation();
  const { draft, change, isKept, isPasswordVoid } = connect;
  const anew =
    stored && isPasswordVoid
      ? t("installations.connect.passwordAnew", {
          address: addressOf(stored.connection),
        })
      : undefined;
  return (
    <PasswordField
      label={t("installations.connect.password")}
      isRequired={!isKept}
      value={draft.password}
      onChange={(password) => change({ password })}
      placeholder={isKept ? "••••••••" : undefined}
      hint={isKept ? t("installations.connect.passwordKept") : anew}
      error={error && anew ? anew : error}
    />
  );
}
