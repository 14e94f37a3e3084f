/** `npm run f3548:schemas [-- FILE]`: every difference from the published description, one a line. */

import { ENDPOINTS } from "../../src/api/f3548/endpoints.ts";
import { SCHEMAS } from "../../src/api/f3548/schemas.ts";
import {
  findDifferences,
  findEndpointDifferences,
  PUBLISHED,
  readDescription,
} from "./differences.ts";

const [file = PUBLISHED] = process.argv.slice(2);
const published = readDescription(file);
const differences = [
  ...findDifferences(published, SCHEMAS as never),
  ...findEndpointDifferences(published, ENDPOINTS),
];
for (const line of differences) console.log(line);
console.log(
  `${Object.keys(SCHEMAS).length} schemas, ${Object.keys(ENDPOINTS).length} endpoints, ${differences.length} differences`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
