import { useNavigate, useSearch } from "@tanstack/react-router";
import { SourceFormView } from "../features/back-ends/Form";
import { BackEndsView } from "../features/back-ends/View";
import { useAppView } from "./useAppView";

/** The sources of the installation. */
export function BackEndsRoom() {
  const { installation } = useAppView();
  const { setting } = useSearch({ from: "/back-ends" });
  const navigate = useNavigate();
  return (
    <BackEndsView
      installation={installation}
      setting={setting}
      ways={{
        onAdd: (of) => void navigate({ to: "/back-ends/form", search: { new: of } }),
        onChange: (id) => void navigate({ to: "/back-ends/form", search: { id } }),
      }}
    />
  );
}

/** The form of a source, for adding and for changing. */
export function SourceFormRoom() {
  const { id, new: added = "customerUsers" } = useSearch({ from: "/back-ends/form" });
  const navigate = useNavigate();
  const back = () => void navigate({ to: "/back-ends" });
  const of = id === undefined ? { new: added } : { id };
  return <SourceFormView key={id ?? added} of={of} onSaved={back} onCancel={back} />;
}
