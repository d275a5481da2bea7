import type { AppView, CustomerUserView } from "../../bridge/bindings";
import type { RecordAct } from "../../lib/listPlace";
import { canSetPassword, cryptType } from "./passwords";
import { SetPassword } from "./SetPassword";
import { TestLogin } from "./TestLogin";
import type { CustomerUserWays } from "./ways";

type Props = {
  act: RecordAct | undefined;
  record: CustomerUserView;
  app: AppView;
  ways: CustomerUserWays;
};

/** What is being done with the open customer user, over the list. */
export function CustomerUserAct({ act, record, app, ways }: Props) {
  const onClose = () => ways.onPlace({ act: undefined });
  const onSetPassword = canSetPassword(app, record)
    ? () => ways.onPlace({ act: "setPassword" })
    : null;
  if (act === "testLogin") {
    return (
      <TestLogin
        record={record}
        onClose={onClose}
        onSetting={app.installation.kind === "otobo" ? () => ways.onSetting(cryptType) : null}
        onSetPassword={onSetPassword}
      />
    );
  }
  if (act === "setPassword" && onSetPassword) {
    return (
      <SetPassword
        record={record}
        app={app}
        onClose={onClose}
        onEdit={() => ways.onEdit(record.login)}
      />
    );
  }
  return null;
}
