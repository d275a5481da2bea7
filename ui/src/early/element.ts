import { classNames } from "../lib/classNames";

/** What an element of the early page has beside what is in it. */
type Traits = {
  /** Class names, as of the style modules that the views use too. */
  is?: readonly (string | false | undefined)[];
  style?: Readonly<Record<string, string>>;
  [attribute: string]: unknown;
};

/** Makes an element with its attributes and what is in it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { is = [], style = {}, ...attributes }: Traits = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = classNames(...is);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, String(value));
  }
  // By the properties: the policy forbids the attribute.
  for (const [property, value] of Object.entries(style)) made.style.setProperty(property, value);
  made.append(...children);
  return made;
}

/** The place of an icon, or the magnifier in it. */
export function icon(path = ""): SVGSVGElement {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries(lineIcon)) drawing.setAttribute(name, value);
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

const lineIcon = {
  "aria-hidden": "true",
  viewBox: "0 0 24 24",
  fill: "none",
  stroke: "currentColor",
  "stroke-linecap": "round",
};
