// The style modules of the views that the early page is drawn with.
export { default as shell } from "../app/Shell.module.css";
export { default as side } from "../app/Sidebar.module.css";
export { default as status } from "../app/StatusBar.module.css";
export { default as avatar } from "../kit/Avatar.module.css";
export { default as button } from "../kit/Button.module.css";
export { default as choice } from "../kit/Choice.module.css";
export { default as grid } from "../kit/Grid.module.css";
export { default as cube } from "../kit/InstallationCube.module.css";
export { default as kbd } from "../kit/Kbd.module.css";
export { default as pane } from "../kit/ListPane.module.css";
export { default as recordName } from "../kit/RecordName.module.css";
export { default as search } from "../kit/SearchBox.module.css";
export { default as early } from "./early.module.css";
