import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../app/App";
import { makeQueryClient } from "../app/queryClient";
import { readLater } from "../app/router";
import { takeBridge } from "../bridge/bridge";
import { fakeBridge } from "../bridge/fake";
import type { FakeOptions } from "../bridge/fakeOptions";

// As when the window has rested for a moment: what a test waits for is never the reading of a room.
await readLater();

/** The whole window on a fresh fake bridge, at an address such as "/customers". */
export function renderApp(options: Partial<FakeOptions> = {}, address = "/") {
  const bridge = fakeBridge(options);
  takeBridge(bridge);
  window.location.hash = address;
  const user = userEvent.setup();
  const client = makeQueryClient();
  render(<App client={client} />);
  return { user, bridge, client };
}
