import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Tabs.module.css";

type Props = {
  /** What the tabs are called together. */
  label: string;
  tabs: readonly { id: string; label: string; content: ReactNode }[];
};

/** Parts of a detail, one of them in sight. */
export function Tabs({ label, tabs }: Props) {
  return (
    <AriaTabs className={classNames(styles.tabs)}>
      <TabList aria-label={label} className={classNames(styles.list)}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={classNames(styles.tab)}>
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={classNames(styles.panel)}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
