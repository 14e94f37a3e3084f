/** What an entry did to a track: nobody but its owner hears of it. */
export type TrackChange = { readonly kind: "track-changed"; readonly trackId: string };
