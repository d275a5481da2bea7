import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { customerUserFind } from "../../api/customerUsers";
import type { AppView, CustomerUserView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { CopiedNote } from "../../kit/CopiedNote";
import { DetailOpening } from "../../kit/DetailOpening";
import { DetailBody, DetailFoot, DetailHead, DetailPane } from "../../kit/DetailPane";
import { ReadOnlyPill } from "../../kit/ReadOnlyPill";
import { Tabs } from "../../kit/Tabs";
import { ValidityPill } from "../../kit/ValidityPill";
import type { RecordAct } from "../../lib/listPlace";
import { CustomerUserAct } from "./DetailAct";
import { CustomerUserActions } from "./DetailActions";
import { Entry } from "./DetailEntry";
import { CustomerLink, DetailFields } from "./DetailFields";
import { Preferences } from "./DetailPreferences";
import { PersonAvatar } from "./Photo";
import type { CustomerUserWays } from "./ways";

type Props = {
  login: string;
  /** What is being done with the record. */
  act: RecordAct | undefined;
  app: AppView;
  ways: CustomerUserWays;
};

/** The customer user that is open beside the list. */
export function CustomerUserDetail({ login, act, app, ways }: Props) {
  const { t } = useTranslation();
  const found = useQuery(customerUserFind(login));
  return (
    <DetailPane
      label={found.data?.displayName ?? login}
      onClose={() => ways.onPlace({ open: undefined })}
    >
      <DetailOpening
        asked={found}
        gone={{
          title: t("customerUsers.gone.title"),
          text: t("customerUsers.gone.text", { login }),
        }}
      >
        {(record) => (
          <>
            <Record record={record} app={app} ways={ways} />
            <CustomerUserAct act={act} record={record} app={app} ways={ways} />
          </>
        )}
      </DetailOpening>
    </DetailPane>
  );
}

type RecordProps = { record: CustomerUserView; app: AppView; ways: CustomerUserWays };

function Record({ record, app, ways }: RecordProps) {
  const format = useFormat();
  const { t } = useTranslation();
  const { changes, login, source } = record;
  const { installation } = app;
  const isOfDirectory = app.sources.some((one) => one.id === source && one.backEnd === "directory");
  const fields = (
    <DetailBody>
      <DetailFields record={record} app={app} ways={ways} />
    </DetailBody>
  );
  return (
    <>
      <DetailHead
        avatar={<PersonAvatar person={record} sources={app.sources} size="large" />}
        title={record.displayName || record.login}
        line={
          <>
            {record.login}
            {" · "}
            <CustomerLink record={record} onCustomer={ways.onCustomer} />
          </>
        }
        pill={
          <>
            <ValidityPill validity={record.validity} />
            {isOfDirectory ? <ReadOnlyPill why={t("installations.whyNot.directory")} /> : null}
          </>
        }
      />
      <CustomerUserActions record={record} app={app} ways={ways} />
      <CopiedNote copied={record.copied} />
      {!record.copied && (record.hasPreferences || isOfDirectory) ? (
        <Tabs
          label={t("preferences.title")}
          tabs={[
            { id: "details", label: t("preferences.details"), content: fields },
            ...(record.hasPreferences
              ? [
                  {
                    id: "preferences",
                    label: t("preferences.tab"),
                    content: <Preferences login={login} isReadOnly={installation.readOnly} />,
                  },
                ]
              : []),
            ...(isOfDirectory
              ? [{ id: "entry", label: t("entry.tab"), content: <Entry {...{ source, login }} /> }]
              : []),
          ]}
        />
      ) : (
        fields
      )}
      {changes ? (
        <DetailFoot>
          {t("detail.changed", { date: format.date(changes.changed), by: changes.changedBy })}
        </DetailFoot>
      ) : null}
    </>
  );
}
