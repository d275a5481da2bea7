import { Copy } from "lucide-react";
import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import { Button, type ButtonVariant } from "./Button";
import { useToast } from "./Toast";

/** Puts text on the clipboard; rejects when there is none. */
export type CopyText = (text: string) => Promise<unknown>;

/** How the parts of the kit reach the clipboard: the app provides it, since the kit knows no commands. */
export const CopyTextContext = createContext<CopyText>(() => Promise.resolve());

/** The way to copy a text and to say that it was done, or that it could not be. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation();
  const copyText = useContext(CopyTextContext);
  const toast = useToast();
  return (text) => {
    copyText(text).then(
      () => toast(t("common.copied")),
      () => toast(t("errors.clipboardUnavailable.what")),
    );
  };
}

type Props = { text: string; children: string; variant?: ButtonVariant };

/** A button that copies a text. */
export function CopyButton({ text, children, variant = "plain" }: Props) {
  const copy = useCopy();
  return (
    <Button variant={variant} icon={<Copy aria-hidden="true" />} onPress={() => copy(text)}>
      {children}
    </Button>
  );
}
