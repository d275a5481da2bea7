import type { EventSource } from "./bridge";

/** An event that is sent from here and heard wherever the bridge is listened to. */
export function fakeEvent<Payload>(): {
  source: EventSource<Payload>;
  send: (payload: Payload) => void;
} {
  const listeners = new Set<(event: { payload: Payload }) => void>();
  return {
    source: {
      listen: async (onEvent) => {
        listeners.add(onEvent);
        return () => {
          listeners.delete(onEvent);
        };
      },
    },
    send: (payload) => {
      for (const listener of listeners) listener({ payload });
    },
  };
}
