import { Building2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../kit/Button";
import { Way, Ways } from "../../kit/EmptyState";
import { FormInstead } from "../../kit/FormInstead";
import { useFormKeys } from "../../kit/useFormKeys";

type Props = { onAdd: () => void; onCancel: () => void };

/** Stands in for the form while there is no customer that a customer user could belong to. */
export function FormFirstCustomer({ onAdd, onCancel }: Props) {
  const { t } = useTranslation();
  useFormKeys({ onSave: onAdd, onFinish: onAdd, onCancel });
  return (
    <FormInstead
      title={t("forms.customer.first.title")}
      text={t("forms.customer.first.text")}
      back={
        <Button variant="quiet" onPress={onCancel}>
          {t("forms.customerUser.back")}
        </Button>
      }
    >
      <Ways>
        <Way
          icon={<Building2 aria-hidden="true" />}
          title={t("forms.customer.first.add")}
          text={t("forms.customer.first.addText")}
          onPress={onAdd}
        />
      </Ways>
    </FormInstead>
  );
}
