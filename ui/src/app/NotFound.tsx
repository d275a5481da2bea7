import { useNavigate } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState, Way, Ways } from "../kit/EmptyState";
import styles from "./FullPage.module.css";

/** Stands at an address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className={styles.page}>
      <EmptyState heading="h1" title={t("shell.notFound.title")} text={t("shell.notFound.text")}>
        <Ways>
          <Way
            icon={<Users aria-hidden="true" />}
            title={t("customerUsers.title")}
            text={t("shell.notFound.back")}
            onPress={() => void navigate({ to: "/customer-users", search: {} })}
          />
        </Ways>
      </EmptyState>
    </div>
  );
}
