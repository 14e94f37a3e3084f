/** The part of `aisparser` (CommonJS, without types of its own) that is used here. */
declare module "aisparser" {
  type AisMessage = {
    readonly valid: "VALID" | "INVALID" | "UNSUPPORTED" | "INCOMPLETE";
    readonly errMsg: string;
    /** 0 when it could not be told. */
    readonly aisType: number;
    readonly mmsi: number;
    /** Degrees; NaN: not available. */
    readonly latitude: number;
    readonly longitude: number;
    readonly posAccuracy: boolean;
    /** Second of the UTC minute; NaN: not available. */
    readonly utcTsSec: number;
  };
  export default class AisParser {
    constructor(options: { readonly checksum: boolean });
    parse(sentence: string): AisMessage;
  }
}
