/** What `wideberth check --help` says. */

export const CHECK_USAGE = `Usage: wideberth check FILE... [flags]

Checks every pair of records in the files, offline, and prints those that come within the
separation minima of each other in space, altitude and time. Reads GeoJSON, KML, KMZ, OpenAir,
ED-269, ED-318, CSV and flight-intent YAML. A record without a window is always there. Records of
the same named party and id are one operation and are never in conflict with each other.

What is checked
  --against FILE...   hold the records of FILE against those of these files, not among themselves
                      (takes every name up to the next flag)
  --between-parties   leave out pairs of one party; an unnamed party is not known to be the same
  --at ISO            the instant that relative times count from, as 2026-11-23T06:00:00Z
                      (default: now)
  --format F          what the standard input (FILE -) holds: geojson, kml, kmz, openair, csv, yaml

Separation minima (default: by class of mover; each flag holds for every pair in its dimension)
  --lateral M         metres over the ground, 0 to 200000
  --vertical M        metres of altitude
  --time S            seconds between the windows

What is told
  --json              machine-readable, on standard output
  --options           for each conflict, the smallest changes that would resolve it
  --svg OUT           a picture of all times, by region
  --html OUT          a page with map and time slider; one file, nothing is fetched
  --lang L            en, ar or ru (default: en)

Exit codes
  0  no conflict found; that is not a clearance
  1  at least one conflict
  2  bad flags, or something in a file could not be read. This wins over 1: what could not be read
     was not checked, and a 0 or 1 would hide that. All that was found is printed all the same.

Examples
  wideberth check monday.geojson tuesday.kml
  wideberth check ours.csv --against theirs.csv --lateral 5000 --json
  wideberth check zones/*.json flights.yaml --at 2026-11-23T06:00:00Z --html conflicts.html
  curl -s https://example.org/zones | wideberth check - --format geojson
`;
