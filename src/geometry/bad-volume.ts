/** What the survey refuses, and how it says so. */

/** Why a volume can't be compared: the field, what is wrong, what to do. */
export type SurveyRefusal = {
  readonly reason: "bad-volume";
  readonly field: string;
  readonly detail: string;
  readonly remedy: string;
};

/** Thrown within the survey; `surveyVolume` hands it on as a value. */
export class BadVolume extends Error {
  readonly refusal: SurveyRefusal;
  constructor(field: string, detail: string, remedy: string) {
    super(detail);
    this.refusal = { reason: "bad-volume", field, detail, remedy };
  }
}
