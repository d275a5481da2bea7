import { useState } from "react";
import { RevealButton } from "./PasswordField";
import { SettingField, type SettingProps } from "./SettingField";

type Props = SettingProps & {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
};

/** A setting that is a secret: hidden until somebody wants to see what they type. */
export function SettingSecret(props: Props) {
  const [isShown, setIsShown] = useState(false);
  return (
    <SettingField
      {...props}
      type={isShown ? "text" : "password"}
      inside={<RevealButton isShown={isShown} onPress={() => setIsShown(!isShown)} />}
    />
  );
}
