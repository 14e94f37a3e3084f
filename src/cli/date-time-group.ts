/** Instants as the desks write them: `231432Z NOV 26`. Latin in every language. */

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const MINUTE_MS = 60_000;

/** The minute of an instant; `up` for the end of a window, so that the text never shortens it. */
export const dateTimeGroup = (ms: number, rounding: "down" | "up" = "down"): string => {
  const minutes = ms / MINUTE_MS;
  const date = new Date((rounding === "up" ? Math.ceil(minutes) : Math.floor(minutes)) * MINUTE_MS);
  const clock = `${two(date.getUTCHours())}${two(date.getUTCMinutes())}`;
  const year = two(date.getUTCFullYear() % 100);
  return `${two(date.getUTCDate())}${clock}Z ${MONTHS[date.getUTCMonth()]!} ${year}`;
};

const two = (n: number): string => String(n).padStart(2, "0");
