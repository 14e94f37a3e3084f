/** The second act: the convoy's day, and what else the desks have to do in it. */

import type { Act } from "./story.ts";
import { inOrder } from "./story.ts";
import { AREA_STEPS } from "./story-area.ts";
import { BETWEEN_STEPS } from "./story-between.ts";
import { COMING_STEPS } from "./story-coming.ts";
import { CONVOY_STEPS } from "./story-convoy.ts";
import { HOSPITAL_STEPS } from "./story-hospital.ts";
import { INCIDENT_STEPS } from "./story-incident.ts";
import { ITEM_STEPS } from "./story-item.ts";
import { MEETING_STEPS } from "./story-meeting.ts";
import { PATROL_STEPS } from "./story-patrol.ts";
import { READOUT_STEPS } from "./story-readout.ts";

/** Two days after the first; three hours later the convoy departs. */
export const SECOND_ACT: Act = {
  number: 2,
  fromMinutes: 48 * 60,
  minutes: 11 * 60,
  steps: inOrder(
    BETWEEN_STEPS,
    MEETING_STEPS,
    HOSPITAL_STEPS,
    CONVOY_STEPS,
    AREA_STEPS,
    ITEM_STEPS,
    INCIDENT_STEPS,
    PATROL_STEPS,
    READOUT_STEPS,
    COMING_STEPS,
  ),
};
