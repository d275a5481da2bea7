import { Copy, Ellipsis, KeyRound, LockKeyhole, Mail, Pencil, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useAway } from "../../api/useAway";
import type { AppView, CustomerUserView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { useCopy } from "../../kit/CopyButton";
import { DetailActions } from "../../kit/DetailPane";
import { IconButton } from "../../kit/IconButton";
import { Menu, MenuItem } from "../../kit/Menu";
import { whyNotIn, whyNotNow } from "../../lib/writable";
import { canSetPassword } from "./passwords";
import type { CustomerUserWays } from "./ways";

type Props = { record: CustomerUserView; app: AppView; ways: CustomerUserWays };

/** What can be done with the open customer user. */
export function CustomerUserActions({ record, app, ways }: Props) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { values, customer } = record;
  const email = app.customerUserFields.find((field) => field.kind === "email");
  const whyNot = whyNotNow(app, app.sources, record.source, useAway());
  const address = email ? values[email.var] : undefined;
  return (
    <DetailActions>
      <Button
        icon={<Pencil aria-hidden="true" />}
        shortcut="E"
        refused={whyNot ? t(`installations.whyNot.${whyNot}`) : null}
        onPress={() => ways.onEdit(record.login)}
      >
        {t("common.edit")}
      </Button>
      {address ? (
        <Button icon={<Mail aria-hidden="true" />} onPress={() => copy(address)}>
          {t("customerUsers.detail.copyEmail")}
        </Button>
      ) : null}
      <Menu
        label={t("common.moreActions")}
        trigger={<IconButton variant="plain" label={t("common.moreActions")} icon={<Ellipsis />} />}
      >
        <MenuItem
          id="testLogin"
          icon={<KeyRound />}
          onAction={() => ways.onPlace({ act: "testLogin" })}
        >
          {t("loginTest.action")}
        </MenuItem>
        {canSetPassword(app, record) ? (
          <MenuItem
            id="setPassword"
            icon={<LockKeyhole />}
            onAction={() => ways.onPlace({ act: "setPassword" })}
          >
            {t("setPassword.action")}
          </MenuItem>
        ) : null}
        <MenuItem id="login" icon={<Copy />} onAction={() => copy(record.login)}>
          {t("customerUsers.detail.copyUsername")}
        </MenuItem>
        {address ? (
          <MenuItem id="mail" icon={<Copy />} onAction={() => copy(record.mailString)}>
            {t("customerUsers.detail.copyMailString")}
          </MenuItem>
        ) : null}
        {values.UserPhone ? (
          <MenuItem id="phone" icon={<Copy />} onAction={() => copy(values.UserPhone ?? "")}>
            {t("customerUsers.detail.copyPhone")}
          </MenuItem>
        ) : null}
        {values.UserMobile ? (
          <MenuItem id="mobile" icon={<Copy />} onAction={() => copy(values.UserMobile ?? "")}>
            {t("customerUsers.detail.copyMobile")}
          </MenuItem>
        ) : null}
        {whyNotIn(app, app.sources) === null && customer?.validity === "valid" ? (
          <MenuItem id="add" icon={<UserPlus />} onAction={() => ways.onAdd(customer.customerId)}>
            {t("customerUsers.detail.addForCustomer")}
          </MenuItem>
        ) : null}
      </Menu>
    </DetailActions>
  );
}
