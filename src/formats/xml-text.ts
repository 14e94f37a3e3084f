/** XML as text. */

import { DOMParser, type Document, type Element } from "@xmldom/xmldom";
import { Unreadable, withParser } from "./unreadable.ts";

export type { Element } from "@xmldom/xmldom";

/**
 * The document of an XML text.
 *
 * Refuses: a text that is not well formed, naming the line, and any document type: no notice needs
 * one, and the entities it declares can unfold without end.
 */
export const parseXml = (text: string): Document => {
  const doctype = /<!\s*(DOCTYPE|ENTITY)/i.exec(text);
  if (doctype) {
    throw new Unreadable("a document type (DOCTYPE) is not read: remove it", {
      at: lineAt(text, doctype.index),
    });
  }
  return withParser("XML", () => {
    return new DOMParser({ onError: refuseFault }).parseFromString(text, "text/xml");
  });
};

const refuseFault = (level: string, message: string, context: unknown): void => {
  if (level === "warning") return;
  throw new Unreadable(`not XML: ${message.split("\n")[0] ?? ""}`, { at: lineOf(context) });
};

/** Child elements, by local name when one is given. */
export const childrenOf = (element: Element, name?: string): Element[] =>
  Array.from(element.childNodes).filter(
    (node): node is Element =>
      node.nodeType === ELEMENT && (name === undefined || localNameOf(node) === name),
  );

/** All elements of a local name under a document or an element, in the order of the text. */
export const findAll = (parent: Document | Element, name: string): Element[] =>
  Array.from(parent.getElementsByTagNameNS("*", name));

/** The text of the first child of a name, trimmed; `null` when there is none or it is empty. */
export const textOf = (element: Element, name: string): string | null =>
  childrenOf(element, name)[0]?.textContent?.trim() || null;

export const localNameOf = ({
  localName,
  nodeName,
}: {
  localName?: string | null;
  nodeName: string;
}): string => localName ?? nodeName;

const ELEMENT = 1;

const lineAt = (text: string, offset: number): string =>
  `line ${text.slice(0, offset).split("\n").length}`;

/** The parser hands out its handler, which knows where it stands. */
const lineOf = (context: unknown): string | undefined => {
  const locator = (context as { locator?: { lineNumber?: number } } | undefined)?.locator;
  return locator?.lineNumber ? `line ${locator.lineNumber}` : undefined;
};
