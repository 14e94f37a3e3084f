/** YAML as text. */

import { parseDocument } from "yaml";
import { LIMITS } from "./limits.ts";
import { Unreadable, withParser } from "./unreadable.ts";

/**
 * The value of a YAML text (1.2, one document).
 *
 * Refuses: anything else, naming the line, and anchors that unfold more than
 * `LIMITS.yamlAliasesMax` times.
 */
export const parseYaml = (text: string): unknown =>
  withParser("YAML", () => {
    if (text.length > LIMITS.yamlBytesMax) {
      throw new Unreadable(
        `${text.length} characters of YAML are over the limit of ${LIMITS.yamlBytesMax}: split the file`,
      );
    }
    const document = parseDocument(text, { prettyErrors: true, logLevel: "error" });
    const error = document.errors[0];
    if (error) {
      const at = error.linePos ? `line ${error.linePos[0].line}` : undefined;
      throw new Unreadable(
        `not YAML: ${(error.message.split("\n")[0] ?? "").replace(/ at line.*$/, "")}`,
        { at },
      );
    }
    return document.toJS({ maxAliasCount: LIMITS.yamlAliasesMax });
  });
