import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "./Field";
import { IconButton } from "./IconButton";
import { TextField } from "./TextField";

type Props = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string | undefined;
  autoFocus?: boolean;
  /** A password that is being made, or one that is there already. */
  autoComplete?: "new-password" | "current-password" | "off";
};

/** A password, hidden until somebody wants to see it. */
export function PasswordField({ autoComplete = "off", ...props }: Props) {
  const [isShown, setIsShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? "text" : "password"}
      autoComplete={autoComplete}
      spellCheck="false"
      inside={<RevealButton isShown={isShown} onPress={() => setIsShown(!isShown)} />}
    />
  );
}

/** The eye at the end of a box that hides what is typed. */
export function RevealButton({ isShown, onPress }: { isShown: boolean; onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <IconButton
      label={isShown ? t("forms.password.hide") : t("forms.password.show")}
      icon={isShown ? <EyeOff /> : <Eye />}
      onPress={onPress}
    />
  );
}
