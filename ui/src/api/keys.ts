import type { Topic } from "../bridge/bindings";

/** The first part of every query key: what a change event names. */
export const topicKey = (topic: Topic) => [topic] as const;

/** Keys of what counts over all topics. */
export const overviewKey = ["overview"] as const;

/** Key of the settings of OTOBO's. */
export const settingsKey = ["systemSettings"] as const;
