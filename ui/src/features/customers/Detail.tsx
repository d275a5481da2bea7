import { useQuery } from "@tanstack/react-query";
import { Copy, Ellipsis, Pencil, UserPlus, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { customerFind } from "../../api/customers";
import { useAway } from "../../api/useAway";
import type { AppView, CustomerView } from "../../bridge/bindings";
import { fieldLabel } from "../../i18n/fieldLabel";
import { useFormat } from "../../i18n/format";
import { Avatar } from "../../kit/Avatar";
import { Button } from "../../kit/Button";
import { CopiedNote } from "../../kit/CopiedNote";
import { useCopy } from "../../kit/CopyButton";
import { DetailOpening } from "../../kit/DetailOpening";
import {
  DetailActions,
  DetailBody,
  DetailField,
  DetailFoot,
  DetailHead,
  DetailPane,
  DetailSection,
} from "../../kit/DetailPane";
import { IconButton } from "../../kit/IconButton";
import { Link } from "../../kit/Link";
import { Menu, MenuItem } from "../../kit/Menu";
import { ValidityPill } from "../../kit/ValidityPill";
import { companyInitials } from "../../lib/initials";
import { whyNotIn, whyNotNow } from "../../lib/writable";
import type { CustomerWays } from "./ways";

type Props = { customerId: string; app: AppView; ways: CustomerWays };

/** The customer that is open beside the list. */
export function CustomerDetail({ customerId, app, ways }: Props) {
  const { t } = useTranslation();
  const found = useQuery(customerFind(customerId));
  return (
    <DetailPane
      label={found.data?.name ?? customerId}
      onClose={() => ways.onPlace({ open: undefined })}
    >
      <DetailOpening
        asked={found}
        gone={{ title: t("customers.gone.title"), text: t("customers.gone.text", { customerId }) }}
      >
        {(record) => <Record record={record} app={app} ways={ways} />}
      </DetailOpening>
    </DetailPane>
  );
}

type RecordProps = { record: CustomerView; app: AppView; ways: CustomerWays };

function Record({ record, app, ways }: RecordProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customerId, values, changes, customerUsers } = record;
  const shown = app.customerFields.filter((field) => isShown(field) && values[field.var]);
  return (
    <>
      <DetailHead
        avatar={
          <Avatar
            size="large"
            shape="square"
            initials={companyInitials(record.name)}
            seed={customerId}
          />
        }
        title={record.name}
        line={customerId}
        pill={<ValidityPill validity={record.validity} />}
      />
      <Actions record={record} app={app} ways={ways} />
      <CopiedNote copied={record.copied} />
      <DetailBody>
        <DetailSection>
          {shown.map((field) => (
            <DetailField key={field.var} label={fieldLabel(t, field)}>
              {values[field.var]}
            </DetailField>
          ))}
        </DetailSection>
        <DetailSection title={t("customerUsers.title")}>
          <DetailField label={t("customers.detail.validUsers")}>
            <Link onPress={() => ways.onCustomerUsers(customerId)}>
              {customerUsers === null
                ? t("customers.detail.usersUncounted")
                : t("customers.detail.users", {
                    count: customerUsers,
                    number: format.number(customerUsers),
                  })}
            </Link>
          </DetailField>
        </DetailSection>
      </DetailBody>
      {changes ? (
        <DetailFoot>
          {t("detail.changed", { date: format.date(changes.changed), by: changes.changedBy })}
        </DetailFoot>
      ) : null}
    </>
  );
}

/** What the head already says is not said again. */
function isShown(field: AppView["customerFields"][number]): boolean {
  return (
    field.kind !== "validity" && field.kind !== "customerId" && field.var !== "CustomerCompanyName"
  );
}

function Actions({ record, app, ways }: RecordProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { customerId } = record;
  const whyNot = whyNotNow(app, app.customerSources, record.source, useAway());
  return (
    <DetailActions>
      <Button
        icon={<Pencil aria-hidden="true" />}
        shortcut="E"
        refused={whyNot ? t(`installations.whyNot.${whyNot}`) : null}
        onPress={() => ways.onEdit(customerId)}
      >
        {t("common.edit")}
      </Button>
      <Button icon={<Users aria-hidden="true" />} onPress={() => ways.onCustomerUsers(customerId)}>
        {t("customers.detail.showUsers")}
      </Button>
      <Menu
        label={t("common.moreActions")}
        trigger={<IconButton variant="plain" label={t("common.moreActions")} icon={<Ellipsis />} />}
      >
        <MenuItem id="copy" icon={<Copy />} onAction={() => copy(customerId)}>
          {t("customers.detail.copyId")}
        </MenuItem>
        {whyNotIn(app, app.sources) === null && record.validity === "valid" ? (
          <MenuItem
            id="add"
            icon={<UserPlus />}
            onAction={() => ways.onAddCustomerUser(customerId)}
          >
            {t("customers.detail.addUser")}
          </MenuItem>
        ) : null}
      </Menu>
    </DetailActions>
  );
}
