import type {
  DataChanged,
  commands as generatedCommands,
  HealthChanged,
  JobProgress,
  LockWanted,
  MirrorChanged,
  MoveProgressed,
} from "./bindings";

/** Every command, exactly as it was generated from Rust. */
export type Commands = typeof generatedCommands;

/** A typed event that can be listened to; the promise gives the way to stop. */
export type EventSource<Payload> = {
  listen: (onEvent: (event: { payload: Payload }) => void) => Promise<() => void>;
};

/** Everything the UI may ask for or hear of: the app's core, or the fake of it. */
export type Bridge = {
  commands: Commands;
  events: {
    dataChanged: EventSource<DataChanged>;
    jobProgress: EventSource<JobProgress>;
    healthChanged: EventSource<HealthChanged>;
    mirrorChanged: EventSource<MirrorChanged>;
    moveProgressed: EventSource<MoveProgressed>;
    lockWanted: EventSource<LockWanted>;
  };
  /** Asks before the window closes; the answer `false` keeps it open. Gives the way to stop asking. */
  onCloseRequested: (mayClose: MayClose) => Promise<() => void>;
};

/** Whether the window may close now. */
export type MayClose = () => boolean | Promise<boolean>;

/** The commands of the bridge in use. Set once by `takeBridge`, before anything is drawn. */
export let commands: Commands;

/** The events of the bridge in use. */
export let events: Bridge["events"];

/** The way to be asked before the window closes, of the bridge in use. */
export let onCloseRequested: Bridge["onCloseRequested"];

/** Takes a bridge into use; tests take a fresh fake for each case. */
export function takeBridge(bridge: Bridge): void {
  commands = bridge.commands;
  events = bridge.events;
  onCloseRequested = bridge.onCloseRequested;
}

/** The app's core; in a plain browser the fake one, which is no part of what is shipped. */
export async function openBridge(): Promise<Bridge> {
  if (import.meta.env.MODE === "production" || "__TAURI_INTERNALS__" in window) {
    return (await import("./tauri")).tauriBridge;
  }
  const [{ fakeBridge }, { fakeOptionsFromUrl }] = await Promise.all([
    import("./fake"),
    import("./fakeOptions"),
  ]);
  return fakeBridge(fakeOptionsFromUrl(new URL(window.location.href)));
}
