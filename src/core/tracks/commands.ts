/** What is said of tracks: whose reports belong to an operation or a movement, and the reports. */

export const TRACK_SUBJECTS = ["operation", "movement"] as const;
/** What a track is of: a movement's reports are held against the operation that it has by then. */
export type TrackSubject = { readonly kind: (typeof TRACK_SUBJECTS)[number]; readonly id: string };

/** In what form the reports came. */
export const TRACK_SOURCES = ["native", "ais", "cot", "sbs", "rid"] as const;
export type TrackSource = (typeof TRACK_SOURCES)[number];

/** Ties an identity to the own party's operation or movement, for the times between. Null: as long as it lasts. */
export type BindTrack = {
  readonly kind: "bind-track";
  readonly subject: TrackSubject;
  /** As `identityText` writes it. */
  readonly identity: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

export type EndTrack = { readonly kind: "end-track"; readonly trackId: string };

/**
 * One position report, packed. The accuracy is how far off the place may be; the altitudes how low and
 * how high it can have been, metres above the ellipsoid. What is not known is null, or left out at the
 * end.
 */
export type ReportRow = readonly [
  identity: string,
  atMs: number,
  lngDeg: number,
  latDeg: number,
  accuracyM?: number | null,
  lowerM?: number | null,
  upperM?: number | null,
];

type Reports = {
  readonly source: TrackSource;
  /** May they corroborate what others report of themselves? The reporter's own choice. */
  readonly isShared: boolean;
  readonly reports: readonly ReportRow[];
};

/** A party's own word, over the API. */
export type ReportPositions = Reports & { readonly kind: "report-positions" };

/** What came in on an input that the host set up for a party, or what the host itself heard (null). */
export type NotePositions = Reports & {
  readonly kind: "note-positions";
  readonly reporter: string | null;
};

export type TrackCommand = BindTrack | EndTrack | ReportPositions;
