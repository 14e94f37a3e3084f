/** Bounds of `check`, each with its reason. Beyond one it says so; nothing is cut in silence. */
export const CHECK_LIMITS = {
  /** Pairs of volumes in conflict that are kept: a gigabyte or so, and more than anyone can read. */
  conflictsMax: 1_000_000,
  /** Records for which options are looked for: milliseconds each, seconds in the densest places. */
  optionSubjectsMax: 2_000,
  /** Lines of conflicts in the text for people; `--json` has all of them. */
  tableRowsMax: 200,
  /** Records drawn in a picture: a page stays quick with some thousands of outlines. */
  drawnRecordsMax: 4_000,
  /** Conflicts listed in a page. */
  listedConflictsMax: 4_000,
  /** Regions on one SVG sheet. */
  sheetRegionsMax: 12,
} as const;
