/** Every bound of the core, each with its reason. Beyond one there is a named refusal, never a cut. */
export const LIMITS = {
  /** Each pair of volumes may be compared: 100 × 100 stays within milliseconds. */
  volumesPerOperationMax: 100,
  /** A line on a screen and in a message. */
  nameCharsMax: 200,
  /** Of the volume pairs of one conflict the closest are kept; how many there are is always told. */
  conflictPairsKeptMax: 20,
  /** How long the first outcome of a command is remembered, and its identity held against reuse. */
  commandMemoryMs: 24 * 60 * 60 * 1000,
  /** A party's own mistake in a loop must not fill the record; a theatre may set its own. */
  noticesPerPartyDayMax: 20_000,
  /** In one area (about 100 km): far above any day's work there, far below a search of it. */
  noticesPerAreaDayMax: 2_000,
  /** Areas that one volume is counted in; one that touches more is counted in those of 1,000 km. */
  areasPerVolumeMax: 64,
  /** Of one side about one conflict, waiting for an answer: a desk reads them all. */
  proposalsOpenMax: 3,
  /** About one conflict in all, answered ones too: past it people talk. */
  proposalsPerConflictMax: 50,
  /** Agreements of two parties that are not ended: each is looked at for every conflict of the two. */
  standingsPerPairMax: 20,
  /** What a proposal may shift: further is another operation. */
  shiftMaxMs: 30 * 24 * 60 * 60 * 1000,
  shiftMaxM: 20_000,
  /** How long an operation that is over stays in the state (the record keeps it always). */
  retentionMs: 7 * 24 * 60 * 60 * 1000,
  /** Options looked for: candidates tried and answers given. */
  optionsMax: 12,
  optionCandidatesMax: 400,
  /** Others that a search for options is held against; more is said as a limit that binds. */
  optionObstaclesMax: 2_000,
  /** Looks at one pair of which one moves, to find when it is free: a few dozen are usual. */
  optionProbesMax: 600,
  /**
   * Edges of movers looked at in all of one search, each probe anew: about a second. A few movers
   * over thousands of kilometres would take a minute; dozens over a hundred come nowhere near.
   */
  optionEdgesMax: 3_000_000,
  /** Times that a candidate which runs into others is tried again with those in mind. */
  optionRoundsMax: 3,
  /** Halvings that bring a move over the ground closer: to 1/64 of its length. */
  optionHalvingsMax: 6,
  /** Outlines that one route is led around; the search grows with their square. */
  optionOutlinesMax: 64,
  /** What one party has of its own: far more than any has, few enough to look through at each entry. */
  desksPerPartyMax: 100,
  clientsPerPartyMax: 100,
  keysPerPartyMax: 100,
  openInvitationsPerPartyMax: 100,
  /** Each is a connection for every event of its party, and looked at whenever one is sent. */
  targetsPerPartyMax: 20,
  /** Removed ones that stay in the list, so that it shows what became of them. */
  targetsRemovedKeptMax: 20,
  /** A one-time code that lies about longer is found by another. */
  invitationMaxMs: 14 * 24 * 60 * 60 * 1000,
  /** How long an invitation that is over stays in the list. */
  invitationKeptMs: 30 * 24 * 60 * 60 * 1000,
  /** How long a secret or a key that was replaced may stay good beside the new one. */
  overlapMaxMs: 30 * 24 * 60 * 60 * 1000,
  /**
   * How far the time in a signed command's id may lie from its receipt. Half of `commandMemoryMs`, so
   * that an id is remembered for as long as it could be used again.
   */
  signedIdAgeMaxMs: 12 * 60 * 60 * 1000,
  /** Secrets of one person or machine that are good at a time. */
  secretsPerHolderMax: 4,
  /** Of the host: how long what one person asked for waits for a second one. */
  secondPersonWaitMs: 24 * 60 * 60 * 1000,
  /** Openings that wait for a second person, and how long they last. */
  openingsWaitingMax: 100,
  openingMs: 60 * 60 * 1000,
  /** Each holds a whole theatre while it waits, and everyone is to read them all. */
  theatreChangesWaitingMax: 10,
  /** Why something is opened: a few sentences that its owner will read. */
  reasonCharsMax: 500,
  /** Of a message: a line of short text, and what an officer writes at length. */
  messageTextCharsMax: 200,
  messageFreeTextCharsMax: 4_000,
  /** A telephone number or a frequency, with the words that go with it. */
  contactCharsMax: 80,
  /** The identity of an operation, a message or any other thing referred to. */
  referenceCharsMax: 128,
  /** Entries of one list in a message, and corners of one area in it: what a person can read back. */
  messageListMax: 50,
  messageCornersMax: 100,
  /** Parties of one channel: its id names them all, and each message tells them all. */
  channelPartiesMax: 8,
  /** Of one party, waiting to be taken: an invitation costs the others attention. */
  channelsProposedMax: 50,
  /** Messages of one party on one channel in a minute (what is beyond waits), and in a UTC day. */
  messagesPerMinuteMax: 30,
  messagesPerPartyDayMax: 2_000,
  urgentMessagesPerPartyDayMax: 1_000,
  /** Waiting on one channel: more than ten minutes of a busy desk. */
  messagesQueuedMax: 300,
  /** As long as an incident may stay open. */
  messageRetentionMs: 30 * 24 * 60 * 60 * 1000,
  /**
   * A window that is ended later than this after its time ended while no server ran: one that runs looks
   * four times a second at what falls due.
   */
  checkEndLateMaxMs: 10_000,
  /** Line checks told with a channel, each time it is told of: half a day of them. */
  lineChecksKeptMax: 12,
  /** Of one message: its translations, what one party tells of levels, its read-backs of one place. */
  translationsMax: 10,
  disseminationsMax: 50,
  readBacksKeptMax: 10,
  /** Points in one read-back; the others in another. A ring of 100 that is off takes some milliseconds. */
  readBackPointsMax: 500,
  /** How far a read-back may lie from what was sent, of a site and of an area; a theatre may set its own. */
  readBackSiteMaxM: 200,
  readBackAreaMaxM: 1_000,
  /** What rounding to hundredths of a minute may move a position: below it no slip is looked for. */
  readBackRoundingM: 20,
  /** Contacts that one party enters: one a day for a dozen years. The register is kept for good. */
  contactsPerPartyMax: 5_000,
  /** Each is read and keyed by every side. */
  readoutsPerContactMax: 20,
  /** Minutes of a long meeting. */
  contactNotesCharsMax: 20_000,
  /** Of one party: more than a conference has points. */
  itemsPerPartyMax: 1_000,
  /** Said of one item: past it people open another, or meet. */
  itemNotesMax: 200,
  /** With the steps that move it on. */
  itemHistoryMax: 400,
  itemNotesPerPartyDayMax: 2_000,
  /** How long an item that is settled stays in the state (the record keeps it). */
  itemKeptMs: 365 * 24 * 60 * 60 * 1000,
  /** Parties of one area: each is asked to agree to every change of it. */
  areaPartiesMax: 16,
  /** Live ones that one party has proposed: each operation is held against all that are near it. */
  areasPerPartyMax: 500,
  /** What nobody answers is not agreed later by accident. */
  areaProposalMs: 30 * 24 * 60 * 60 * 1000,
  /** One side alone can end an area, and leaves the others time to hear of it and act. */
  areaEndNoticeMs: 60 * 60 * 1000,
  /** Before an area is due for review, its parties are reminded. */
  areaReviewReminderMs: 7 * 24 * 60 * 60 * 1000,
  /** Incidents that one party opened with another and that are not closed: a desk follows them all. */
  incidentsOpenPerPairMax: 200,
  /** Of one incident, by each side, so that neither takes the other's room. */
  incidentStepsMax: 200,
  incidentReportsMax: 50,
  incidentFactsMax: 100,
  factAnswersMax: 20,
  incidentLinksMax: 50,
  incidentQueriesMax: 50,
  /** How long a closed incident stays in the state, and may be reopened (the record keeps it always). */
  incidentKeptMs: 365 * 24 * 60 * 60 * 1000,
  /** Of one party, not closed: far more than are on the road. */
  movementsPerPartyMax: 1_000,
  movementVersionsMax: 100,
  /** A day's, one every ten minutes; the count of all is told. */
  movementReportsKeptMax: 144,
  /** How far around the place it names a movement may stay overnight. */
  movementStayM: 500,
  /** Clocks differ: how far ahead of the server's a report may lie. */
  reportAheadMaxMs: 60_000,
  holdsAskedMax: 50,
  /** Of the sealed details of one movement; the record keeps all. */
  peopleReadsKeptMax: 200,
  /** Each a name with what goes with it. */
  peoplePerMovementMax: 500,
  /** How long a closed movement stays in the state; its sealed details are over before. */
  movementKeptMs: 60 * 24 * 60 * 60 * 1000,
  /** One text message of GSM, and what a voice can say without losing its place. */
  shortCodeCharsMax: 160,
  /** A formation or a convoy, each of its craft several times over; ended ones count. */
  tracksPerOperationMax: 100,
  /** Live ones: far above any party's craft, few enough to hold what was seen of each. */
  tracksPerPartyMax: 10_000,
  /** Of one command: a tenth of a second of a busy receiver, well within one entry. */
  reportsPerCommandMax: 2_000,
  /** Stretches of time in which one track was heard; beyond it the shortest is given up, and said. */
  trackIntervalsMax: 200,
  trackCellIntervalsMax: 8,
  /** Of one party, not withdrawn: twice the largest list of sites that was ever kept for one country. */
  sitesPerPartyMax: 100_000,
  /** Versions of one site in the state, beside those that someone still goes by. */
  siteVersionsKeptMax: 20,
  /** Reported to have been hit: past it, the site is entered anew. */
  siteHitsMax: 50,
  /** Days of one review: a year, with its leap day. */
  reviewDaysMax: 366,
  /** Opened by one side with another, with those of three years that both agreed: more than one a week. */
  reviewsPerPairMax: 500,
  /** By one side of one review: past it people talk, and open another. */
  reviewStatementsMax: 20,
  /** Of one figure: far above any count of a year. */
  reviewFigureMax: 1_000_000_000,
  /** What nobody answers is not agreed later by accident. */
  reviewOpenMs: 90 * 24 * 60 * 60 * 1000,
  /** Of one USS: far more than fly, few enough that one in a loop leaves room for the others. */
  airspaceIntentsPerManagerMax: 200_000,
  airspaceConstraintsPerManagerMax: 20_000,
  airspaceSubscriptionsPerManagerMax: 200_000,
  /**
   * Pairs of volumes compared for one refusal, to say which meet: a tenth of a second of the core. Of
   * intents beyond them it is said that it is not known.
   */
  airspacePairsComparedMax: 10_000,
  /** How long what is over stays in the airspace when nobody deletes it. */
  airspaceKeptMs: 24 * 60 * 60 * 1000,
  /** How long is kept what USSs told those whom this server serves: a subscription lasts no longer. */
  airspaceNoticesKeptMs: 24 * 60 * 60 * 1000,
  /** Of what one USS told, beside 512 for each: some 10,000 messages of a usual size. */
  airspaceNoticeCharsPerManagerMax: 16 * 1024 * 1024,
  /** UTC days of which is kept how much there was: three years, to set one beside the others. */
  statisticsDaysKeptMax: 1_096,
} as const;
