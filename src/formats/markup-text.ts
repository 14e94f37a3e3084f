/** Text of files inside markup. Every string that a file brought passes through here. */

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For HTML and SVG, in text and in quoted attributes. Control characters XML has no place for go. */
export const escapeMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (char) => ESCAPES[char]!)
    .replaceAll(/(?![\t\n\r])[\p{Cc}\u{fffe}\u{ffff}]/gu, "\u{fffd}");

/** JSON that no HTML parser can leave: `</script>` and `<!--` are spelled without `<`. */
export const embedJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
